import { refuse } from '../report.ts';
import type { ByteSource } from './source.ts';

/** Where the central directory lies, read from the records at the end of the archive (APPNOTE 4.3.14 to 4.3.16). */
export interface EndRecord {
  readonly directoryOffset: number;
  readonly directoryBytes: number;
  readonly entries: number;
  /** Bytes before the archive (a self-extracting stub): every offset in the archive is this much too small. */
  readonly prefixBytes: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ZIP64_END_BYTES = 56;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
/** The longest comment plus the records; one read usually brings a small directory along. */
const TAIL_BYTES = 0xffff + END_BYTES + ZIP64_LOCATOR_BYTES + ZIP64_END_BYTES;

/** Throws `Refusal` when there is no end record or it contradicts the file. */
export async function readEndRecord(source: ByteSource): Promise<EndRecord> {
  if (source.size === 0) throw refuse('zip_empty', 'The file is empty.');
  const tailStart = Math.max(0, source.size - TAIL_BYTES);
  const tail = await source.read(tailStart, source.size);
  const view = viewOf(tail);
  const at = findEnd(view);
  if (at < 0) throw await withoutEnd(source);
  const end = await locate(source, { view, at, tailStart });
  return checked(source, end);
}

/** The last signature whose comment fits into the file; a few archives carry padding behind the comment. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) <= view.byteLength) return at;
  }
  return -1;
}

async function withoutEnd(source: ByteSource): Promise<Error> {
  const head = viewOf(await source.read(0, Math.min(4, source.size)));
  const isZip = head.byteLength === 4 && head.getUint32(0, true) === LOCAL_SIGNATURE;
  return isZip
    ? refuse('zip_truncated', 'The ZIP file breaks off: its end, which lists its contents, is missing.')
    : refuse('zip_not_a_zip', 'The file is not a ZIP file.');
}

interface Located {
  readonly offset: number;
  readonly bytes: number;
  readonly entries: number;
  readonly disks: number;
  /** Where the record that told it begins: the directory ends there. */
  readonly recordOffset: number;
}

async function locate(
  source: ByteSource,
  { view, at, tailStart }: { view: DataView; at: number; tailStart: number },
): Promise<Located> {
  const plain: Located = {
    disks: view.getUint16(at + 4, true),
    entries: view.getUint16(at + 10, true),
    bytes: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
    recordOffset: tailStart + at,
  };
  const locator = at - ZIP64_LOCATOR_BYTES;
  if (locator < 0 || view.getUint32(locator, true) !== ZIP64_LOCATOR_SIGNATURE) return plain;
  const stated = bigOffset(view, locator + 8);
  for (const offset of [stated, tailStart + locator - ZIP64_END_BYTES]) {
    if (offset < 0 || offset + ZIP64_END_BYTES > source.size) continue;
    const record = viewOf(await source.read(offset, offset + ZIP64_END_BYTES));
    if (record.getUint32(0, true) === ZIP64_END_SIGNATURE) return zip64(plain, record, offset);
  }
  throw refuse('zip_corrupt', 'The ZIP file says that it is a large one, but the record for that is missing.');
}

/** Fields that the plain record could hold stay as they are; saturated ones are taken from the zip64 record. */
const zip64 = (plain: Located, record: DataView, recordOffset: number): Located => ({
  disks: plain.disks === 0xffff ? record.getUint32(16, true) : plain.disks,
  entries: plain.entries === 0xffff ? bigOffset(record, 32) : plain.entries,
  bytes: plain.bytes === 0xffffffff ? bigOffset(record, 40) : plain.bytes,
  offset: plain.offset === 0xffffffff ? bigOffset(record, 48) : plain.offset,
  recordOffset,
});

async function checked(source: ByteSource, end: Located): Promise<EndRecord> {
  if (end.disks !== 0) throw refuse('zip_split', 'The file is one part of a ZIP that was split into several.');
  const prefixBytes = end.recordOffset - end.bytes - end.offset;
  if (prefixBytes < 0) {
    throw refuse('zip_truncated', 'The ZIP file is shorter than its list of contents says: bytes are missing.');
  }
  const told = { directoryOffset: end.offset, directoryBytes: end.bytes, entries: end.entries, prefixBytes: 0 };
  // Bytes between the directory and its end record are allowed (a signature); only a directory that is not where it is
  // said to be means that something was put before the archive.
  if (prefixBytes === 0 || end.bytes < 4) return told;
  const first = viewOf(await source.read(end.offset, end.offset + 4));
  if (first.getUint32(0, true) === ENTRY_SIGNATURE) return told;
  return { ...told, directoryOffset: end.offset + prefixBytes, prefixBytes };
}

/** A 64-bit offset; beyond what a number holds exactly it is certainly not one of this file. */
export function bigOffset(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw refuse('zip_corrupt', 'The ZIP file names an impossible size.');
  return Number(value);
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
