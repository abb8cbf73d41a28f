import { crc32 } from './crc32.ts';
import { inflate } from './inflate.ts';
import { INFLATE_INPUT_BYTES } from './limits.ts';

/** What reading an archive computes, as a platform does it best; most have native code for it. */
export interface ZipCodec {
  /** Continues `crc` (0 to begin) over `bytes`: APPNOTE 4.4.7. */
  crc32(bytes: Uint8Array, crc: number): number;
  /** Bytes that go into `inflate` at once: what comes out of them may be in memory together. */
  readonly inflateInputBytes: number;
  /**
   * Deflate data as it is inflated, piece by piece, each valid until the next one. Throws `DamagedStream` for bad data, and
   * what `compressed` throws as it is. A piece of `compressed` is valid until the next one, too.
   */
  inflate(compressed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /**
   * A small piece of Deflate data in one go, where a platform can: a stream of its own costs more than the data. Throws
   * `DamagedStream`, and `TooLong` at the first byte beyond `maxBytes`.
   */
  readonly inflateAtOnce?: (compressed: Uint8Array, maxBytes: number) => Uint8Array;
}

/** What browsers, Node and workerd share: the streams of the Compression Standard and a CRC in plain code. */
export const PORTABLE_CODEC: ZipCodec = { crc32, inflateInputBytes: INFLATE_INPUT_BYTES, inflate };
