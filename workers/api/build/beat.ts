import type { ImportStep } from '../../../d1/content/imports.ts';
import { type BuildJob, now } from './job.ts';
import { running } from './steps.ts';

/** Progress is written no more often than a person can follow it; each time is a row. */
const PROGRESS_MS = 400;
/** A sign of life at least this often; the watch takes a build for dead after `STALE_BUILD_SECONDS`, five of these. */
export const BEAT_SECONDS = 4;

/**
 * Tells the import row of a running step: its progress, throttled, and a sign of life while nothing moves. Writes come one
 * after the other and are awaited by `stop`; one that fails is made up for by the next.
 */
export class Beat {
  readonly #job: BuildJob;
  readonly #timer: ReturnType<typeof setInterval>;
  #writing: Promise<unknown> = Promise.resolve();
  #busy = false;
  #lastMs = 0;

  constructor(job: BuildJob) {
    this.#job = job;
    this.#timer = setInterval(() => this.#write(() => job.writer.beat(job.params, now())), BEAT_SECONDS * 1000);
  }

  progress(name: ImportStep['name'], done: number, total: number): void {
    if (Date.now() - this.#lastMs < PROGRESS_MS) return;
    this.#write(() => this.#job.writer.progress(this.#job.params, running(name, done, total), now()));
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
  }

  #write(what: () => Promise<unknown>): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#lastMs = Date.now();
    this.#writing = what()
      .catch(() => {})
      .finally(() => {
        this.#busy = false;
      });
  }
}
