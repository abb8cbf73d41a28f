import { DurableObject } from 'cloudflare:workers';
import { parseId } from '../../domain/kernel/ids.ts';
import * as jobs from '../../domain/statement/bulk/job.ts';
import { type Batch, readBatches } from '../../domain/statement/bulk/reader.ts';
import { statementImportKey } from '../../r2/keys.ts';
import { resumeMultipart } from '../../r2/multipart-writer.ts';
import { objectSource } from '../../r2/source.ts';
import type { JobPage, RefusedLine, ReportPage, StoredImportPart, Work, WorkDone } from './contract.ts';
import { type ImportSource, openSource } from './source.ts';
import { JobStore } from './store.ts';

type ImportJob = jobs.ImportJob;

/** After this an alarm ends and the next one goes on: a call that works for long may be stopped by the platform. */
const STEP_SECONDS = 10;
/** When an alarm comes that finds the process before it killed in the middle of its work. */
const NET_SECONDS = 1;
/** A piece that broke off is tried again after 2, 4, 8 … seconds, up to this. */
const RETRY_SECONDS_MAX = 60;
/** A file that is not there whole by then is given up. */
export const RECEIVE_SECONDS = 24 * 60 * 60;

const now = (): string => new Date().toISOString();

/**
 * The imports of statements of one tenant, named by the tenant. A job is worked off by alarms in steps: after each batch
 * its place is written, so it goes on wherever it was stopped. What is done with the lines is for the Worker to say.
 */
