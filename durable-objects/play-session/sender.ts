import { type Downstream, drain } from './drain.ts';
import { DRAIN_NET_MS, retryDelayMs } from './schedule.ts';
import type { SessionStore } from './store.ts';

export interface SenderDeps {
  readonly downstream: Downstream;
  readonly outbox: Pick<SessionStore, 'outbox' | 'sent' | 'refused'>;
  ringBy(at: number): void;
  waitUntil(work: Promise<void>): void;
  log(fields: { error: string; failures?: number }): void;
}

/** Runs drains one at a time and, after one that failed, the next one when its wait is over. */
export class Sender {
  readonly #deps: SenderDeps;
  #running: Promise<void> | undefined;
  #failures = 0;
  #retryAt = 0;

  constructor(deps: SenderDeps) {
    this.#deps = deps;
  }

  /** Sends what is there, unless that is being done or the wait after a failure is not over. */
  start(): Promise<void> {
    if (this.#running !== undefined) return this.#running;
    if (Date.now() < this.#retryAt) return Promise.resolve();
    const running = this.#drain().finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    this.#deps.waitUntil(running);
    return running;
  }

  /** When the outbox must be looked at again; undefined: it is empty. */
  dueAt(): number | undefined {
    return this.#deps.outbox.outbox(1).length === 0 ? undefined : Math.max(this.#retryAt, Date.now());
  }

  isDue(): boolean {
    return (this.dueAt() ?? Number.POSITIVE_INFINITY) <= Date.now();
  }

  /** When an alarm looks after a drain that begins now, in case nobody is left to finish it. */
  netAt(): number {
    return Math.max(this.#retryAt, Date.now() + DRAIN_NET_MS);
  }

  async #drain(): Promise<void> {
    const { downstream, outbox, log } = this.#deps;
    try {
      await drain({ downstream, outbox, alert: (error) => log({ error: `refused for good: ${error}` }) });
      this.#failures = 0;
      this.#retryAt = 0;
    } catch (error) {
      this.#failures += 1;
      this.#retryAt = Date.now() + retryDelayMs(this.#failures);
      this.#deps.ringBy(this.#retryAt);
      log({ error: String(error), failures: this.#failures });
    }
  }
}
