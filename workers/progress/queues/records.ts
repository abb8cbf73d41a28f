import type { KnownRecord } from '../../../d1/progress/projection-store.ts';

/** Statements of all records that are remembered: some 20 MB. */
const MAX_MARKS = 50_000;

/**
 * The records that were written last, so that those of who learns now need not be read again. What is remembered may be
 * out of date: whoever writes checks the version of the row, and forgets what was overtaken.
 */
export class RecordCache {
  readonly #records = new Map<string, KnownRecord>();
  #marks = 0;

  get(name: string): KnownRecord | undefined {
    return this.#records.get(name);
  }

  set(name: string, record: KnownRecord): void {
    this.delete(name);
    this.#records.set(name, record);
    this.#marks += sizeOf(record);
    for (const oldest of this.#records.keys()) {
      if (this.#marks <= MAX_MARKS) break;
      this.delete(oldest);
    }
  }

  delete(name: string): void {
    const record = this.#records.get(name);
    if (record === undefined) return;
    this.#records.delete(name);
    this.#marks -= sizeOf(record);
  }
}

const sizeOf = ({ facts }: KnownRecord): number => facts.marks.length + 1;
