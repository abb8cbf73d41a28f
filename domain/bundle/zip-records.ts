/** The records of a ZIP (APPNOTE 4.3.7, 4.3.12, 4.3.14 to 4.3.16), with zip64 only where needed. */

const MAX16 = 0xffff;
const MAX32 = 0xffffffff;
/** 2.0 for plain records, 4.5 for zip64 (APPNOTE 4.4.3.2); 3 in the upper byte: made on Unix. */
const VERSION = 20;
const VERSION_ZIP64 = 45;
const MADE_ON_UNIX = 3 << 8;
/** Names are UTF-8 (general purpose bit 11). */
const UTF8_FLAG = 1 << 11;
/** Checksum and sizes follow the data (general purpose bit 3). */
const STREAMED_FLAG = 1 << 3;
/** 1 January 1980: a container depends on its contents alone. */
const DOS_DATE = 0x0021;
const ORDINARY_FILE = 0o100644;

const utf8 = new TextEncoder();

/** A file as it is to lie in the container. */
export interface ContainerFile {
  readonly path: string;
  readonly bytes: number;
  readonly crc32: number;
  /** Bytes that a file takes which lies deflated; absent for a stored one. */
  readonly deflatedBytes?: number;
}

/** Bytes between a file's local header and what follows it. */
export const lyingBytes = (file: ContainerFile): number => file.deflatedBytes ?? file.bytes;

/** Stored or Deflate (4.4.5). */
const methodOf = ({ deflatedBytes }: ContainerFile): number => (deflatedBytes === undefined ? 0 : 8);

export interface PlannedEntry extends ContainerFile {
  /** Where its local header begins. */
  readonly headerOffset: number;
  /** Where its bytes begin. */
  readonly offset: number;
  /** Whether a data descriptor follows its bytes. */
  readonly streamed?: boolean;
}

export interface ContainerPlan {
  /** In the order given, which is the order in the container. */
  readonly entries: readonly PlannedEntry[];
  /** Where the directory begins: behind the last entry. */
  readonly directoryOffset: number;
}

/** Little-endian fields one after the other, in an array of known length. */
class Fields {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
    this.#view = new DataView(this.#bytes.buffer);
  }
  u16(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#at, value, true);
      this.#at += 2;
    }
    return this;
  }
  u32(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint32(this.#at, value, true);
      this.#at += 4;
    }
    return this;
  }
  u64(...values: number[]): this {
    for (const value of values) this.u32(value % 0x100000000, Math.floor(value / 0x100000000));
    return this;
  }
  raw(bytes: Uint8Array): this {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }
  bytes(): Uint8Array {
    return this.#bytes;
  }
}

/** The local header with its name; in zip64 both sizes move to the extra field (4.5.3). */
export function localHeader(file: ContainerFile): Uint8Array {
  const name = utf8.encode(file.path);
  const lying = lyingBytes(file);
  const wide = Math.max(file.bytes, lying) >= MAX32;
  const extra = wide ? new Fields(20).u16(1, 16).u64(file.bytes, lying).bytes() : new Uint8Array(0);
  return new Fields(30 + name.length + extra.length)
    .u32(0x04034b50)
    .u16(wide ? VERSION_ZIP64 : VERSION, UTF8_FLAG, methodOf(file), 0, DOS_DATE)
    .u32(file.crc32, wide ? MAX32 : lying, wide ? MAX32 : file.bytes)
    .u16(name.length, extra.length)
    .raw(name)
    .raw(extra)
    .bytes();
}

/**
 * The local header of an entry whose checksum and sizes are not known yet (4.3.9): they follow in a `dataDescriptor`. The
 * zip64 field says that the sizes there are of eight bytes.
 */
export function streamedHeader(path: string): Uint8Array {
  const name = utf8.encode(path);
  return new Fields(30 + name.length + 20)
    .u32(0x04034b50)
    .u16(VERSION_ZIP64, UTF8_FLAG | STREAMED_FLAG, 0, 0, DOS_DATE)
    .u32(0, MAX32, MAX32)
    .u16(name.length, 20)
    .raw(name)
    .u16(1, 16)
    .u64(0, 0)
    .bytes();
}

/** What follows the data of a streamed entry. */
export const dataDescriptor = ({ bytes, crc32 }: Omit<ContainerFile, 'path'>): Uint8Array =>
  new Fields(24).u32(0x08074b50, crc32).u64(bytes, bytes).bytes();

function directoryRecord(entry: PlannedEntry): Uint8Array {
  const name = utf8.encode(entry.path);
  const lying = lyingBytes(entry);
  const wideSize = Math.max(entry.bytes, lying) >= MAX32;
  const wideOffset = entry.headerOffset >= MAX32;
  const values = [...(wideSize ? [entry.bytes, lying] : []), ...(wideOffset ? [entry.headerOffset] : [])];
  const zip64 = values.length > 0;
  const extra = zip64
    ? new Fields(4 + values.length * 8)
        .u16(1, values.length * 8)
        .u64(...values)
        .bytes()
    : new Uint8Array(0);
  const version = zip64 || entry.streamed === true ? VERSION_ZIP64 : VERSION;
  const flags = entry.streamed === true ? UTF8_FLAG | STREAMED_FLAG : UTF8_FLAG;
  return new Fields(46 + name.length + extra.length)
    .u32(0x02014b50)
    .u16(MADE_ON_UNIX | version, version, flags, methodOf(entry), 0, DOS_DATE)
    .u32(entry.crc32, wideSize ? MAX32 : lying, wideSize ? MAX32 : entry.bytes)
    .u16(name.length, extra.length, 0, 0, 0)
    .u32(ORDINARY_FILE * 0x10000, wideOffset ? MAX32 : entry.headerOffset)
    .raw(name)
    .raw(extra)
    .bytes();
}

/** The directory and the end records in pieces: everything behind the last entry. */
export function* directoryRecords(plan: ContainerPlan): Generator<Uint8Array> {
  let bytes = 0;
  for (const entry of plan.entries) {
    const record = directoryRecord(entry);
    bytes += record.length;
    yield record;
  }
  yield endRecords(plan, bytes);
}

function endRecords(plan: ContainerPlan, bytes: number): Uint8Array {
  const count = plan.entries.length;
  const offset = plan.directoryOffset;
  const zip64 = count >= MAX16 || bytes >= MAX32 || offset >= MAX32;
  const fields = new Fields(22 + (zip64 ? 56 + 20 : 0));
  if (zip64) {
    fields
      .u32(0x06064b50)
      .u64(44)
      .u16(MADE_ON_UNIX | VERSION_ZIP64, VERSION_ZIP64)
      .u32(0, 0)
      .u64(count, count, bytes, offset)
      .u32(0x07064b50, 0)
      .u64(offset + bytes)
      .u32(1);
  }
  const count16 = Math.min(count, MAX16);
  return fields
    .u32(0x06054b50)
    .u16(0, 0, count16, count16)
    .u32(Math.min(bytes, MAX32), Math.min(offset, MAX32))
    .u16(0)
    .bytes();
}

/** Bytes of the whole container. */
export function containerBytes(plan: ContainerPlan): number {
  let total = plan.directoryOffset;
  for (const record of directoryRecords(plan)) total += record.length;
  return total;
}
