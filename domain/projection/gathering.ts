import { MAX_LATEST } from './news.ts';
import { isProjected } from './packed.ts';

/** Statements of one partition of a log, up to a position, reduced to what is projected and announced of them. */
export interface Gathered {
  /** Everything of the partition after the position that was asked for, up to this one, is in here. */
  readonly to: number;
  readonly count: number;
  /** `stored` of the first and of the last, in microseconds since 1970; 0 without any. */
  readonly first: number;
  readonly last: number;
  /** A JSON array of the readings that are projected. */
  readonly readings: string;
  /** The readings of the last statements, in order. */
  readonly latest: readonly string[];
  /** The last of the corrections that are in here; 0 without any. */
  readonly corrections: number;
}

/**
 * Characters of readings after which a gathering ends: some ten thousand statements, which take about a tenth of a
 * second and some megabytes wherever they come by.
 */
export const MAX_GATHERED_CHARS = 2_000_000;

/** Puts a step of the projector together, statement after statement. */
export class Gathering {
  readonly #limit: number;
  readonly #readings: string[] = [];
  readonly #latest: string[] = [];
  #chars = 0;
  #count = 0;
  #first = 0;
  #last = 0;
  #corrections = 0;

  constructor(limit: number = MAX_GATHERED_CHARS) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#chars >= this.#limit;
  }

  /** The next statement, '' when nothing is told of it. */
  add(storedMicros: number, reading: string): void {
    this.#first ||= storedMicros;
    this.#last = storedMicros;
    this.#count++;
    if (reading !== '') this.#latest.push(reading);
    if (this.#latest.length >= 2 * MAX_LATEST) this.#latest.splice(0, MAX_LATEST);
    this.#take(reading);
  }

  /** [PRJ-12] Correction `n`: the reading of a statement that was voided, wherever it stands. */
  correct(n: number, reading: string): void {
    this.#corrections = n;
    this.#take(reading);
  }

  end(to: number): Gathered {
    return {
      to,
      count: this.#count,
      first: this.#first,
      last: this.#last,
      readings: `[${this.#readings.join(',')}]`,
      latest: this.#latest.slice(-MAX_LATEST),
      corrections: this.#corrections,
    };
  }

  #take(reading: string): void {
    if (!isProjected(reading)) return;
    this.#readings.push(reading);
    this.#chars += reading.length;
  }
}
