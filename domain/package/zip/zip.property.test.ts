import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../report.ts';
import { readDirectory } from './directory.ts';
import { readEntries } from './entries.ts';
import { safePath } from './names.ts';
import { concat, countingSource, makeZip, type TestEntry } from './zip.testing.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('names', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '',
      ' ',
      '. .',
      '...',
      '.. ',
      'C:',
      'c:',
      '\\',
      '\\\\host',
      '~',
      '%2e%2e',
      'NUL',
      'a',
      'ä',
      '日本',
    ),
    fc.string({ maxLength: 8, unit: 'binary' }),
  );
  const name = fc
    .tuple(fc.array(part, { maxLength: 6 }), fc.constantFrom('/', '\\', '//', '/./', '\\..\\'))
    .map(([parts, separator]) => parts.join(separator));

  /** The path that a name stands for; undefined when it is refused. */
  function pathOf(text: string): string | undefined {
    try {
      return safePath(text).path;
    } catch (thrown) {
      if (thrown instanceof Refusal) return undefined;
      throw thrown;
    }
  }

  it('[ZIP-5] whatever a name is, it is refused or names something inside the package, on any file system', () => {
    fc.assert(
      fc.property(name, (text) => {
        const path = pathOf(text);
        if (path === undefined || path === '') return;
        expect(posix.resolve('/package', path)).toBe(`/package/${path}`);
        // Windows drops dots and spaces at the end of a part; `resolve` does not know that.
        const onWindows = path.replaceAll(/[. ]+(?=\/|$)/g, '');
        expect(win32.resolve('C:\\package', onWindows).startsWith('C:\\package\\')).toBe(true);
        expect(path).not.toMatch(/\\|\p{Cc}/u);
      }),
      { numRuns: 3000 },
    );
  });
  it('[ZIP-6] a path that was made plain is plain', () => {
    fc.assert(
      fc.property(name, (text) => {
        const path = pathOf(text);
        if (path !== undefined && path !== '') expect(pathOf(path)).toBe(path);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('random archives', () => {
  const segment = fc.stringMatching(/^[a-z0-9äß日 _.%#+-]{1,8}$/).filter((text) => !/^[. ]+$/.test(text));
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const file = fc.record({ path, data: fc.uint8Array({ maxLength: 3000 }), method: fc.constantFrom(0, 8) });
  const noise = fc.constantFrom('folder/', 'a/b/c/', '__MACOSX/x', 'a/.DS_Store', 'Thumbs.db');
  const archive = fc.record({
    files: fc.uniqueArray(file, { minLength: 1, maxLength: 12, selector: (one) => one.path }),
    noise: fc.uniqueArray(noise, { maxLength: 3 }),
    prefix: fc.uint8Array({ maxLength: 40 }),
    comment: fc.string({ maxLength: 40 }),
    windowBytes: fc.integer({ min: 64, max: 5000 }),
    first: fc.nat(11),
  });

  it('[ZIP-20] every file comes out as it went in, whatever lies around it and wherever one begins', async () => {
    await fc.assert(
      fc.asyncProperty(archive, async ({ files, noise: left, prefix, comment, windowBytes, first }) => {
        const entries: TestEntry[] = files.map((one) => ({ name: one.path, data: one.data, method: one.method }));
        for (const [i, name] of left.entries()) entries.splice((i * 5) % entries.length, 0, { name, data: '' });
        const source = countingSource(concat(prefix, makeZip(entries, { comment })));
        const directory = await readDirectory(source);
        if (!directory.ok) throw new Error(directory.error.message);
        const read = directory.value.entries;
        expect(read.map((entry) => entry.path)).toEqual(files.map((one) => one.path));
        const fromEntry = first % files.length;
        const out: [string, string][] = [];
        for await (const { entry, chunks } of readEntries(source, read, { fromEntry, windowBytes })) {
          const pieces: Uint8Array[] = [];
          for await (const chunk of chunks) pieces.push(chunk.slice());
          out.push([entry.path, Buffer.from(concat(...pieces)).toString('hex')]);
        }
        expect(out).toEqual(files.slice(fromEntry).map((one) => [one.path, Buffer.from(one.data).toString('hex')]));
      }),
      { numRuns: 300 },
    );
  });
  it('[ZIP-22] one changed byte of the data never passes', async () => {
    const content = fc.uint8Array({ minLength: 1, maxLength: 2000 });
    await fc.assert(
      fc.asyncProperty(content, fc.nat(), fc.integer({ min: 1, max: 255 }), async (data, at, mask) => {
        const zip = makeZip([{ name: 'a', data, method: 0 }]);
        const place = 30 + utf8('a').length + (at % data.length);
        zip[place] = zip[place]! ^ mask;
        const source = countingSource(zip);
        const directory = await readDirectory(source);
        if (!directory.ok) throw new Error(directory.error.message);
        const reading = async (): Promise<void> => {
          for await (const { chunks } of readEntries(source, directory.value.entries)) for await (const _ of chunks);
        };
        await expect(reading()).rejects.toMatchObject({ finding: { code: 'zip_crc_mismatch' } });
      }),
    );
  });
});
