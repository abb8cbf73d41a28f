import { crc32, createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib';
import type { ZipCodec } from '../domain/package/zip/codec.ts';
import { DamagedStream, TooLong } from '../domain/package/zip/inflate.ts';

/** What goes into the inflater at once. It waits for its output to be taken, so this does not bound memory. */
const INPUT_BYTES = 256 * 1024;
/** A piece of output; two or three of them wait to be taken. Smaller ones cost more than their bytes. */
const OUTPUT_BYTES = 512 * 1024;
/** workerd holds its limit against the buffer that it grows by tens of KiB, and not against the bytes in it. */
const GROWTH_BYTES = 256 * 1024;

/** Native code, which workerd has as `node:zlib`: its streams of the Compression Standard give 4 KiB at a time. */
export const NATIVE_CODEC: ZipCodec = {
  crc32: (bytes, crc) => crc32(bytes, crc),
  inflateInputBytes: INPUT_BYTES,
  inflate,
  inflateAtOnce(compressed, maxBytes) {
    try {
      const bytes = inflateRawSync(compressed, { maxOutputLength: 2 * maxBytes + GROWTH_BYTES });
      if (bytes.length > maxBytes) throw new RangeError();
      return bytes;
    } catch (thrown) {
      // The one error of the limit; all others are of zlib.
      throw thrown instanceof RangeError ? new TooLong() : new DamagedStream(String(thrown));
    }
  },
};

async function* inflate(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = createInflateRaw({ chunkSize: OUTPUT_BYTES });
  const feeder = new Feeder(compressed, inflater);
  try {
    yield* inflater;
  } catch (thrown) {
    throw feeder.failed ? feeder.sourceError : new DamagedStream(String(thrown));
  } finally {
    // Ends the feeding when the consumer leaves early.
    inflater.destroy();
  }
}

/** Writes pieces until the inflater is closed or the source fails; never rejects: who reads learns of it from the stream. */
class Feeder {
  failed = false;
  sourceError: unknown;

  constructor(compressed: AsyncIterable<Uint8Array>, inflater: InflateRaw) {
    void this.#run(compressed, inflater);
  }

  async #run(compressed: AsyncIterable<Uint8Array>, inflater: InflateRaw): Promise<void> {
    // A piece that was written before an error or an early end is never answered.
    const closed = new Promise<void>((resolve) => inflater.once('close', resolve));
    try {
      for await (const piece of this.#watched(compressed)) {
        await Promise.race([written(inflater, piece), closed]);
        if (inflater.destroyed) return;
      }
      inflater.end();
    } catch (thrown) {
      inflater.destroy(thrown as Error);
    }
  }

  async *#watched(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* compressed;
    } catch (thrown) {
      this.failed = true;
      this.sourceError = thrown;
      throw thrown;
    }
  }
}

/** Rejects when zlib throws at once. */
const written = (inflater: InflateRaw, piece: Uint8Array): Promise<void> =>
  new Promise((resolve) => void inflater.write(piece, () => resolve()));
