/** The compressed bytes are no Deflate stream, or end before it does. */
export class DamagedStream extends Error {}

/** More comes out of the compressed bytes than is wanted. */
export class TooLong extends Error {}

/**
 * Deflate data as it is inflated. Small inputs go in only as outputs are taken, so memory stays bounded. Throws
 * `DamagedStream` for bad data, and what `compressed` throws as it is.
 */
export function inflate(
  compressed: AsyncIterable<Uint8Array>,
  format: 'deflate-raw' | 'gzip' = 'deflate-raw',
): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream(format);
  return through(compressed, readable.getReader(), writable.getWriter());
}

/** Data as Deflate (APPNOTE 4.4.5, method 8). Throws what `data` throws. */
export function deflate(data: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new CompressionStream('deflate-raw');
  return through(data, readable.getReader(), writable.getWriter());
}

async function* through(source: AsyncIterable<Uint8Array>, reader: Tap, sink: Sink): AsyncGenerator<Uint8Array> {
  const feeder = new Feeder(source, sink);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value!;
    }
  } catch (thrown) {
    if (feeder.sourceError !== undefined) throw feeder.sourceError;
    throw new DamagedStream(String(thrown));
  } finally {
    // Ends the feeding when the consumer leaves early; after a normal end it does nothing.
    await reader.cancel().catch(() => {});
  }
}

/** The reading side of a stream, as every platform's types have it. */
interface Tap {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** The writing side of a stream, as every platform's types have it. */
interface Sink {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}

/** Writes until the inflater has enough or the source fails; never rejects: the reader learns of it through the stream. */
class Feeder {
  sourceError: unknown;

  constructor(compressed: AsyncIterable<Uint8Array>, sink: Sink) {
    void this.#run(compressed, sink);
  }

  async #run(compressed: AsyncIterable<Uint8Array>, sink: Sink): Promise<void> {
    try {
      for await (const piece of this.#watched(compressed)) {
        // A copy, because a piece is a view into a window that may be replaced while the inflater still holds it.
        await sink.write(piece.slice());
      }
      await sink.close();
    } catch (thrown) {
      await sink.abort(thrown).catch(() => {});
    }
  }

  async *#watched(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* compressed;
    } catch (thrown) {
      this.sourceError = thrown;
      throw thrown;
    }
  }
}
