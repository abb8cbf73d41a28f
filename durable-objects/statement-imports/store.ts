import { hasEnded, type ImportJob, MAX_KEPT_REPORTS } from '../../domain/statement/bulk/job.ts';
import type { JobPage, RefusedLine, ReportPage, StoredImportPart } from './contract.ts';

/** Jobs that have ended and are kept as a record; the oldest go. */
export const MAX_KEPT_JOBS = 200;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, state TEXT NOT NULL, has_file INTEGER NOT NULL, job TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reports (job TEXT NOT NULL, line INTEGER NOT NULL, report TEXT NOT NULL, PRIMARY KEY (job, line)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (job TEXT NOT NULL, part INTEGER NOT NULL, etag TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (job, part)) WITHOUT ROWID;
`;

const ENDED = "'done', 'failed', 'cancelled'";

type Storage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;

/** The jobs of a tenant. Ids rise with time, so their order is that of the jobs. */
export class JobStore {
  readonly #storage: Storage;
  readonly #sql: SqlStorage;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#sql.exec(SCHEMA);
  }

  transaction<T>(steps: () => T): T {
    return this.#storage.transactionSync(steps);
  }

  find(id: string): ImportJob | undefined {
    return this.#jobs('WHERE id = ?', id)[0];
  }

  /** Newest first. */
  list({ before, limit }: JobPage): ImportJob[] {
    return this.#jobs('WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2', before ?? null, limit);
  }

  /** The job that is worked on now: one after the other, in the order in which they came. */
  next(): ImportJob | undefined {
    return this.#jobs("WHERE state IN ('queued', 'running') ORDER BY state = 'running' DESC, id LIMIT 1")[0];
  }

  /** Jobs whose file is still coming in, the oldest first. */
  receiving(): ImportJob[] {
    return this.#jobs("WHERE state = 'receiving' ORDER BY id");
  }

  /** A job that has ended and whose file is still there. */
  leftOver(): ImportJob | undefined {
    return this.#jobs(`WHERE has_file AND state IN (${ENDED}) LIMIT 1`)[0];
  }

  /** Its file is there, or may be: it is looked after until `forgetFile`. */
  put(job: ImportJob): void {
    this.#sql.exec('INSERT OR REPLACE INTO jobs VALUES (?, ?, 1, ?)', job.id, job.state, JSON.stringify(job));
    if (hasEnded(job)) this.#forgetOld();
  }

  forgetFile(id: string): void {
    this.#sql.exec('UPDATE jobs SET has_file = 0 WHERE id = ?', id);
  }

  /** Removes a job with everything about it. */
  remove(id: string): void {
    this.#sql.exec('DELETE FROM jobs WHERE id = ?', id);
    this.#sql.exec('DELETE FROM reports WHERE job = ?', id);
    this.#sql.exec('DELETE FROM parts WHERE job = ?', id);
  }

  /** [SIM-5] `refusedBefore`: how many lines of the job were refused before these. */
  report(job: string, refused: readonly RefusedLine[], refusedBefore: number): void {
    for (const { line, ...report } of refused.slice(0, Math.max(0, MAX_KEPT_REPORTS - refusedBefore))) {
      this.#sql.exec('INSERT OR REPLACE INTO reports VALUES (?, ?, ?)', job, line, JSON.stringify(report));
    }
  }

  reports(job: string, { after, limit }: ReportPage): RefusedLine[] {
    return this.#sql
      .exec('SELECT line, report FROM reports WHERE job = ? AND line > ? ORDER BY line LIMIT ?', job, after, limit)
      .toArray()
      .map(({ line, report }) => ({ line: Number(line), ...JSON.parse(String(report)) }) as RefusedLine);
  }

  putPart(job: string, { part, etag, bytes }: StoredImportPart): void {
    this.#sql.exec('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)', job, part, etag, bytes);
  }

  parts(job: string): StoredImportPart[] {
    return this.#sql
      .exec('SELECT part, etag, bytes FROM parts WHERE job = ? ORDER BY part', job)
      .toArray()
      .map(({ part, etag, bytes }) => ({ part: Number(part), etag: String(etag), bytes: Number(bytes) }));
  }

  forgetParts(job: string): void {
    this.#sql.exec('DELETE FROM parts WHERE job = ?', job);
  }

  #forgetOld(): void {
    const old = this.#sql
      .exec(
        `SELECT id FROM jobs WHERE state IN (${ENDED}) AND NOT has_file ORDER BY id DESC LIMIT -1 OFFSET ?`,
        MAX_KEPT_JOBS,
      )
      .toArray();
    for (const { id } of old) this.remove(String(id));
  }

  #jobs(where: string, ...bindings: SqlStorageValue[]): ImportJob[] {
    return this.#sql
      .exec(`SELECT job FROM jobs ${where}`, ...bindings)
      .toArray()
      .map(({ job }) => JSON.parse(String(job)) as ImportJob);
  }
}
