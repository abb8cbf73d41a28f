import { Bloom } from './bloom.ts';
import { leadingBits, WORDS_OF_AN_ID } from './id-words.ts';
import { CHUNK_BYTES, type IdRunKeys } from './run.ts';

/**
 * A chunk of ids: eight bytes of format version and base, then entries in ascending order: the four words of the id and
 * its sequence number less the base. All big-endian.
 */
const FORMAT_VERSION = 1;
const HEAD_BYTES = 8;
const ENTRY_BYTES = 20;
export const IDS_A_CHUNK = Math.floor((CHUNK_BYTES - HEAD_BYTES) / ENTRY_BYTES);

/** Reads the entries of one chunk. */
export class IdChunk {
  readonly count: number;
  readonly base: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes[0] !== FORMAT_VERSION) throw new Error(`a chunk of ids of unknown version ${bytes[0]}`);
    this.count = (bytes.length - HEAD_BYTES) / ENTRY_BYTES;
    this.base = (this.#view.getUint32(0) & 0xff_ffff) * 0x1_0000_0000 + this.#view.getUint32(4);
  }

  word(entry: number, i: number): number {
    return this.#view.getUint32(HEAD_BYTES + entry * ENTRY_BYTES + i * 4);
  }

  seq(entry: number): number {
    return this.base + this.word(entry, WORDS_OF_AN_ID);
  }

  /** Which comes first: below 0 the entry. */
  compare(entry: number, words: Uint32Array, at: number): number {
    for (let i = 0; i < WORDS_OF_AN_ID; i++) {
      const difference = this.word(entry, i) - words[at + i]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

/** Writes the chunks of a run from ids in ascending order. */
export class IdChunkWriter {
  readonly #base: number;
  readonly #bloom: Bloom;
  readonly #fences: number[] = [];
  #view = new DataView(new ArrayBuffer(HEAD_BYTES + IDS_A_CHUNK * ENTRY_BYTES));
  #at = HEAD_BYTES;

  /** `base`: no sequence number lies below it, nor 2^32 or more above. `count`: how many ids about. */
  constructor(base: number, count: number) {
    this.#base = base;
    this.#bloom = Bloom.sized(count);
  }

  /** The chunk that has become full by it. */
  add(words: Uint32Array, at: number, seq: number): Uint8Array | undefined {
    const offset = seq - this.#base;
    if (!(offset >= 0 && offset < 0x1_0000_0000)) throw new Error(`a run from ${this.#base} cannot hold ${seq}`);
    if (this.#at === HEAD_BYTES) this.#fences.push(leadingBits(words, at));
    for (let i = 0; i < WORDS_OF_AN_ID; i++) this.#view.setUint32(this.#at + i * 4, words[at + i]!);
    this.#view.setUint32(this.#at + WORDS_OF_AN_ID * 4, offset);
    this.#at += ENTRY_BYTES;
    this.#bloom.add(words, at);
    return this.#at === this.#view.byteLength ? this.#take() : undefined;
  }

  /** The last chunk, unless nothing is left for it. */
  rest(): Uint8Array | undefined {
    return this.#at === HEAD_BYTES ? undefined : this.#take();
  }

  keys(): IdRunKeys {
    return { fences: Float64Array.from(this.#fences), bloom: this.#bloom.bytes };
  }

  #take(): Uint8Array {
    this.#view.setUint32(0, FORMAT_VERSION * 0x100_0000 + Math.floor(this.#base / 0x1_0000_0000));
    this.#view.setUint32(4, this.#base % 0x1_0000_0000);
    const chunk = new Uint8Array(this.#view.buffer.slice(0, this.#at));
    this.#at = HEAD_BYTES;
    return chunk;
  }
}
