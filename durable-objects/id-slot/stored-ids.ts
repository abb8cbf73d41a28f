import { Bloom } from '../../domain/statement/index/bloom.ts';
import { buildIdRun, IdRun } from '../../domain/statement/index/id-run.ts';
import { IdTable } from '../../domain/statement/index/id-table.ts';
import { wordsOf } from '../../domain/statement/index/id-words.ts';
import type { Claim, SlotStorage } from './claims.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS runs (first INTEGER PRIMARY KEY, fences BLOB NOT NULL, bloom BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS chunks (n INTEGER PRIMARY KEY, body BLOB NOT NULL);
`;

/**
 * Where the ids of this slot are stored, in sorted runs of some sixteen thousand. Runs are not merged: five million ids
 * are three hundred runs, and a Bloom filter answers for each in less than a microsecond.
 */
export class StoredIds {
  readonly #sql: SqlStorage;
  readonly #runs: IdRun[] = [];
  #chunks = 0;

  constructor(storage: SlotStorage) {
    this.#sql = storage.sql;
    this.#sql.exec(SCHEMA);
    for (const row of this.#sql.exec('SELECT first, fences, bloom FROM runs ORDER BY first').toArray()) {
      const fences = new Float64Array(row.fences as ArrayBuffer);
      this.#open(Number(row.first), fences, new Uint8Array(row.bloom as ArrayBuffer));
    }
  }

  /** The number of the log that holds the id, or undefined. */
  find(id: string): number | undefined {
    const words = wordsOf(id);
    for (const run of this.#runs) {
      const found = run.find(words, 0);
      if (found > 0) return found - 1;
    }
    return undefined;
  }

  /** Within the transaction that removes the claims. */
  add(claims: readonly Claim[]): void {
    const table = new IdTable(claims.reduce((sum, { ids }) => sum + ids.length, 0));
    // A run holds whole numbers from 1 on, a home may be 0.
    for (const { ids, home } of claims) for (const id of ids) table.put(wordsOf(id), 0, home + 1);
    const { chunks, fences, bloom } = buildIdRun(table);
    const first = this.#chunks;
    this.#sql.exec('INSERT INTO runs VALUES (?, ?, ?)', first, fences, bloom);
    for (const [i, chunk] of chunks.entries()) this.#sql.exec('INSERT INTO chunks VALUES (?, ?)', first + i, chunk);
    this.#open(first, fences, bloom);
  }

  #open(first: number, fences: Float64Array, bloom: Uint8Array): void {
    const read = (n: number) => {
      const { body } = this.#sql.exec('SELECT body FROM chunks WHERE n = ?', first + n).one();
      return new Uint8Array(body as ArrayBuffer);
    };
    this.#runs.push(new IdRun(fences, Bloom.of(bloom), read));
    this.#chunks = first + fences.length;
  }
}
