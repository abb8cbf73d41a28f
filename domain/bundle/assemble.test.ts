import { describe, expect, it } from 'vitest';
import type { ExportFile } from '../package/export/plan.ts';
import { readEntry } from '../package/zip/entries.ts';
import { bytesSource } from '../package/zip/source.ts';
import { concat, makeZip } from '../package/zip/zip.testing.ts';
import { writeArchive } from './archive.ts';
import { assemble } from './assemble.ts';
import { filesOf, MemoryParts } from './bundle.testing.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('the files of an export', () => {
  it('[BUN-20] are made, taken from the build, scripted or left as they lie', async () => {
    const long = `<head>${'long '.repeat(40_000)}`;
    const source = bytesSource(
      makeZip([
        { name: 'index.html', data: '<head><title>x</title>' },
        { name: 'sub/long.html', data: long },
        { name: 'sub/wide.html', data: new Uint8Array([0xff, 0xfe, 60, 0]) },
        { name: 'a.png', data: 'png', method: 0 },
      ]),
    );
    const entries = await filesOf(source);
    const script = 'lectern/shim.js';
    const pages = ['index.html', 'sub/long.html', 'sub/wide.html'];
    const files: ExportFile[] = [
      { path: 'tincan.xml', text: '<ä/>' },
      { path: script, player: 'shim.js' },
      ...pages.map((path) => ({ path, entry: entries.get(path)!, script })),
      { path: 'a.png', entry: entries.get('a.png')! },
    ];
    const made: Uint8Array[] = [];
    const assembled = await assemble({
      files,
      source,
      player: async (name) => utf8(`the build's ${name}`),
      write: async (bytes) => void made.push(bytes.slice()),
    });
    expect(assembled.findings.map(({ code }) => code)).toEqual(['page_not_scripted']);
    const writer = new MemoryParts(50_000);
    const input = { original: source, made: bytesSource(concat(...made)), writer, stored: [], maxParts: 1e9 };
    await writeArchive({ files: assembled.files, ...input });
    const archive = bytesSource(writer.object());
    const contents: [string, string][] = [];
    for (const [path, entry] of await filesOf(archive)) {
      const read = await readEntry(archive, entry, 1e6);
      if (!read.ok) throw new Error(read.error.message);
      contents.push([path, Buffer.from(read.value).toString('latin1')]);
    }
    expect(contents).toEqual([
      ['tincan.xml', '<\xc3\xa4/>'],
      [script, "the build's shim.js"],
      ['index.html', '<head><script src="lectern/shim.js"></script><title>x</title>'],
      ['sub/long.html', `<head><script src="../lectern/shim.js"></script>${long.slice(6)}`],
      ['sub/wide.html', '\xff\xfe<\0'],
      ['a.png', 'png'],
    ]);
  });
});
