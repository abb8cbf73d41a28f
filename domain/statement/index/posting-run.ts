import { findEntry, PostingChunkWriter, seqsOf } from './posting-chunk.ts';
import { NOTHING, nextIn, type PostingList, postingList, type Walk } from './posting-list.ts';
import { firstAt, type ReadChunk, type RunData } from './run.ts';
import type { TermTable } from './term-table.ts';

/** Numbers in the fences of a run of postings for each chunk: its first term and the first sequence number under it. */
const FENCE = 2;
/** About how many postings a chunk holds that is all one term's; only for telling long lists from short ones. */
const POSTINGS_A_CHUNK = 2_000;

/** [IDX-6] A sorted run of everything that the table holds. */
export function buildPostingRun(table: TermTable): RunData {
  const writer = new PostingChunkWriter();
  const chunks: Uint8Array[] = [];
  const keep = (chunk: Uint8Array | undefined) => chunk !== undefined && chunks.push(chunk);
  for (const term of table.terms()) {
    for (const seq of table.seqs(term)) keep(writer.add(term, seq));
  }
  keep(writer.rest());
  return { chunks, ...writer.keys() };
}

/** [IDX-6] The postings of a run. A list that spans many chunks is read only where it is walked. */
export class PostingRun {
  readonly #fences: Float64Array;
  readonly #readChunk: ReadChunk;

  constructor(fences: Float64Array, readChunk: ReadChunk) {
    this.#fences = fences;
    this.#readChunk = readChunk;
  }

  get chunkCount(): number {
    return this.#fences.length / FENCE;
  }

  chunk(n: number): Uint8Array {
    return this.#readChunk(n);
  }

  list(term: number): PostingList {
    const fences = this.#fences;
    // The list may begin within the chunk before the first one that begins with its term.
    const low = Math.max(0, firstAt(0, this.chunkCount, (i) => fences[i * FENCE]! >= term) - 1);
    const high = firstAt(low, this.chunkCount, (i) => fences[i * FENCE]! > term);
    if (high - low > 1) {
      return {
        weight: (high - low - 1) * POSTINGS_A_CHUNK,
        walk: (ascending) => this.#walk(term, { low, high }, ascending),
      };
    }
    const seqs = low === high ? [] : this.#seqs(term, low);
    return seqs.length === 0 ? NOTHING : postingList(seqs);
  }

  #seqs(term: number, n: number): ArrayLike<number> {
    const chunk = this.chunk(n);
    const entry = findEntry(chunk, term);
    return entry === undefined ? [] : seqsOf(chunk, entry);
  }

  /** Through the chunks `low` to `high` (exclusive); all but the first begin with the term. */
  #walk(term: number, { low, high }: { low: number; high: number }, ascending: boolean): Walk {
    let n = -1;
    let seqs: ArrayLike<number> = [];
    const next = (at: number, from: number) => {
      if (at !== n) {
        n = at;
        seqs = this.#seqs(term, n);
      }
      return nextIn(seqs, from, ascending);
    };
    return (from) => {
      // The last chunk that begins at or before `from`.
      const at = firstAt(low + 1, high, (i) => this.#fences[i * FENCE + 1]! > from) - 1;
      const seq = next(at, from);
      if (ascending && seq === Number.POSITIVE_INFINITY && at + 1 < high) return next(at + 1, from);
      return seq;
    };
  }
}
