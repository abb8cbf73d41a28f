import { expect, it } from 'vitest';
import { readDirectory } from '../package/zip/directory.ts';
import { readEntry } from '../package/zip/entries.ts';
import { bytesSource } from '../package/zip/source.ts';
import { concat } from '../package/zip/zip.testing.ts';
import { archiveOf } from './lone-file.ts';

it('[BUN-17] a file alone becomes an archive that holds it', async () => {
  const contents = new TextEncoder().encode('<courseStructure/>');
  const source = bytesSource(concat(...archiveOf('cmi5.xml', [contents.subarray(0, 7), contents.subarray(7)])));
  const directory = await readDirectory(source);
  if (!directory.ok) throw new Error(directory.error.message);
  const { entries, findings } = directory.value;
  expect(findings).toEqual([]);
  expect(entries.map((entry) => entry.path)).toEqual(['cmi5.xml']);
  expect(await readEntry(source, entries[0]!, 100)).toEqual({ ok: true, value: contents });
});
