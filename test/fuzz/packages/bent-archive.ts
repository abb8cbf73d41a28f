import { deflateRawSync } from 'node:zlib';
import { fields, makeZip, type TestEntry } from '../../../domain/package/zip/zip.testing.ts';
import type { Random } from '../random.ts';

const PARTS = [
  ...['..', '.', '', ' ', 'C:', '\\', '\u0000', '\u0007', '\u202e', '~', 'NUL', '%2e%2e', '...', '.. '],
  ...['__MACOSX', '.DS_Store', 'imsmanifest.xml', 'IMSMANIFEST.XML', 'cmi5.xml', 'tincan.xml', 'lectern.json'],
  ...['course.zip', 'index.html', 'ä', 'a\u0308', '日本', '\ud800', 'x'.repeat(300), '__proto__', 'lectern'],
] as const;
const SIZES = [0, 1, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff] as const;
/** So many zeros that they are beyond what is harmless at any ratio. */
const BOMB_BYTES = 40 * 1024 * 1024;
let bomb: Uint8Array | undefined;

const someName = (random: Random): string =>
  Array.from({ length: 1 + random.int(4) }, () => random.pick(PARTS)).join(random.pick(['/', '/', '/', '\\', '//']));

type Change = (entries: TestEntry[], random: Random) => void;

const onOne =
  (change: (entry: TestEntry, random: Random) => TestEntry): Change =>
  (entries, random) => {
    const at = random.int(entries.length);
    entries[at] = change(entries[at]!, random);
  };

const onAll =
  (rename: (name: string) => string): Change =>
  (entries) => {
    for (const entry of entries) entry.name = rename(String(entry.name));
  };

const size = (random: Random): number => (random.chance(0.5) ? random.pick(SIZES) : random.int(100_000));

/** What an archive may do to its names. */
export const NAMES: readonly (readonly [number, Change])[] = [
  [4, onOne((entry, random) => ({ ...entry, name: someName(random) }))],
  [2, onOne((entry, random) => ({ ...entry, name: `${someName(random)}/${String(entry.name)}` }))],
  [2, onOne((entry) => ({ ...entry, name: String(entry.name).replaceAll('/', '\\') }))],
  [2, onOne((entry) => ({ ...entry, name: String(entry.name).toUpperCase() }))],
  [2, onOne((entry, random) => ({ ...entry, name: Uint8Array.from({ length: 8 }, () => random.int(256)), flags: 0 }))],
  [2, (entries, random) => void entries.push({ ...random.pick(entries) })],
  [2, (entries, random) => void entries.push({ name: someName(random), data: 'more' })],
  [1, (entries, random) => void entries.splice(random.int(entries.length), entries.length > 1 ? 1 : 0)],
  [2, onAll((name) => `folder/${name}`)],
  [1, onAll((name) => `${name}/`)],
];

/** What an archive may say of its files that is not so, or should not be. */
export const RECORDS: readonly (readonly [number, Change])[] = [
  [3, onOne((entry, random) => ({ ...entry, lie: { ...entry.lie, bytes: size(random) } }))],
  [2, onOne((entry, random) => ({ ...entry, lie: { ...entry.lie, compressedBytes: size(random) } }))],
  [2, onOne((entry, random) => ({ ...entry, lie: { ...entry.lie, crc32: size(random) } }))],
  [3, onOne((entry, random) => ({ ...entry, lie: { ...entry.lie, headerOffset: size(random) } }))],
  [1, onOne((entry, random) => ({ ...entry, lie: { ...entry.lie, disk: random.pick([1, 0xffff]) } }))],
  [2, onOne((entry, random) => ({ ...entry, method: random.pick([0, 8, 1, 9, 12, 14, 99]) }))],
  [2, onOne((entry, random) => ({ ...entry, flags: random.int(0x10000) }))],
  [
    2,
    onOne((entry, random) => ({
      ...entry,
      externalAttributes: random.pick([0xa1ff0000, 0x41ed0000, 0x21000000, 0x10]),
    })),
  ],
  [1, onOne((entry, random) => ({ ...entry, local: { signature: size(random) } }))],
  [1, onOne((entry, random) => ({ ...entry, local: { method: random.int(10) } }))],
  [1, onOne((entry, random) => ({ ...entry, local: { extra: new Uint8Array(random.int(2000)) } }))],
  [
    2,
    onOne((entry, random) => ({
      ...entry,
      extra: fields([2, random.pick([1, 0x7075])], [2, random.int(40)], [8, size(random)]),
    })),
  ],
  [
    1,
    onOne((entry, random) => ({ ...entry, raw: Uint8Array.from({ length: random.int(200) }, () => random.int(256)) })),
  ],
  [1, onOne((entry) => ({ ...entry, data: makeZip([entry]) }))],
];

const PIECES = [
  ...[
    '<script src="',
    '<a href="http://a.example/',
    '<base href="',
    '<',
    '>',
    '"',
    "'",
    '<!--',
    '-->',
    '<![CDATA[',
    '\0',
  ],
  ...[
    'addEventListener("unload"',
    'onbeforeunload=',
    'LMSCommit(',
    '/*',
    '*/',
    '`${',
    'url(',
    '@import "',
    ' ',
    '\n',
    '=',
    '(',
  ],
] as const;

/** Pages, scripts and styles are looked at as well: one of them says the same again and again. */
export function withTediousPage(entries: TestEntry[], random: Random): void {
  const pages = entries.filter(({ name }) => /\.(html?|js|css)$/i.test(String(name)));
  if (pages.length === 0) return;
  const said = Array.from({ length: 1 + random.int(3) }, () => random.pick(PIECES)).join('');
  random.pick(pages).data = random.pick(PIECES) + said.repeat(1 + random.int(100_000 / said.length));
}

/** A file that expands a thousand times, honest about it or not. */
export function withBomb(entries: TestEntry[], random: Random): void {
  bomb ??= new Uint8Array(deflateRawSync(new Uint8Array(BOMB_BYTES)));
  entries.push({
    name: 'assets/film.mp4',
    raw: bomb,
    lie: { bytes: random.pick([BOMB_BYTES, 1000, 10_000_000]), crc32: 0 },
  });
}

/** The archive of the entries; its end record may say anything. */
export function archived(entries: readonly TestEntry[], random: Random): Uint8Array {
  if (random.chance(0.8)) return makeZip(entries);
  const edit = random.pick(['count', 'directoryBytes', 'directoryOffset', 'disk', 'comment'] as const);
  return makeZip(entries, { [edit]: edit === 'comment' ? 'c'.repeat(random.int(1000)) : size(random) & 0xffff });
}
