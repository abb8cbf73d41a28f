import { type PostingList, postingList } from './posting-list.ts';
import { TermNumbering } from './term-numbering.ts';

/** Statements have about seven terms each. */
const POSTINGS_AT_FIRST = 8_192;
const TERMS_AT_FIRST = 1_024;

/**
 * The postings of recent statements in memory: term → sequence numbers. About 8 bytes a posting: each points to the one
 * before it of the same term.
 */
export class TermTable {
  #numbering = new TermNumbering(TERMS_AT_FIRST);
  /** By term: its newest posting + 1 (0: none) and how many it has. */
  #newest = new Uint32Array(TERMS_AT_FIRST);
  #counts = new Uint32Array(TERMS_AT_FIRST);
  /** By posting: its sequence number less the base, and the posting before it of the same term + 1. */
  #offsets = new Uint32Array(POSTINGS_AT_FIRST);
  #before = new Uint32Array(POSTINGS_AT_FIRST);
  #size = 0;
  #base = 0;

  /** Postings that it holds. */
  get size(): number {
    return this.#size;
  }

  /** Sequence numbers must not go back; a term that a statement has twice counts once. */
  add(term: number, seq: number): void {
    if (this.#size === 0) this.#base = seq;
    const offset = seq - this.#base;
    if (!(offset >= 0 && offset < 0x1_0000_0000)) throw new Error(`a table from ${this.#base} cannot hold ${seq}`);
    const number = this.#numbering.add(term);
    if (number >= this.#newest.length) this.#growTerms();
    const newest = this.#newest[number]!;
    if (newest !== 0 && this.#offsets[newest - 1]! >= offset) {
      if (this.#offsets[newest - 1] === offset) return;
      throw new Error(`sequence number ${seq} came after a later one`);
    }
    if (this.#size === this.#offsets.length) this.#growPostings();
    this.#offsets[this.#size] = offset;
    this.#before[this.#size] = newest;
    this.#newest[number] = ++this.#size;
    this.#counts[number]!++;
  }

  list(term: number): PostingList {
    return postingList(this.seqs(term));
  }

  /** The sequence numbers under a term, ascending. */
  seqs(term: number): Float64Array {
    const number = this.#numbering.find(term);
    if (number < 0) return new Float64Array(0);
    const seqs = new Float64Array(this.#counts[number]!);
    let posting = this.#newest[number]!;
    for (let i = seqs.length - 1; i >= 0; i--) {
      seqs[i] = this.#base + this.#offsets[posting - 1]!;
      posting = this.#before[posting - 1]!;
    }
    return seqs;
  }

  /** Every term, ascending. */
  terms(): Float64Array {
    return this.#numbering.terms.slice(0, this.#numbering.size).sort();
  }

  clear(): void {
    this.#numbering = new TermNumbering(TERMS_AT_FIRST);
    this.#newest.fill(0);
    this.#counts.fill(0);
    this.#size = 0;
  }

  #growTerms(): void {
    this.#newest = grown(this.#newest);
    this.#counts = grown(this.#counts);
  }

  #growPostings(): void {
    this.#offsets = grown(this.#offsets);
    this.#before = grown(this.#before);
  }
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(array.length * 2);
  more.set(array);
  return more;
}
