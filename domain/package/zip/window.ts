import { WINDOW_BYTES } from './limits.ts';
import type { ByteSource } from './source.ts';

/** A read of the source that is under way. */
interface Ahead {
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Uint8Array>;
}

/**
 * Reads a source from front to back in large pieces and hands out small ones: the source is asked once per window, and
 * one window is in memory at a time, or two when the next one is read ahead.
 */
export class Window {
  readonly #source: ByteSource;
  readonly #windowBytes: number;
  readonly #aheadTo: number;
  #start = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #ahead: Ahead | undefined;

  /** Windows are read ahead up to `aheadTo`; by default none is. */
  constructor(source: ByteSource, windowBytes: number = WINDOW_BYTES, aheadTo = 0) {
    this.#source = source;
    this.#windowBytes = windowBytes;
    this.#aheadTo = aheadTo;
  }

  /** Pieces of `[start, end)`, in order, none larger than `pieceBytes`. They are valid until the next piece is asked for. */
  async *pieces(start: number, end: number, pieceBytes: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; ) {
      if (!this.#holds(at)) await this.#load(at);
      const offset = at - this.#start;
      const until = Math.min(this.#bytes.length, offset + pieceBytes, end - this.#start);
      yield this.#bytes.subarray(offset, until);
      at = this.#start + until;
    }
  }

  /** `[start, end)` in one array, valid until the window is asked again; for headers and small files. */
  async take(start: number, end: number): Promise<Uint8Array> {
    if (start >= this.#start && end <= this.#start + this.#bytes.length) {
      return this.#bytes.subarray(start - this.#start, end - this.#start);
    }
    const out = new Uint8Array(end - start);
    let at = 0;
    for await (const piece of this.pieces(start, end, end - start)) {
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }

  #holds(at: number): boolean {
    return at >= this.#start && at < this.#start + this.#bytes.length;
  }

  async #load(at: number): Promise<void> {
    const ahead = this.#ahead;
    const hit = ahead !== undefined && at >= ahead.start && at < ahead.end;
    const used = this.#bytes;
    this.#ahead = undefined;
    this.#bytes = new Uint8Array(0);
    const { start, end, bytes } = hit ? ahead : this.#read(at, used);
    this.#bytes = await bytes;
    this.#start = start;
    if (this.#bytes.length === 0) throw new Error(`read beyond the end of the source: ${at}`);
    if (end < this.#aheadTo) this.#ahead = this.#read(end, hit ? used : undefined);
  }

  /** `used`: a window whose memory may be used again. */
  #read(start: number, used: Uint8Array | undefined): Ahead {
    const end = Math.min(this.#source.size, start + this.#windowBytes);
    const bytes = this.#source.read(start, end, used);
    // It throws where it is asked for; one that nobody asks for has no meaning.
    bytes.catch(() => {});
    return { start, end, bytes };
  }
}