export abstract class StatementImportsObject<Env> extends DurableObject<Env> {
  readonly #store: JobStore;
  /** Of the job that is worked on: its archive's directory is read once. */
  #open: { readonly id: string; readonly source: ImportSource } | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new JobStore(ctx.storage);
  }

  /** The bucket in which the files of a region lie. */
  protected abstract bucketOf(region: string): R2Bucket;

  /** Checks or stores lines. Throws when it cannot be said what became of them; they come again then. */
  protected abstract work(work: Work): Promise<WorkDone>;

  /** A job whose file is about to come. */
  async begin(facts: jobs.JobFacts): Promise<ImportJob> {
    const job = jobs.newJob(facts);
    this.#store.put(job);
    await this.#schedule();
    return job;
  }

  async find(id: string): Promise<ImportJob | null> {
    return this.#store.find(id) ?? null;
  }

  async list(page: JobPage): Promise<ImportJob[]> {
    return this.#store.list(page);
  }

  /** Refused lines in order, as far as they are kept. */
  async reports(id: string, page: ReportPage): Promise<RefusedLine[]> {
    return this.#store.reports(id, page);
  }

  /** A part of the file is there; again replaces it. */
  async putPart(id: string, part: StoredImportPart): Promise<void> {
    if (this.#store.find(id)?.state === 'receiving') this.#store.putPart(id, part);
  }

  async parts(id: string): Promise<StoredImportPart[]> {
    return this.#store.parts(id);
  }

  /** The file is there whole. A job that was cancelled meanwhile stays so, and its file goes. */
  async received(id: string, bytes: number): Promise<ImportJob | null> {
    const job = this.#store.find(id);
    if (job === undefined) return null;
    const next = job.state === 'receiving' ? jobs.received(job, bytes) : job;
    this.#store.transaction(() => {
      this.#store.put(next);
      this.#store.forgetParts(id);
    });
    await this.#schedule();
    return next;
  }

  /** For a file that was refused or broke off: nothing of the job is left. */
  async discard(id: string): Promise<void> {
    const job = this.#store.find(id);
    if (job === undefined) return;
    await this.#removeFile(job);
    this.#store.remove(id);
    await this.#schedule();
  }

  /** [SIM-4] What was stored stays. A job that has ended stays as it is. */
  async cancel(id: string): Promise<ImportJob | null> {
    const job = this.#store.find(id);
    if (job === undefined) return null;
    const next = jobs.cancelled(job, now());
    if (next !== job) this.#store.put(next);
    await this.#schedule();
    return next;
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + NET_SECONDS * 1000);
    await this.#sweep();
    const job = this.#store.next();
    if (job !== undefined) await this.#attempt(job);
    await this.#schedule();
  }

  async #attempt(job: ImportJob): Promise<void> {
    try {
      await this.#step(job);
    } catch (error) {
      console.error(JSON.stringify({ service: 'statement-imports', level: 'error', id: job.id, error: String(error) }));
      this.#open = undefined;
      const current = this.#store.find(job.id);
      if (current !== undefined && !jobs.hasEnded(current)) this.#store.put(jobs.stumbled(current, now()));
    }
  }

  /** [SIM-1] Works on a job until its end, or for as long as a step may take. */
  async #step(job: ImportJob): Promise<void> {
    const source = await this.#sourceOf(job);
    if (source === undefined) return;
    let current = job.state === 'queued' ? jobs.started(job, source.statements.size) : job;
    if (current !== job) this.#store.put(current);
    const until = Date.now() + STEP_SECONDS * 1000;
    const rules = { job: uuidOf(job), authority: job.authority };
    for await (const batch of readBatches(source.statements, current.progress.place, rules)) {
      const next = await this.#take(current, batch, source);
      if (next === undefined) return;
      current = next;
      if (Date.now() >= until) return;
    }
    this.#finish(current, source);
  }

  /** One batch, and the place behind it. Undefined when the job was cancelled meanwhile. */
  async #take(job: ImportJob, { lines, end }: Batch, { contents }: ImportSource): Promise<ImportJob | undefined> {
    if (job.state !== 'running') throw new Error(`the import ${job.id} is ${job.state}`);
    const onWait = (until: Date): void => {
      if (this.#store.find(job.id)?.state === 'running') this.#store.put(jobs.waiting(job, until.toISOString()));
    };
    const done = await this.work({ job, phase: job.phase, lines, contents, onWait });
    const current = this.#store.find(job.id);
    if (current?.state !== 'running') return undefined;
    const { stored, existing, refused } = done;
    const next = jobs.advanced(current, { place: end, stored, existing, refused: refused.length });
    this.#store.transaction(() => {
      this.#store.put(next);
      this.#store.report(job.id, refused, current.progress.refused);
    });
    return next;
  }

  #finish(job: ImportJob, source: ImportSource): void {
    const damaged = source.crc32 !== undefined && source.crc32 !== job.progress.place.crc32;
    this.#store.put(damaged ? jobs.failed(job, now(), DAMAGED) : jobs.finished(job, now()));
  }

  /** Undefined: the file cannot be read, and the job has failed. */
  async #sourceOf(job: ImportJob): Promise<ImportSource | undefined> {
    if (this.#open?.id === job.id) return this.#open.source;
    const file = await objectSource(this.bucketOf(job.region), statementImportKey(job.tenant, job.id));
    if (file === undefined) throw new Error(`the file of ${job.id} is gone`);
    const source = await openSource(file);
    if (!source.ok) {
      this.#store.put(jobs.failed(job, now(), source.error));
      return undefined;
    }
    this.#open = { id: job.id, source: source.value };
    return source.value;
  }

  /** [SIM-6] Removes the files of jobs that have ended, and jobs whose file never came. */
  async #sweep(): Promise<void> {
    for (const job of this.#store.receiving()) {
      if (Date.parse(job.createdAt) + RECEIVE_SECONDS * 1000 <= Date.now()) await this.discard(job.id);
    }
    for (let job = this.#store.leftOver(); job !== undefined; job = this.#store.leftOver()) {
      await this.#removeFile(job);
      this.#store.forgetFile(job.id);
      if (this.#open?.id === job.id) this.#open = undefined;
    }
  }

  async #removeFile({ tenant, region, id, uploadId }: ImportJob): Promise<void> {
    const [bucket, key] = [this.bucketOf(region), statementImportKey(tenant, id)];
    await resumeMultipart(bucket, key, uploadId).abort();
    await bucket.delete(key);
  }

  /** Sets the alarm for what is due next. */
  async #schedule(): Promise<void> {
    const due = this.#due();
    if (due === undefined) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(due);
  }

  #due(): number | undefined {
    if (this.#store.leftOver() !== undefined) return Date.now();
    const job = this.#store.next();
    const stumbles = job?.state === 'running' ? job.stumbles : 0;
    if (job !== undefined) return Date.now() + (stumbles === 0 ? 0 : Math.min(2 ** stumbles, RETRY_SECONDS_MAX) * 1000);
    const [oldest] = this.#store.receiving();
    return oldest === undefined ? undefined : Date.parse(oldest.createdAt) + RECEIVE_SECONDS * 1000;
  }
}

const DAMAGED: jobs.JobFailure = {
  code: 'archive_damaged',
  detail: 'The statements of the archive do not match their checksum: it was damaged on the way.',
  remedy:
    'What was stored stays. Export or copy the archive again and import that: what is there already is not stored twice.',
};

function uuidOf({ id }: ImportJob): string {
  const parsed = parseId(id, 'sti');
  if (!parsed.ok) throw new Error(`not the id of an import: ${id}`);
  return parsed.value.uuid;
}
