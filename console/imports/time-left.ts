/** Nothing is foretold before this much has been seen: first moments say little. */
const MIN_SECONDS = 2;
const MIN_SHARE = 0.03;
/** How much the newest speed counts: smooth enough to read, quick enough to follow a change of network. */
const WEIGHT = 0.2;

/** Foretells how long a piece of work goes on from how far it is. Times are milliseconds of any one clock. */
export class TimeLeft {
  readonly #began: number;
  #at: number;
  #done = 0;
  #perSecond: number | null = null;

  constructor(now: number) {
    this.#began = now;
    this.#at = now;
  }

  /** Whole seconds that are left, or null while that is not known. */
  update(now: number, done: number, total: number): number | null {
    const seconds = (now - this.#at) / 1000;
    if (seconds > 0 && done >= this.#done) {
      const speed = (done - this.#done) / seconds;
      this.#perSecond = this.#perSecond === null ? speed : this.#perSecond * (1 - WEIGHT) + speed * WEIGHT;
      this.#at = now;
      this.#done = done;
    }
    const seen = (now - this.#began) / 1000 >= MIN_SECONDS && done / total >= MIN_SHARE;
    if (!seen || total <= 0 || this.#perSecond === null || this.#perSecond <= 0) return null;
    return calm((total - done) / this.#perSecond);
  }
}

/** Far ends are told in steps of five seconds, so that the number does not flicker. */
const calm = (seconds: number): number => (seconds > 10 ? Math.ceil(seconds / 5) * 5 : Math.max(1, Math.ceil(seconds)));
