/** Archives for tests: an honest little writer, and hooks for every way to lie. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from './crc32.ts';
import type { ByteSource } from './source.ts';

export interface TestEntry {
  name: string | Uint8Array;
  data?: Uint8Array | string;
  method?: number;
  flags?: number;
  externalAttributes?: number;
  /** What the directory says instead of the truth. */
  lie?: { bytes?: number; crc32?: number; compressedBytes?: number; headerOffset?: number; disk?: number };
  /** What the local header says instead of the truth. */
  local?: { signature?: number; method?: number; extra?: Uint8Array };
  extra?: Uint8Array;
  /** Compressed bytes as they are to lie in the archive. */
  raw?: Uint8Array;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const asBytes = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? utf8(data) : data);

export function concat(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Little-endian fields: `[size in bytes, value]`. */
export function fields(...list: [1 | 2 | 4 | 8, number][]): Uint8Array {
  const out = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [size, value] of list) {
    if (size === 1) view.setUint8(at, value);
    if (size === 2) view.setUint16(at, value, true);
    if (size === 4) view.setUint32(at, value, true);
    if (size === 8) view.setBigUint64(at, BigInt(value), true);
    at += size;
  }
  return out;
}

/** A ZIP of the entries in order. `edit` may change what the end record says. */
export function makeZip(
  entries: readonly TestEntry[],
  edit: { comment?: string; count?: number; directoryBytes?: number; directoryOffset?: number; disk?: number } = {},
): Uint8Array {
  const bodies: Uint8Array[] = [];
  const records: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { body, record } = makeEntry(entry, offset);
    bodies.push(body);
    records.push(record);
    offset += body.length;
  }
  const directory = concat(...records);
  const comment = utf8(edit.comment ?? '');
  const count = edit.count ?? entries.length;
  const end = fields(
    [4, 0x06054b50],
    [2, edit.disk ?? 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, edit.directoryBytes ?? directory.length],
    [4, edit.directoryOffset ?? offset],
    [2, comment.length],
  );
  return concat(...bodies, directory, end, comment);
}

function makeEntry(entry: TestEntry, offset: number): { body: Uint8Array; record: Uint8Array } {
  const name = asBytes(entry.name);
  const data = asBytes(entry.data ?? '');
  const method = entry.method ?? 8;
  const raw = entry.raw ?? (method === 8 ? new Uint8Array(deflateRawSync(data)) : data);
  const lie = entry.lie ?? {};
  const flags = entry.flags ?? 0x800;
  const sizes: [4, number][] = [
    [4, lie.crc32 ?? crc32(data)],
    [4, lie.compressedBytes ?? raw.length],
    [4, lie.bytes ?? data.length],
  ];
  const localExtra = entry.local?.extra ?? new Uint8Array(0);
  const local = fields(
    [4, entry.local?.signature ?? 0x04034b50],
    [2, 20],
    [2, flags],
    [2, entry.local?.method ?? method],
    [4, 0],
    ...sizes,
    [2, name.length],
    [2, localExtra.length],
  );
  const extra = entry.extra ?? new Uint8Array(0);
  const record = fields(
    [4, 0x02014b50],
    [2, 0x314],
    [2, 20],
    [2, flags],
    [2, method],
    [4, 0],
    ...sizes,
    [2, name.length],
    [2, extra.length],
    [2, 0],
    [2, lie.disk ?? 0],
    [2, 0],
    [4, entry.externalAttributes ?? 0],
    [4, lie.headerOffset ?? offset],
  );
  return { body: concat(local, name, localExtra, raw), record: concat(record, name, extra) };
}

/** A source that counts how often it is asked, and for how much at once. */
export function countingSource(bytes: Uint8Array): ByteSource & { reads: number; largest: number } {
  const source = {
    size: bytes.length,
    reads: 0,
    largest: 0,
    read: async (start: number, end: number) => {
      if (start < 0 || end > bytes.length || start > end) throw new Error(`read outside the source: ${start}-${end}`);
      source.reads++;
      source.largest = Math.max(source.largest, end - start);
      return bytes.slice(start, end);
    },
  };
  return source;
}
