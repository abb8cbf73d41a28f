import { MAX_LATEST } from './news.ts';
import { isProjected } from './packed.ts';

export interface RecentStatement {
  readonly seq: number;
  readonly storedMicros: number;
  /** Its reading; '' when nothing is told of it any more. */
  readonly reading: string;
}

/**
 * The readings of a partition that came last, so that what is projected at once need not be read again. Of statements
 * that are only announced it keeps as many as an announcement tells.
 */
export class RecentReadings {
  /** All statements of the partition after this one are in here. */
  #since: number;
  readonly #statements: { seq: number; storedMicros: number; reading: string }[] = [];
  #chars = 0;

  constructor(since: number) {
    this.#since = since;
  }

  get since(): number {
    return this.#since;
  }

  get chars(): number {
    return this.#chars;
  }

  push(seq: number, storedMicros: number, reading: string): void {
    this.#chars += reading.length;
    const old = this.#statements[this.#statements.length - MAX_LATEST];
    this.#statements.push({ seq, storedMicros, reading });
    if (old !== undefined && !isProjected(old.reading)) {
      this.#chars -= old.reading.length;
      old.reading = '';
    }
  }

  /** The statements after a position that is not before `since`, in order. */
  after(position: number): readonly RecentStatement[] {
    return this.#statements.slice(this.#past(position));
  }

  /** Lets go of everything up to a position. */
  forget(position: number): void {
    const gone = this.#statements.splice(0, this.#past(position));
    for (const { reading } of gone) this.#chars -= reading.length;
    this.#since = Math.max(this.#since, position);
  }

  /** Lets go of the older half. */
  halve(): void {
    const middle = this.#statements[this.#statements.length >> 1];
    if (middle !== undefined) this.forget(middle.seq);
  }

  /** The place of the first statement after a position. */
  #past(position: number): number {
    let low = 0;
    let high = this.#statements.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#statements[middle]!.seq <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
