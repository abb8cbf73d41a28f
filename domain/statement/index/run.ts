/**
 * Bytes a chunk of a run has at most. A lookup reads one chunk of each run that may know the answer: 4,000 bytes with the
 * row around them stay within one page of the database.
 */
export const CHUNK_BYTES = 4_000;

/** Reads chunk `n` of a run, from 0 on. */
export type ReadChunk = (n: number) => Uint8Array;

/** What stands beside the chunks of a run and is kept in memory to find the chunk that is wanted; opaque to others. */
export interface RunKeys {
  readonly fences: Float64Array;
}

/** A sorted run of postings that was just built. Runs are never changed. */
export interface RunData extends RunKeys {
  readonly chunks: readonly Uint8Array[];
}

export interface IdRunKeys extends RunKeys {
  /** Which ids the run may hold: `Bloom.of(bloom)`. */
  readonly bloom: Uint8Array;
}

/** A sorted run of ids that was just built. */
export interface IdRunData extends IdRunKeys {
  readonly chunks: readonly Uint8Array[];
}

/** The first index in `from`…`to` (exclusive) at which `reached` holds, `to` when there is none; it holds from there on. */
export function firstAt(from: number, to: number, reached: (i: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
