import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from '../../domain/package/inspect.ts';
import { walk } from '../../domain/package/manifest.ts';
import { scanFiles } from '../../domain/package/scan/scan.ts';
import { readEntry } from '../../domain/package/zip/entries.ts';
import { bytesSource } from '../../domain/package/zip/source.ts';
import { writeCourse } from './archive.ts';
import { courseFiles, wrongShape } from './course.ts';

const SHAPE = { bytes: 400_000, media: 3, small: 20, seed: 'a' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-course-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a generated course', () => {
  it('is a SCORM 1.2 package that the import has nothing to say about, whose every file is as it was made', async () => {
    const { path, files, bytes } = await writeCourse(join(folder, 'one.zip'), SHAPE);
    const source = bytesSource(readFileSync(path));
    const inspected = await inspect(source, { homePage: 'https://demo.example' });
    if (!inspected.ok) throw new Error(JSON.stringify(inspected.error));
    const { manifest, report, directory } = inspected.value;
    expect(manifest.format).toBe('scorm12');
    expect([...walk(manifest.structure)].filter(({ kind }) => kind === 'sco')).toHaveLength(3);
    expect([...report.findings, ...(await scanFiles(source, inspected.value))]).toEqual([]);
    expect(files).toBe(1 + 3 + 20);
    const made = [...courseFiles(SHAPE)];
    expect(directory.entries.map((entry) => entry.path)).toEqual(made.map((file) => file.path));
    for (const [i, entry] of directory.entries.entries()) {
      const read = await readEntry(source, entry, SHAPE.bytes);
      expect(read.ok && Buffer.from(read.value).equals(made[i]!.contents())).toBe(true);
    }
    const unpacked = directory.entries.reduce((sum, entry) => sum + entry.bytes, 0);
    expect(bytes).toBe(unpacked);
    expect(Math.abs(unpacked - directory.entries[0]!.bytes - SHAPE.bytes)).toBeLessThan(SHAPE.media);
  });
  it('is the same for the same seed and another one for another', async () => {
    const [one, again, other] = await Promise.all(
      ['a', 'a', 'b'].map((seed, i) => writeCourse(join(folder, `${i}.zip`), { ...SHAPE, seed })),
    );
    const bytesOf = ({ path }: { path: string }) => readFileSync(path);
    expect(bytesOf(one!).equals(bytesOf(again!))).toBe(true);
    expect(bytesOf(one!).equals(bytesOf(other!))).toBe(false);
  });
  it('has films that do not compress and pages that do', () => {
    for (const { path, contents } of courseFiles(SHAPE)) {
      const ratio = deflateRawSync(contents()).length / contents().length;
      if (path.endsWith('.mp4')) expect(ratio).toBeGreaterThan(1);
      else expect(ratio).toBeLessThan(0.5);
    }
  });
  it.each([
    [{ bytes: 1e6, media: 0, small: 10 }, /media file/],
    [{ bytes: 1e6, media: 20, small: 10 }, /too few/],
    [{ bytes: 1e6, media: 10, small: 1000 }, /less than 1000 bytes/],
  ])('cannot be made of %j', (shape, reason) => {
    expect(wrongShape(shape)).toMatch(reason);
  });
});
