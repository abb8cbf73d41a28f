/** Progress is written no more often than a person can follow it; each time is a row. */
const PROGRESS_MS = 400;
/** A sign of life at least this often; the watch takes a build for dead after `STALE_BUILD_SECONDS`, five of these. */
export const BEAT_SECONDS = 4;

/**
 * Tells the row of a running job: its progress, throttled, and a sign of life while nothing moves. Writes come one after the
 * other and are awaited by `stop`; one that fails is made up for by the next.
 */
export class Beat {
  readonly #timer: ReturnType<typeof setInterval>;
  #writing: Promise<unknown> = Promise.resolve();
  #busy = false;
  #lastMs = 0;

  /** `alive` writes the sign of life. */
  constructor(alive: () => Promise<unknown>) {
    this.#timer = setInterval(() => this.#write(alive), BEAT_SECONDS * 1000);
  }

  /** `tell` writes the progress, which is a sign of life as well. */
  progress(tell: () => Promise<unknown>): void {
    if (Date.now() - this.#lastMs >= PROGRESS_MS) this.#write(tell);
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
