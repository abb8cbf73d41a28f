/** Numbers terms in the order they come, from 0 on: open addressing, about 20 bytes a term. */
export class TermNumbering {
  /** The terms in the order they came; only the first `size` are filled. */
  terms: Float64Array;
  #size = 0;
  /** Number of the term + 1, 0 for an empty slot. A power of two, at least twice as many as terms. */
  #slots: Uint32Array;

  /** `capacity`: how many terms are expected; it grows beyond. */
  constructor(capacity: number) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(capacity, 1)));
    this.terms = new Float64Array(room);
    this.#slots = new Uint32Array(room * 2);
  }

  get size(): number {
    return this.#size;
  }

  /** The number of a term; one that is not there gets the next. */
  add(term: number): number {
    let slot = this.#slotOf(term);
    if (this.#slots[slot] === 0) {
      if (this.#size === this.terms.length) {
        this.#grow();
        slot = this.#slotOf(term);
      }
      this.terms[this.#size] = term;
      this.#slots[slot] = ++this.#size;
    }
    return this.#slots[slot]! - 1;
  }

  /** The number of a term, -1 when it is not there. */
  find(term: number): number {
    return this.#slots[this.#slotOf(term)]! - 1;
  }

  #slotOf(term: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(term, 0x9e3779b1) >>> 7) & mask;
    for (;;) {
      const number = this.#slots[slot]!;
      if (number === 0 || this.terms[number - 1] === term) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const terms = new Float64Array(this.#size * 2);
    terms.set(this.terms);
    this.terms = terms;
    this.#slots = new Uint32Array(this.#size * 4);
    for (let i = 0; i < this.#size; i++) this.#slots[this.#slotOf(terms[i]!)] = i + 1;
  }
}
