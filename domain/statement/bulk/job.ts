import type { Actor } from '../types.ts';
import { type Place, START } from './reader.ts';

/** A file of statements on its way in. Times are RFC 3339. */
export type ImportJob = JobFacts & JobStatus & { readonly progress: Progress };

/** What is settled when the job begins. */
export interface JobFacts {
  readonly id: string;
  readonly tenant: string;
  readonly region: string;
  readonly filename: string;
  /** Nothing is stored when a line is bad: the whole file is checked first. */
  readonly strict: boolean;
  /** Who asked for it, and whom statements without an authority are attributed to. */
  readonly by: { readonly credential: string; readonly name: string };
  readonly authority: Actor;
  /** The multipart upload by which the file comes in. */
  readonly uploadId: string;
  readonly createdAt: string;
}

/** A strict job reads its file twice. */
export type Phase = 'check' | 'store';

export type JobStatus =
  | { readonly state: 'receiving' | 'queued' }
  | {
      readonly state: 'running';
      readonly phase: Phase;
      /** When the store takes more; null while it does. */
      readonly waitingUntil: string | null;
      /** Attempts at the same place that broke off, one after the other. */
      readonly stumbles: number;
    }
  | { readonly state: 'done' | 'cancelled'; readonly finishedAt: string }
  | { readonly state: 'failed'; readonly finishedAt: string; readonly failure: JobFailure };

export interface Progress {
  /** Of the file as it was sent. */
  readonly fileBytes: number;
  /** Of the statements in it; 0 as long as nobody has looked. */
  readonly bytes: number;
  readonly place: Place;
  readonly stored: number;
  /** Stored before, and equal. */
  readonly existing: number;
  readonly refused: number;
}

export interface JobFailure {
  readonly code: 'archive_invalid' | 'archive_damaged' | 'lines_refused' | 'interrupted';
  readonly detail: string;
  readonly remedy: string;
}

/** What a piece of work has done. */
export interface Advance {
  readonly place: Place;
  readonly stored: number;
  readonly existing: number;
  readonly refused: number;
}

/** A job that breaks off this often at the same place will go on doing so. */
export const MAX_STUMBLES = 8;

/** Refused lines that are kept of a job: enough to see what is wrong; how many there are is always exact. */
export const MAX_KEPT_REPORTS = 10_000;

const EMPTY: Progress = { fileBytes: 0, bytes: 0, place: START, stored: 0, existing: 0, refused: 0 };

export const newJob = (facts: JobFacts): ImportJob => ({ ...facts, state: 'receiving', progress: EMPTY });

export const hasEnded = ({ state }: Pick<ImportJob, 'state'>): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** The whole file is there. */
export const received = (job: ImportJob, fileBytes: number): ImportJob =>
  to(job, { state: 'queued' }, { ...EMPTY, fileBytes });

/** Work begins; `bytes`: of the statements in the file. */
export const started = (job: ImportJob, bytes: number): ImportJob =>
  to(job, running(job.strict ? 'check' : 'store'), { ...job.progress, bytes });

/** Some lines have been dealt with. */
export function advanced(job: ImportJob, { place, stored, existing, refused }: Advance): ImportJob {
  const { progress } = job;
  return to(job, running(phaseOf(job)), {
    ...progress,
    place,
    stored: progress.stored + stored,
    existing: progress.existing + existing,
    refused: progress.refused + refused,
  });
}

/** [BULK-5] The end of the file: a strict job goes on with storing, unless lines were refused. */
export function finished(job: ImportJob, at: string): ImportJob {
  const { refused } = job.progress;
  if (phaseOf(job) === 'store') return to(job, { state: 'done', finishedAt: at });
  if (refused === 0) return to(job, running('store'), { ...job.progress, place: START });
  const lines = refused === 1 ? 'One line is' : `${refused} lines are`;
  return failed(job, at, {
    code: 'lines_refused',
    detail: `${lines} not valid, so nothing was stored.`,
    remedy: 'Mend the lines of the error report and import the file again, or import it without strict mode.',
  });
}

/** The store is busy. */
export const waiting = (job: ImportJob, waitingUntil: string): ImportJob =>
  to(job, { ...running(phaseOf(job)), waitingUntil });

/** A piece of work broke off for a reason of ours; the same piece is tried again, but not for ever. */
export function stumbled(job: ImportJob, at: string): ImportJob {
  const stumbles = (job.state === 'running' ? job.stumbles : 0) + 1;
  if (stumbles < MAX_STUMBLES) {
    return to(job, { ...running(job.state === 'running' ? job.phase : firstPhase(job)), stumbles });
  }
  return failed(job, at, {
    code: 'interrupted',
    detail: `The import broke off ${MAX_STUMBLES} times behind line ${job.progress.place.line} and was given up.`,
    remedy: 'What was stored stays. Import the file again; if this happens again, report the id of the import.',
  });
}

export const failed = (job: ImportJob, at: string, failure: JobFailure): ImportJob =>
  to(job, { state: 'failed', finishedAt: at, failure });

/** What was stored stays. A job that has ended stays as it is. */
export const cancelled = (job: ImportJob, at: string): ImportJob =>
  hasEnded(job) ? job : to(job, { state: 'cancelled', finishedAt: at });

const running = (phase: Phase) => ({ state: 'running', phase, waitingUntil: null, stumbles: 0 }) as const;
const firstPhase = ({ strict }: ImportJob): Phase => (strict ? 'check' : 'store');

function phaseOf(job: ImportJob): Phase {
  if (job.state !== 'running') throw new Error(`the import ${job.id} is ${job.state}, not running`);
  return job.phase;
}

/** The same job in another state: nothing of the old state stays. */
function to(job: ImportJob, status: JobStatus, progress: Progress = job.progress): ImportJob {
  const { id, tenant, region, filename, strict, by, authority, uploadId, createdAt } = job;
  return { id, tenant, region, filename, strict, by, authority, uploadId, createdAt, ...status, progress };
}
