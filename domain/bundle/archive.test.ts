import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../package/zip/crc32.ts';
import { readDirectory } from '../package/zip/directory.ts';
import { readEntry } from '../package/zip/entries.ts';
import { bytesSource } from '../package/zip/source.ts';
import { concat, makeZip } from '../package/zip/zip.testing.ts';
import { type ArchiveFile, archiveBytes, archiveFileOf, writeArchive } from './archive.ts';
import { filesOf, MemoryParts } from './bundle.testing.ts';

type Named = { readonly path: string; readonly data: Uint8Array };

/** An archive of files of `original` (all of them) and of `made`, in parts of `partBytes`, stopped after `maxParts` each time. */
async function written(
  original: readonly (Named & { method: 0 | 8 })[],
  made: readonly Named[],
  { partBytes, maxParts }: { partBytes: number; maxParts: number },
) {
  const source = bytesSource(makeZip(original.map(({ path, data, method }) => ({ name: path, data, method }))));
  const entries = await filesOf(source);
  let madeAt = 0;
  const files: ArchiveFile[] = made.map(({ path, data }) => {
    const from = { madeAt };
    madeAt += data.length;
    return { path, bytes: data.length, crc32: crc32(data), from };
  });
  for (const [path, entry] of entries) files.push(archiveFileOf(path, entry));
  const writer = new MemoryParts(partBytes);
  const plain = JSON.parse(JSON.stringify(files)) as ArchiveFile[];
  const madeSource = bytesSource(concat(...made.map(({ data }) => data)));
  let step = { done: false, parts: [] as readonly { partNumber: number; etag: string }[] };
  let steps = 0;
  for (; !step.done; steps++) {
    step = await writeArchive({
      files: plain,
      original: source,
      made: madeSource,
      writer,
      stored: step.parts,
      maxParts,
    });
  }
  return { bytes: writer.object(), files, steps };
}

async function contentsOf(bytes: Uint8Array): Promise<Record<string, string>> {
  const source = bytesSource(bytes);
  const directory = await readDirectory(source);
  if (!directory.ok) throw new Error(directory.error.message);
  const found: [string, string][] = [];
  for (const entry of directory.value.entries) {
    const read = await readEntry(source, entry, 1e6);
    if (!read.ok) throw new Error(read.error.message);
    found.push([entry.path, Buffer.from(read.value).toString('hex')]);
  }
  return Object.fromEntries(found);
}

const named = fc.record({ data: fc.uint8Array({ maxLength: 400 }), method: fc.constantFrom(0 as const, 8 as const) });
const list = (prefix: string) =>
  fc
    .array(named, { minLength: 1, maxLength: 8 })
    .map((files) => files.map((f, i) => ({ ...f, path: `${prefix}${i}` })));

describe('an archive of another one’s files and of new ones', () => {
  it('[BUN-18] holds every file, with its checksum, wherever it was interrupted', async () => {
    const property = fc.asyncProperty(
      list('old/'),
      list('new/'),
      fc.integer({ min: 7, max: 300 }),
      fc.integer({ min: 1, max: 3 }),
      async (original, made, partBytes, maxParts) => {
        const { bytes, files } = await written(original, made, { partBytes, maxParts });
        const expected = [...made, ...original].map(({ path, data }) => [path, Buffer.from(data).toString('hex')]);
        expect(await contentsOf(bytes)).toEqual(Object.fromEntries(expected));
        expect(bytes.length).toBe(archiveBytes(files));
        const whole = await written(original, made, { partBytes: 1e6, maxParts: 1 });
        expect(Buffer.from(bytes).equals(Buffer.from(whole.bytes))).toBe(true);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
  it('[BUN-19] stops behind the parts that were asked for, in the middle of a file too', async () => {
    const data = new Uint8Array(1e6).fill(7);
    const made = { path: 'film.mp4', data };
    const { steps, bytes } = await written([{ path: 'a', data: new Uint8Array(1), method: 0 }], [made], {
      partBytes: 100_000,
      maxParts: 2,
    });
    expect(steps).toBeGreaterThan(1);
    expect(Object.keys(await contentsOf(bytes))).toEqual(['film.mp4', 'a']);
  });
});
