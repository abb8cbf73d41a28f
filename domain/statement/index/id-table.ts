import { compareIds, hashOfId, WORDS_OF_AN_ID } from './id-words.ts';

/** Ids and their sequence numbers in memory: open addressing, about 40 bytes an id. Grows beyond its capacity. */
export class IdTable {
  /** The ids in the order they came, four words each; only the first `size` are filled. */
  words: Uint32Array;
  /** Their sequence numbers. */
  seqs: Float64Array;
  #size = 0;
  /** Number of the id + 1, 0 for an empty slot. A power of two, at least twice as many as ids. */
  #slots: Uint32Array;

  /** `capacity`: how many ids are expected. */
  constructor(capacity: number) {
    const room = Math.max(capacity, 1);
    this.words = new Uint32Array(room * WORDS_OF_AN_ID);
    this.seqs = new Float64Array(room);
    this.#slots = slotsFor(room);
  }

  get size(): number {
    return this.#size;
  }

  /** False when the id is there already: its sequence number stays. `seq` is at least 1. */
  put(words: Uint32Array, at: number, seq: number): boolean {
    if (this.#size === this.seqs.length) this.#grow();
    const slot = this.#slotOf(words, at);
    if (this.#slots[slot] !== 0) return false;
    const start = this.#size * WORDS_OF_AN_ID;
    for (let i = 0; i < WORDS_OF_AN_ID; i++) this.words[start + i] = words[at + i]!;
    this.seqs[this.#size] = seq;
    this.#slots[slot] = ++this.#size;
    return true;
  }

  /** The sequence number of an id, 0 when it is not there. */
  find(words: Uint32Array, at: number): number {
    const number = this.#slots[this.#slotOf(words, at)]!;
    return number === 0 ? 0 : this.seqs[number - 1]!;
  }

  clear(): void {
    this.#size = 0;
    this.#slots.fill(0);
  }

  /** The slot that holds the id, or the empty one where it belongs. */
  #slotOf(words: Uint32Array, at: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOfId(words, at) & mask;
    for (;;) {
      const number = this.#slots[slot]!;
      if (number === 0 || compareIds(this.words, (number - 1) * WORDS_OF_AN_ID, words, at) === 0) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const room = this.#size * 2;
    const words = new Uint32Array(room * WORDS_OF_AN_ID);
    words.set(this.words);
    const seqs = new Float64Array(room);
    seqs.set(this.seqs);
    this.words = words;
    this.seqs = seqs;
    this.#slots = slotsFor(room);
    for (let i = 0; i < this.#size; i++) this.#slots[this.#slotOf(words, i * WORDS_OF_AN_ID)] = i + 1;
  }
}

const slotsFor = (room: number): Uint32Array => new Uint32Array(2 ** Math.ceil(Math.log2(room * 2)));
