// The reference of `build`, a process of its own: `node host.ts ZIP` inflates every entry, encrypts it with AES-256-GCM, and
// prints `{files, bytes, seconds, cpuSeconds}`. What comes out is dropped: nothing is verified, hashed or stored.
import { createCipheriv, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { readDirectory } from '../../domain/package/zip/directory.ts';

/** The fixed part of a local header, and where the lengths of its name and its extra field are (APPNOTE 4.3.7). */
const HEADER_BYTES = 30;
const NAME_LENGTH_AT = 26;
const EXTRA_LENGTH_AT = 28;
const NONCE_BYTES = 12;

const file = openSync(process.argv[2] ?? '', 'r');
const key = randomBytes(32);
const began = performance.now();
const cpu = process.cpuUsage();
const read = (start: number, end: number): Buffer => {
  const bytes = Buffer.allocUnsafe(end - start);
  if (readSync(file, bytes, 0, bytes.length, start) !== bytes.length) throw new Error('The file is cut off.');
  return bytes;
};
const directory = await readDirectory({ size: fstatSync(file).size, read: async (start, end) => read(start, end) });
if (!directory.ok) throw new Error(directory.error.message);
let bytes = 0;
for (const [index, entry] of directory.value.entries.entries()) {
  const header = read(entry.headerOffset, entry.headerOffset + HEADER_BYTES);
  const names = header.readUInt16LE(NAME_LENGTH_AT) + header.readUInt16LE(EXTRA_LENGTH_AT);
  const start = entry.headerOffset + HEADER_BYTES + names;
  const data = read(start, start + entry.compressedBytes);
  // One chunk for all that comes out: the size is known.
  const contents = entry.method === 8 ? inflateRawSync(data, { chunkSize: Math.max(64, entry.bytes) }) : data;
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(index);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.update(contents);
  cipher.final();
  cipher.getAuthTag();
  bytes += contents.length;
}
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
closeSync(file);
const files = directory.value.entries.length;
console.log(JSON.stringify({ files, bytes, seconds, cpuSeconds: (user + system) / 1e6 }));
