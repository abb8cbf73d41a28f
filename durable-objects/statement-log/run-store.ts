import type { IdRunKeys, ReadChunk, RunKeys } from '../../domain/statement/index/run.ts';
import type { LogSql } from './sql.ts';

/** Places that a run's chunks may take, far more than the largest needs. */
const PLACES_A_RUN = 2 ** 24;
/** Chunks of a run that is no more, deleted at once: well below a millisecond. */
const DELETED_AT_ONCE = 64;

export type RunKind = 'ids' | 'postings';

/** What a run is about. */
export interface RunPlace {
  readonly run: number;
  /** How often it was merged. */
  readonly level: number;
  readonly first: number;
  readonly last: number;
}

interface RunRow extends Record<string, SqlStorageValue> {
  run: number;
  level: number;
  first: number;
  last: number;
  fences: ArrayBuffer;
  bloom: ArrayBuffer | null;
}

/**
 * The rows of sorted runs. A run is `growing` while a merge writes it, then `live`, and `gone` from when another stands
 * for it until the last of its chunks is deleted: whatever is interrupted is found by its state.
 */
export class RunStore {
  readonly #sql: LogSql;

  constructor(sql: LogSql) {
    this.#sql = sql;
  }

  /** The live runs of a kind with what stands beside their chunks, oldest statements first. */
  live(kind: RunKind): (RunPlace & { readonly keys: IdRunKeys })[] {
    const query = `SELECT run, level, first, last, fences, bloom FROM runs
      WHERE kind = ? AND state = 'live' ORDER BY first`;
    return this.#sql
      .exec<RunRow>(query, kind)
      .toArray()
      .map(({ fences, bloom, ...place }) => ({
        ...place,
        keys: { fences: new Float64Array(fences), bloom: new Uint8Array(bloom ?? new ArrayBuffer(0)) },
      }));
  }

  reader(run: number): ReadChunk {
    return (n) => {
      const row = this.#sql.exec('SELECT bytes FROM chunks WHERE place = ?', run * PLACES_A_RUN + n).one();
      return new Uint8Array(row.bytes as ArrayBuffer);
    };
  }

  /** Begins a run and gives its number. */
  begin(kind: RunKind, { level, first, last }: Omit<RunPlace, 'run'>): number {
    const run = 1 + Number(this.#sql.exec('SELECT coalesce(max(run), 0) AS run FROM runs').one().run);
    const query = "INSERT INTO runs VALUES (?, ?, ?, 'growing', ?, ?, x'', NULL)";
    this.#sql.exec(query, run, kind, level, first, last);
    return run;
  }

  putChunk(run: number, n: number, bytes: Uint8Array): void {
    this.#sql.exec('INSERT INTO chunks VALUES (?, ?)', run * PLACES_A_RUN + n, bytes);
  }

  /** The run is complete and stands for those that it was made of. */
  finish(run: number, { fences, bloom }: RunKeys & Partial<IdRunKeys>, replaced: readonly RunPlace[] = []): void {
    const query = "UPDATE runs SET state = 'live', fences = ?, bloom = ? WHERE run = ?";
    this.#sql.exec(query, fences, bloom ?? null, run);
    for (const old of replaced) this.#sql.exec("UPDATE runs SET state = 'gone' WHERE run = ?", old.run);
  }

  /** For the beginning: what was growing when the object ended is begun anew. */
  abandonGrowing(): void {
    this.#sql.exec("UPDATE runs SET state = 'gone' WHERE state = 'growing'");
  }

  /** Deletes some of what is gone; false when nothing is. */
  sweep(): boolean {
    const row = this.#sql.exec<{ run: number }>("SELECT run FROM runs WHERE state = 'gone' LIMIT 1").toArray()[0];
    if (row === undefined) return false;
    const from = row.run * PLACES_A_RUN;
    const query = 'SELECT place FROM chunks WHERE place >= ? AND place < ? ORDER BY place LIMIT ?';
    const places = this.#sql.exec<{ place: number }>(query, from, from + PLACES_A_RUN, DELETED_AT_ONCE).toArray();
    const last = places.at(-1);
    if (last !== undefined) this.#sql.exec('DELETE FROM chunks WHERE place BETWEEN ? AND ?', from, last.place);
    if (places.length < DELETED_AT_ONCE) this.#sql.exec('DELETE FROM runs WHERE run = ?', row.run);
    return true;
  }
}
