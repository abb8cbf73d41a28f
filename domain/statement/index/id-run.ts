import type { Bloom } from './bloom.ts';
import { IdChunk, IdChunkWriter } from './id-chunk.ts';
import { sortedIds } from './id-sort.ts';
import type { IdTable } from './id-table.ts';
import { leadingBits, WORDS_OF_AN_ID } from './id-words.ts';
import { firstAt, type IdRunData, type ReadChunk } from './run.ts';

/** [IDX-4] A sorted run of everything that the table holds. */
export function buildIdRun(table: IdTable): IdRunData {
  const { words, seqs, size } = table;
  const writer = new IdChunkWriter(
    seqs.subarray(0, size).reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER),
    size,
  );
  const chunks: Uint8Array[] = [];
  const keep = (chunk: Uint8Array | undefined) => chunk !== undefined && chunks.push(chunk);
  for (const id of sortedIds(words, size)) keep(writer.add(words, id * WORDS_OF_AN_ID, seqs[id]!));
  keep(writer.rest());
  return { chunks, ...writer.keys() };
}

/** [IDX-4] The ids of a run, found by reading at most a chunk or two; ids that are not there mostly cost no reading. */
export class IdRun {
  readonly #fences: Float64Array;
  readonly #bloom: Bloom;
  readonly #readChunk: ReadChunk;

  constructor(fences: Float64Array, bloom: Bloom, readChunk: ReadChunk) {
    this.#fences = fences;
    this.#bloom = bloom;
    this.#readChunk = readChunk;
  }

  get chunkCount(): number {
    return this.#fences.length;
  }

  /** About how many ids it holds. */
  get capacity(): number {
    return this.#bloom.capacity;
  }

  chunk(n: number): IdChunk {
    return new IdChunk(this.#readChunk(n));
  }

  /** The sequence number of an id, 0 when it is not there. `hash`: that of the id, for who asks many runs for it. */
  find(words: Uint32Array, at: number, hash?: number): number {
    return this.#bloom.has(words, at, hash) ? this.#search(words, at) : 0;
  }

  /** Ids with the same leading bits may fill several chunks and begin within the one before. */
  #search(words: Uint32Array, at: number): number {
    const key = leadingBits(words, at);
    const fences = this.#fences;
    let low = Math.max(0, firstAt(0, fences.length, (i) => fences[i]! >= key) - 1);
    let high = firstAt(low, fences.length, (i) => fences[i]! > key);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.chunk(middle);
      if (chunk.compare(0, words, at) > 0) high = middle;
      else if (chunk.compare(chunk.count - 1, words, at) < 0) low = middle + 1;
      else return seqIn(chunk, words, at);
    }
    return 0;
  }
}

function seqIn(chunk: IdChunk, words: Uint32Array, at: number): number {
  const entry = firstAt(0, chunk.count, (i) => chunk.compare(i, words, at) >= 0);
  return chunk.compare(entry, words, at) === 0 ? chunk.seq(entry) : 0;
}
