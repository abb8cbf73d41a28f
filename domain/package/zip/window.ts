import { WINDOW_BYTES } from './limits.ts';
import type { ByteSource } from './source.ts';

/**
 * Reads a source from front to back in large pieces and hands out small ones: the source is asked once per window, and
 * one window is in memory at a time.
 */
export class Window {
  readonly #source: ByteSource;
  readonly #windowBytes: number;
  #start = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource, windowBytes: number = WINDOW_BYTES) {
    this.#source = source;
    this.#windowBytes = windowBytes;
  }

  /** Pieces of `[start, end)`, in order, none larger than `pieceBytes`. They are valid until the next piece is asked for. */
  async *pieces(start: number, end: number, pieceBytes: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; ) {
      await this.#load(at);
      const offset = at - this.#start;
      const until = Math.min(this.#bytes.length, offset + pieceBytes, end - this.#start);
      yield this.#bytes.subarray(offset, until);
      at = this.#start + until;
    }
  }

  /** `[start, end)` in one array; for headers. */
  async take(start: number, end: number): Promise<Uint8Array> {
    const out = new Uint8Array(end - start);
    let at = 0;
    for await (const piece of this.pieces(start, end, end - start)) {
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }

  async #load(at: number): Promise<void> {
    if (at >= this.#start && at < this.#start + this.#bytes.length) return;
    const end = Math.min(this.#source.size, at + this.#windowBytes);
    this.#bytes = await this.#source.read(at, end);
    this.#start = at;
    if (this.#bytes.length === 0) throw new Error(`read beyond the end of the source: ${at}`);
  }
}
