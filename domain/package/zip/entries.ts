import { err, ok, type Result } from '../../kernel/result.ts';
import { type Finding, quote, Refusal, refuse } from '../report.ts';
import { PORTABLE_CODEC, type ZipCodec } from './codec.ts';
import { viewOf } from './end-record.ts';
import type { ZipEntry } from './entry.ts';
import { DamagedStream, TooLong } from './inflate.ts';
import { AT_ONCE_BYTES, WINDOW_BYTES } from './limits.ts';
import type { ByteSource } from './source.ts';
import { Window } from './window.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
/** Stored data passes through in pieces of this size. */
export const STORED_PIECE_BYTES = 256 * 1024;

export interface EntryStream {
  readonly entry: ZipEntry;
  /** Position of the entry in what was asked for. */
  readonly index: number;
  /**
   * The file's bytes. To be read to the end before the next entry is asked for; size and CRC are verified as they flow
   * and a `Refusal` is thrown at the first byte too many, or at the end. A chunk is valid until the next one.
   */
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface ReadOptions {
  /** The entry to begin with. */
  readonly fromEntry?: number;
  readonly windowBytes?: number;
  /** Read the next window while this one is used: for reading all there is. A second window is in memory then. */
  readonly readAhead?: boolean;
  readonly codec?: ZipCodec;
}

/**
 * Streams entries one after the other, from the one numbered `fromEntry`. They are read in the order given: in the order
 * of the archive the whole source is read once, in large windows.
 */
export async function* readEntries(
  source: ByteSource,
  entries: readonly ZipEntry[],
  { fromEntry = 0, windowBytes, readAhead = false, codec = PORTABLE_CODEC }: ReadOptions = {},
): AsyncGenerator<EntryStream> {
  const aheadTo = readAhead ? entries.at(-1)?.limitOffset : undefined;
  const window = new Window(source, windowBytes, aheadTo);
  for (let index = fromEntry; index < entries.length; index++) {
    const entry = entries[index]!;
    yield { entry, index, chunks: verified(entry, await openData(window, entry, codec), codec) };
  }
}

/** One file in memory; refused when it is larger than `maxBytes` or damaged. */
export async function readEntry(
  source: ByteSource,
  entry: ZipEntry,
  maxBytes: number,
): Promise<Result<Uint8Array, Finding>> {
  try {
    if (entry.bytes > maxBytes) {
      throw refuse('xml_too_large', `The file is larger than ${maxBytes} bytes.`, entry.path);
    }
    const out = new Uint8Array(entry.bytes);
    let at = 0;
    // Up to the next entry, and no further than any window: what lies between two entries may be anything.
    const windowBytes = Math.min(WINDOW_BYTES, entry.limitOffset - entry.headerOffset);
    for await (const { chunks } of readEntries(source, [entry], { windowBytes })) {
      for await (const chunk of chunks) {
        out.set(chunk, at);
        at += chunk.length;
      }
    }
    return ok(out);
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.finding);
    throw thrown;
  }
}

/** Where the bytes of a stored file lie, for reading parts of it. They are not verified then. */
export async function storedRange(
  source: ByteSource,
  entry: ZipEntry,
): Promise<Result<{ readonly start: number; readonly end: number }, Finding>> {
  try {
    if (entry.method !== 0) throw refuse('zip_method_unknown', `${quote(entry.path)} is compressed.`, entry.path);
    return ok(await lyingRange(new Window(source, LOCAL_BYTES), entry));
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.finding);
    throw thrown;
  }
}

/** The bytes of an entry as they come out, before anything is verified. Wrapped: a generator must not be awaited. */
type Data = { readonly bytes: AsyncIterable<Uint8Array> };

async function openData(window: Window, entry: ZipEntry, codec: ZipCodec): Promise<Data> {
  const { start, end } = await lyingRange(window, entry);
  if (entry.method === 0) return { bytes: window.pieces(start, end, STORED_PIECE_BYTES) };
  const { inflateAtOnce } = codec;
  const streamed = (by: ZipCodec) => by.inflate(window.pieces(start, end, by.inflateInputBytes));
  if (inflateAtOnce !== undefined && Math.max(entry.bytes, entry.compressedBytes) <= AT_ONCE_BYTES) {
    const inflated = async function* (): AsyncGenerator<Uint8Array> {
      const compressed = await window.take(start, end);
      const whole = undamaged(() => inflateAtOnce(compressed, entry.bytes));
      // [ZIP-22] The first thing that is wrong is told, on every platform: damaged data may be too long before the damage.
      yield* whole === undefined ? streamed(PORTABLE_CODEC) : [whole];
    };
    return { bytes: inflated() };
  }
  return { bytes: streamed(codec) };
}

function undamaged(inflated: () => Uint8Array): Uint8Array | undefined {
  try {
    return inflated();
  } catch (thrown) {
    if (thrown instanceof DamagedStream) return undefined;
    throw thrown;
  }
}

/**
 * Checks the local header (APPNOTE 4.3.7) against the directory and tells where the data behind it lies, compressed or not.
 * Throws `Refusal` when the two say different things.
 */
export async function lyingRange(window: Window, entry: ZipEntry): Promise<{ start: number; end: number }> {
  const header = viewOf(await window.take(entry.headerOffset, entry.headerOffset + LOCAL_BYTES));
  if (header.getUint32(0, true) !== LOCAL_SIGNATURE || header.getUint16(8, true) !== entry.method) {
    throw refuse('zip_entry_mismatch', `The ZIP says two different things about ${quote(entry.path)}.`, entry.path);
  }
  const start = entry.headerOffset + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  const end = start + entry.compressedBytes;
  if (end > entry.limitOffset) {
    throw refuse('zip_overlapping_entries', `The file ${quote(entry.path)} overlaps the next one.`, entry.path);
  }
  return { start, end };
}

async function* verified(entry: ZipEntry, data: Data, codec: ZipCodec): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let crc = 0;
  for await (const chunk of readable(entry, data.bytes)) {
    bytes += chunk.length;
    if (bytes > entry.bytes) throw lyingSize(entry);
    crc = codec.crc32(chunk, crc);
    yield chunk;
  }
  if (bytes !== entry.bytes) throw lyingSize(entry);
  if (crc !== entry.crc32) {
    throw refuse('zip_crc_mismatch', `The contents of ${quote(entry.path)} do not match their checksum.`, entry.path);
  }
}

/** A damaged stream is bad input; a failed read of the source stays what it is. */
async function* readable(entry: ZipEntry, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (thrown) {
    if (thrown instanceof TooLong) throw lyingSize(entry);
    if (thrown instanceof DamagedStream) {
      throw refuse(
        'zip_corrupt',
        `The contents of ${quote(entry.path)} are damaged and can't be unpacked.`,
        entry.path,
      );
    }
    throw thrown;
  }
}

const lyingSize = (entry: ZipEntry) =>
  refuse('zip_size_mismatch', `The file ${quote(entry.path)} is not as large as the ZIP says.`, entry.path);
