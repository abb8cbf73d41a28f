import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ZipStream } from '../domain/bundle/zip-stream.ts';
import { type ArchiveManifest, manifestOf } from '../domain/statement/bulk/archive.ts';
import { checkArchive } from './archive.ts';
import { numbered } from './commands/statement-bulk.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LINES = '{"id":1}\n{"id":2}\n';
const manifest = (sha256: string): ArchiveManifest => ({
  ...manifestOf({} as Parameters<typeof manifestOf>[0]),
  statements: { count: 2, bytes: LINES.length, sha256, first: null, last: null },
});
const SHA256 = createHash('sha256').update(LINES).digest('hex');

async function write(files: Record<string, string>, cutBytes = 0): Promise<string> {
  const zip = new ZipStream();
  const pieces: Uint8Array[] = [];
  const contents = async function* (text: string) {
    yield Buffer.from(text);
  };
  for (const [path, text] of Object.entries(files)) {
    for await (const piece of zip.entry(path, contents(text))) pieces.push(piece);
  }
  const bytes = Buffer.concat([...pieces, ...zip.end()]);
  const path = join(folder, 'archive.zip');
  writeFileSync(path, bytes.subarray(0, bytes.length - cutBytes));
  return path;
}

it('[CLI-13] an archive is compared with its manifest', async () => {
  const good = { 'statements.ndjson': LINES, 'manifest.json': JSON.stringify(manifest(SHA256)) };
  expect(await checkArchive(await write(good))).toEqual(manifest(SHA256));
  await expect(checkArchive(await write(good, 10))).rejects.toThrow('not whole');
  await expect(checkArchive(await write({ 'statements.ndjson': LINES }))).rejects.toThrow('not whole');
  const other = { ...good, 'manifest.json': JSON.stringify(manifest('0'.repeat(64))) };
  await expect(checkArchive(await write(other))).rejects.toMatchObject({ detail: expect.stringContaining('SHA-256') });
});
it('[CLI-13] archives after the first one have a number', () => {
  expect(['a.zip', './x.y/a.zip', 'a', 'x.y/a'].map((path) => [1, 2].map((n) => numbered(path, n)))).toEqual([
    ['a.zip', 'a-2.zip'],
    ['./x.y/a.zip', './x.y/a-2.zip'],
    ['a', 'a-2'],
    ['x.y/a', 'x.y/a-2'],
  ]);
});
