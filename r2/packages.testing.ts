/** Test material that workerd can make itself: noise, digests, and a deflated archive. */
import { crc32 } from '../domain/package/zip/crc32.ts';

export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(count);
  for (let at = 0; at < count; at += 65_536) crypto.getRandomValues(out.subarray(at, Math.min(count, at + 65_536)));
  return out;
}

export async function hexSha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fields(...list: [2 | 4, number][]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [size, value] of list) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return out;
}

/** A ZIP of deflated entries, made by the platform's own compressor. `excess` bytes more or less follow each stream. */
export async function deflatedZip(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  excess = 0,
): Promise<Uint8Array> {
  const bodies: Uint8Array<ArrayBuffer>[] = [];
  const records: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const [path, data] of Object.entries(files)) {
    const compressed = new Response(new Blob([data]).stream().pipeThrough(new CompressionStream('deflate-raw')));
    const whole = new Uint8Array(await compressed.arrayBuffer());
    const raw = new Uint8Array(whole.length + excess);
    raw.set(whole.subarray(0, raw.length));
    const name = new Uint8Array(new TextEncoder().encode(path));
    const sizes: [2 | 4, number][] = [
      [4, crc32(data)],
      [4, raw.length],
      [4, data.length],
      [2, name.length],
      [2, 0],
    ];
    const shared = fields([2, 20], [2, 0x800], [2, 8], [4, 0], ...sizes);
    bodies.push(fields([4, 0x04034b50]), shared, name, raw);
    records.push(fields([4, 0x02014b50], [2, 20]), shared, fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    offset += 30 + name.length + raw.length;
  }
  const bytes = records.reduce((sum, record) => sum + record.length, 0);
  const count = Object.keys(files).length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, bytes], [4, offset], [2, 0]);
  return new Uint8Array(await new Blob([...bodies, ...records, end]).arrayBuffer());
}
