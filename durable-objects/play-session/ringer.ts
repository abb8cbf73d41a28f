/** The object's one alarm: rings for whatever is due first, and is written only when that moves forward. */
export class Ringer {
  readonly #storage: Pick<DurableObjectStorage, 'setAlarm'>;
  /** When it rings; undefined: nothing is set, or nobody knows after a restart, which costs one more write. */
  #at: number | undefined;

  constructor(storage: Pick<DurableObjectStorage, 'setAlarm'>) {
    this.#storage = storage;
  }

  /** Rings at `at` or before; undefined asks for nothing. Joins the transaction of the same turn. */
  ringBy(at: number | undefined): void {
    if (at === undefined || (this.#at !== undefined && this.#at <= at)) return;
    this.#at = at;
    void this.#storage.setAlarm(at);
  }

  /** The alarm has rung and is set no longer. */
  rang(): void {
    this.#at = undefined;
  }
}
