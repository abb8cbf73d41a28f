import { ByteReader, MAX_VARINT_BYTES, putTerm, putVarint, TERM_BYTES, termAt } from './bytes.ts';
import { CHUNK_BYTES, type RunKeys } from './run.ts';

/**
 * A chunk of postings: one byte of format version, then entries in ascending order of their terms: the term, how many
 * bytes follow (two bytes, big-endian), the first sequence number and the step to each further one as varints. A list
 * that does not end within a chunk goes on in the next one as an entry of the same term.
 */
const FORMAT_VERSION = 1;
const HEAD_BYTES = 1;
const LENGTH_BYTES = 2;

/** Where the sequence numbers of an entry stand. */
export interface PostingEntry {
  readonly term: number;
  readonly start: number;
  readonly end: number;
}

/** The entries of a chunk. */
export function* entriesOf(chunk: Uint8Array): Generator<PostingEntry> {
  checkVersion(chunk);
  for (let at = HEAD_BYTES; at < chunk.length; ) {
    const entry = entryAt(chunk, at);
    yield entry;
    at = entry.end;
  }
}

/** The entry of a term, if the chunk has one. */
export function findEntry(chunk: Uint8Array, term: number): PostingEntry | undefined {
  checkVersion(chunk);
  for (let at = HEAD_BYTES; at < chunk.length; ) {
    const found = termAt(chunk, at);
    if (found === term) return entryAt(chunk, at);
    if (found > term) return undefined;
    at = endOfEntry(chunk, at);
  }
  return undefined;
}

/** The sequence numbers of an entry, ascending. */
export function seqsOf(chunk: Uint8Array, { start, end }: PostingEntry): Float64Array {
  const seqs = new Float64Array(end - start);
  const reader = new ByteReader(chunk, start);
  let count = 0;
  let seq = 0;
  while (reader.at < end) {
    seq += reader.varint();
    seqs[count++] = seq;
  }
  return seqs.subarray(0, count);
}

function checkVersion(chunk: Uint8Array): void {
  if (chunk[0] !== FORMAT_VERSION) throw new Error(`a chunk of postings of unknown version ${chunk[0]}`);
}

const entryAt = (chunk: Uint8Array, at: number): PostingEntry => ({
  term: termAt(chunk, at),
  start: at + TERM_BYTES + LENGTH_BYTES,
  end: endOfEntry(chunk, at),
});

const endOfEntry = (chunk: Uint8Array, at: number): number =>
  at + TERM_BYTES + LENGTH_BYTES + (chunk[at + TERM_BYTES]! << 8) + chunk[at + TERM_BYTES + 1]!;

/** Writes the chunks of a run from postings in ascending order of term, then sequence number. */
export class PostingChunkWriter {
  readonly #fences: number[] = [];
  readonly #chunk = new Uint8Array(CHUNK_BYTES).fill(FORMAT_VERSION, 0, 1);
  #at = HEAD_BYTES;
  /** Where the length of the open entry stands. */
  #length = 0;
  #term = -1;
  #seq = 0;

  /** The chunk that was full before it. */
  add(term: number, seq: number): Uint8Array | undefined {
    if (term < this.#term || (term === this.#term && seq <= this.#seq)) {
      throw new Error(`posting ${term} ${seq} came after ${this.#term} ${this.#seq}`);
    }
    if (term === this.#term && this.#at + MAX_VARINT_BYTES <= CHUNK_BYTES) {
      this.#at = putVarint(this.#chunk, this.#at, seq - this.#seq);
      this.#seq = seq;
      return undefined;
    }
    this.#endEntry();
    const full = this.#at + TERM_BYTES + LENGTH_BYTES + MAX_VARINT_BYTES > CHUNK_BYTES ? this.#take() : undefined;
    this.#beginEntry(term, seq);
    return full;
  }

  /** The last chunk, unless nothing is left for it. */
  rest(): Uint8Array | undefined {
    this.#endEntry();
    return this.#at === HEAD_BYTES ? undefined : this.#take();
  }

  /** Two numbers a chunk: its first term and the first sequence number under it. */
  keys(): RunKeys {
    return { fences: Float64Array.from(this.#fences) };
  }

  #beginEntry(term: number, seq: number): void {
    if (this.#at === HEAD_BYTES) this.#fences.push(term, seq);
    this.#length = putTerm(this.#chunk, this.#at, term);
    this.#at = putVarint(this.#chunk, this.#length + LENGTH_BYTES, seq);
    this.#term = term;
    this.#seq = seq;
  }

  #endEntry(): void {
    if (this.#length === 0) return;
    const bytes = this.#at - this.#length - LENGTH_BYTES;
    this.#chunk[this.#length] = bytes >>> 8;
    this.#chunk[this.#length + 1] = bytes;
    this.#length = 0;
  }

  #take(): Uint8Array {
    const chunk = this.#chunk.slice(0, this.#at);
    this.#at = HEAD_BYTES;
    return chunk;
  }
}
