import { hashOfId } from './id-words.ts';

/** With seven probes one lookup in a hundred and twenty is a false alarm, which costs the reading of a chunk. */
const BITS_AN_ID = 10;
const PROBES = 7;

/** A Bloom filter over ids: it tells for certain that an id is not there, and with few errors that it is. */
export class Bloom {
  /** What is stored of it. */
  readonly bytes: Uint8Array;
  readonly #bits: number;

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#bits = bytes.length * 8;
  }

  /** An empty filter for so many ids. */
  static sized(count: number): Bloom {
    return new Bloom(new Uint8Array(Math.max(8, Math.ceil((count * BITS_AN_ID) / 8))));
  }

  static of(bytes: Uint8Array): Bloom {
    return new Bloom(bytes);
  }

  /** How many ids it was made for. */
  get capacity(): number {
    return Math.floor(this.#bits / BITS_AN_ID);
  }

  add(words: Uint32Array, at: number): void {
    let place = hashOfId(words, at, 1);
    let step = hashOfId(words, at, 2);
    for (let i = 1; i <= PROBES; i++) {
      const bit = this.#bitOf(place);
      this.bytes[bit >>> 3]! |= 1 << (bit & 7);
      place = (place + step) >>> 0;
      step = (step + i) >>> 0;
    }
  }

  has(words: Uint32Array, at: number): boolean {
    let place = hashOfId(words, at, 1);
    let step = hashOfId(words, at, 2);
    for (let i = 1; i <= PROBES; i++) {
      const bit = this.#bitOf(place);
      if ((this.bytes[bit >>> 3]! & (1 << (bit & 7))) === 0) return false;
      place = (place + step) >>> 0;
      step = (step + i) >>> 0;
    }
    return true;
  }

  /** 32 evenly spread bits become a place in the filter. */
  #bitOf(place: number): number {
    return Math.floor((place / 0x1_0000_0000) * this.#bits);
  }
}
