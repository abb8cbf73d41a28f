// Packs samples/first-steps into dist/samples/first-steps.zip. The same files always give the same bytes: names are
// sorted, times are fixed, and nothing but the contents is written.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'samples/first-steps');
const target = join(root, 'dist/samples/first-steps.zip');

const LOCAL = 0x04034b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8 = 1 << 11;
/** 1 January 1980, the first day that a ZIP knows. */
const DATE = 0x0021;

/** Fields of 2 or 4 bytes, little-endian. */
function fields(...list) {
  const out = Buffer.alloc(list.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of list) at = size === 2 ? out.writeUInt16LE(value, at) : out.writeUInt32LE(value, at);
  return out;
}

/** The part of a header that the local and the directory record share. */
function common(name, data, raw) {
  const method = raw.length < data.length ? 8 : 0;
  const stored = method === 8 ? raw : data;
  const sizes = [
    [4, crc32(data)],
    [4, stored.length],
    [4, data.length],
    [2, name.length],
    [2, 0],
  ];
  return { stored, shared: fields([2, VERSION], [2, UTF8], [2, method], [2, 0], [2, DATE], ...sizes) };
}

/** The bytes of a ZIP of `files` ([path, bytes] in order). */
export function makeZip(files) {
  const bodies = [];
  const records = [];
  let offset = 0;
  for (const [path, data] of files) {
    const name = Buffer.from(path);
    const { stored, shared } = common(name, data, deflateRawSync(data, { level: 9 }));
    const body = Buffer.concat([fields([4, LOCAL]), shared, name, stored]);
    records.push(
      fields([4, DIRECTORY], [2, VERSION]),
      shared,
      fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      name,
    );
    bodies.push(body);
    offset += body.length;
  }
  const directory = Buffer.concat(records);
  const count = files.length;
  const end = fields([4, END], [2, 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, offset], [2, 0]);
  return Buffer.concat([...bodies, directory, end]);
}

/** Every file below the sample as [path, bytes], sorted by path. */
export function sampleFiles() {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => [path.slice(source.length + 1).replaceAll('\\', '/'), readFileSync(path)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Writes the package and returns its path. */
export function packSample() {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, makeZip(sampleFiles()));
  return target;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(packSample());
