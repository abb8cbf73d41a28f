import { quote, refuse } from '../report.ts';
import { crc32 } from './crc32.ts';
import { bigOffset, viewOf } from './end-record.ts';
import { ZIP_LIMITS } from './limits.ts';
import { decodeName } from './names.ts';

/** One record of the central directory as it stands there (APPNOTE 4.3.12), offsets not yet checked. */
export interface DirectoryRecord {
  readonly name: string;
  readonly nameBytes: number;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
  /** The Unix file type bits of the external attributes; 0 when the tool wrote none. */
  readonly unixType: number;
  /** Where the next record begins. */
  readonly next: number;
}

const SIGNATURE = 0x02014b50;
const FIXED_BYTES = 46;
const ZIP64_EXTRA = 0x0001;
const UNICODE_PATH_EXTRA = 0x7075;

/** Whether a record begins at `at`. */
export const isRecord = (directory: DataView, at: number): boolean =>
  at + FIXED_BYTES <= directory.byteLength && directory.getUint32(at, true) === SIGNATURE;

/**
 * Reads the record at `at`; throws `Refusal` when it is none or reaches beyond the directory. The view is one for all
 * records: views are large for what they hold, and a course has tens of thousands of records.
 */
export function readRecord(view: DataView, at: number): DirectoryRecord {
  if (!isRecord(view, at)) throw broken();
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const commentBytes = view.getUint16(at + 32, true);
  const nameAt = at + FIXED_BYTES;
  const next = nameAt + nameBytes + extraBytes + commentBytes;
  if (next > view.byteLength) throw broken();
  const raw = bytesOf(view, nameAt, nameBytes);
  const extras = extraBytes === 0 ? NO_EXTRAS : readExtras(bytesOf(view, nameAt + nameBytes, extraBytes));
  const name = unicodePath(extras.get(UNICODE_PATH_EXTRA), raw) ?? decodeName(raw);
  if (nameBytes > ZIP_LIMITS.maxNameBytes) {
    throw refuse('zip_path_too_long', `A file name is longer than ${ZIP_LIMITS.maxNameBytes} bytes.`, name);
  }
  const sizes = readSizes(view, at, extras.get(ZIP64_EXTRA));
  if (view.getUint16(at + 34, true) !== 0 && view.getUint16(at + 34, true) !== 0xffff) {
    throw refuse('zip_split', `The file ${quote(name)} lies in another part of a split ZIP.`, name);
  }
  return {
    ...sizes,
    name,
    nameBytes,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc32: view.getUint32(at + 16, true),
    unixType: (view.getUint32(at + 38, true) >>> 28) & 0xf,
    next,
  };
}

/** Sizes and offset; a field that is saturated continues in the zip64 extra, in this order (APPNOTE 4.5.3). */
function readSizes(view: DataView, at: number, zip64: Uint8Array | undefined) {
  const extra = zip64 === undefined ? undefined : viewOf(zip64);
  let used = 0;
  const wide = (value: number): number => {
    if (value !== 0xffffffff) return value;
    // Without the extra the value means itself: 4 GiB less one byte.
    if (extra === undefined) return value;
    if (used + 8 > extra.byteLength) throw broken();
    used += 8;
    return bigOffset(extra, used - 8);
  };
  const bytes = wide(view.getUint32(at + 24, true));
  const compressedBytes = wide(view.getUint32(at + 20, true));
  return { bytes, compressedBytes, headerOffset: wide(view.getUint32(at + 42, true)) };
}

const bytesOf = (view: DataView, at: number, length: number): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset + at, length);

const NO_EXTRAS: ReadonlyMap<number, Uint8Array> = new Map();

function readExtras(bytes: Uint8Array): Map<number, Uint8Array> {
  const view = viewOf(bytes);
  const extras = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = view.getUint16(at + 2, true);
    if (at + 4 + length > bytes.length) break;
    extras.set(view.getUint16(at, true), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return extras;
}

/** Info-ZIP's UTF-8 name beside a name in another code page; it counts only while it belongs to that name. */
function unicodePath(extra: Uint8Array | undefined, raw: Uint8Array): string | undefined {
  if (extra === undefined || extra.length < 6 || extra[0] !== 1) return undefined;
  if (viewOf(extra).getUint32(1, true) !== crc32(raw)) return undefined;
  return decodeName(extra.subarray(5));
}

const broken = () => refuse('zip_corrupt', 'The list of contents at the end of the ZIP file is damaged.');
