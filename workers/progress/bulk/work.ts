import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, type Result } from '../../../domain/kernel/result.ts';
import { Refusal } from '../../../domain/package/report.ts';
import { ATTACHMENTS_FOLDER } from '../../../domain/statement/bulk/archive.ts';
import { type LineReport, refusedFor } from '../../../domain/statement/bulk/record.ts';
import type { Prepared } from '../../../domain/statement/prepare.ts';
import type { RefusedLine, Work, WorkDone } from '../../../durable-objects/statement-imports/index.ts';
import type { TenantRecord } from '../../shared/rpc.ts';
import { type Appended, appendPrepared } from '../services/append.ts';
import { withAttachments } from '../services/attachments.ts';
import { Contents } from './contents.ts';

/** How long a batch waits for a busy store before the next try; each wait is twice as long, up to the last. */
const WAIT_MS = 500;
const WAIT_MS_MAX = 10_000;
/** Tries of a batch: some five minutes. Then the job's own patience begins. */
const MAX_TRIES = 32;

/** A statement that can be stored, and the number of its line. */
interface Row {
  readonly line: number;
  readonly prepared: Prepared;
}

/**
 * [BULKW-1] Checks lines and stores what is good of them by the same way as every statement. What is refused together is
 * divided until it is clear which line it is.
 */
export class LineWorker {
  readonly #env: ProgressEnv;
  readonly #tenant: TenantRecord;
  readonly #work: Work;
  readonly #contents: Contents;
  readonly #refused: RefusedLine[] = [];
  #stored = 0;
  #existing = 0;

  constructor(env: ProgressEnv, tenant: TenantRecord, work: Work) {
    this.#env = env;
    this.#tenant = tenant;
    this.#work = work;
    this.#contents = new Contents(env, tenant, work.contents);
  }

  async run(): Promise<WorkDone> {
    const rows: Row[] = [];
    for (const { number, record } of this.#work.lines) {
      if (!record.ok) this.#refuse(number, record.error);
      else if (await this.#isWhole(number, record.value)) rows.push({ line: number, prepared: record.value });
    }
    if (this.#work.phase === 'store') await this.#store(rows);
    const refused = this.#refused.sort((a, b) => a.line - b.line);
    return { stored: this.#stored, existing: this.#existing, refused };
  }

  async #isWhole(line: number, { statement }: Prepared): Promise<boolean> {
    const missing = await this.#contents.missing(statement);
    if (missing === undefined) return true;
    const { sha2 } = missing.attachment;
    const message = `The content of the attachment is missing: import an archive that holds ${ATTACHMENTS_FOLDER}${sha2}.`;
    this.#refuse(line, refusedFor(missing.path, 'ATT-3', message, statement));
    return false;
  }

  async #store(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const appended = await this.#append(rows);
    if (appended.ok) {
      this.#stored += appended.value.added;
      this.#existing += rows.length - appended.value.added;
    } else if (appended.error.code === 'statement_conflict') {
      const ids = new Set(appended.error.extra?.statements as readonly string[]);
      for (const { line, prepared } of rows.filter(({ prepared }) => ids.has(prepared.id))) {
        this.#refuse(line, refusedFor('$.id', 'LOG-2', CONFLICT, prepared.statement));
      }
      await this.#store(rows.filter(({ prepared }) => !ids.has(prepared.id)));
    } else if (rows.length === 1) {
      const [{ line, prepared }] = rows as [Row];
      const { detail, where = '$' } = appended.error;
      this.#refuse(line, refusedFor(where, 'ATT-2', detail, prepared.statement));
    } else {
      const half = Math.ceil(rows.length / 2);
      await this.#store(rows.slice(0, half));
      await this.#store(rows.slice(half));
    }
  }

  /** [BULKW-2] A store that is busy with live requests is asked again. */
  async #append(rows: readonly Row[]): Promise<Result<Appended, Problem>> {
    for (let tries = 1; ; tries++) {
      const appended = await this.#appendOnce(rows);
      if (appended.ok || appended.error.code !== 'too_many_requests') return appended;
      if (tries === MAX_TRIES) throw new Error('the statement log stays busy');
      const ms = Math.min(WAIT_MS_MAX, WAIT_MS * 2 ** (tries - 1));
      this.#work.onWait(new Date(Date.now() + ms));
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }

  async #appendOnce(rows: readonly Row[]): Promise<Result<Appended, Problem>> {
    const prepared = rows.map((row) => row.prepared);
    const statements = prepared.map(({ statement }) => ({ statement, path: '$' }));
    const { parts, present } = await this.#contents.bring(prepared.map(({ statement }) => statement));
    try {
      return await withAttachments(this.#env, this.#tenant, { statements, version: '2.0.0', parts, present }, () =>
        appendPrepared(this.#env, this.#tenant, prepared, { define: true, maySee: () => false }),
      );
    } catch (thrown) {
      if (thrown instanceof Refusal) return err(problem('attachments_invalid', thrown.finding.message));
      throw thrown;
    }
  }

  #refuse(line: number, report: LineReport): void {
    this.#refused.push({ line, ...report });
  }
}

const CONFLICT = 'Another statement with this id is stored already. That one stays.';
