import { hashOfId } from './id-words.ts';

/** With seven probes one lookup in two hundred is a false alarm, which costs the reading of a chunk. */
const BITS_AN_ID = 12;
const PROBES = 7;
/** All probes of an id lie within one line of the processor's cache: a lookup waits for memory once. */
const BLOCK_BYTES = 64;

/** [IDX-3] A Bloom filter over ids: it tells for certain that an id is not there, and nearly always. */
export class Bloom {
  /** What is stored of it. */
  readonly bytes: Uint8Array;
  readonly #blocks: number;

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#blocks = bytes.length / BLOCK_BYTES;
  }

  /** An empty filter for so many ids. */
  static sized(count: number): Bloom {
    return new Bloom(new Uint8Array(Math.max(1, Math.ceil((count * BITS_AN_ID) / 8 / BLOCK_BYTES)) * BLOCK_BYTES));
  }

  static of(bytes: Uint8Array): Bloom {
    return new Bloom(bytes);
  }

  /** How many ids it was made for, or a few more. */
  get capacity(): number {
    return Math.floor((this.bytes.length * 8) / BITS_AN_ID);
  }

  add(words: Uint32Array, at: number): void {
    const hash = hashOfId(words, at);
    const block = this.#blockOf(hash);
    const step = stepOf(hash);
    for (let i = 0, place = firstOf(hash); i < PROBES; i++, place = (place + step) | 0) {
      this.bytes[block + byteOf(place)]! |= bitOf(place);
    }
  }

  /** `hash`: that of the id, for who asks many filters for it. */
  has(words: Uint32Array, at: number, hash: number = hashOfId(words, at)): boolean {
    const block = this.#blockOf(hash);
    const step = stepOf(hash);
    for (let i = 0, place = firstOf(hash); i < PROBES; i++, place = (place + step) | 0) {
      if ((this.bytes[block + byteOf(place)]! & bitOf(place)) === 0) return false;
    }
    return true;
  }

  #blockOf(hash: number): number {
    return Math.floor((hash / 0x1_0000_0000) * this.#blocks) * BLOCK_BYTES;
  }
}

/** Double hashing within the block: 32 bits whose upper nine are the place. */
const firstOf = (hash: number): number => Math.imul(hash ^ (hash >>> 16), 0x9e3779b1);
const stepOf = (hash: number): number => Math.imul(hash ^ (hash >>> 13), 0x85ebca6b) | 1;
const byteOf = (place: number): number => place >>> 26;
const bitOf = (place: number): number => 1 << ((place >>> 23) & 7);
