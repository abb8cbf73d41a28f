import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { readEntries } from '../domain/package/zip/entries.ts';
import type { ByteSource } from '../domain/package/zip/source.ts';
import { type ArchiveManifest, MANIFEST_FILE } from '../domain/statement/bulk/archive.ts';
import { openArchive } from '../domain/statement/bulk/open-archive.ts';
import { Failure } from './errors.ts';

/** What an archive of statements says of itself, once its statements have been compared with it. */
export async function checkArchive(path: string): Promise<ArchiveManifest> {
  const file = await open(path);
  try {
    return await check(await sourceOf(file), path);
  } finally {
    await file.close();
  }
}

async function check(source: ByteSource, path: string): Promise<ArchiveManifest> {
  const damaged = (detail: string): Failure =>
    new Failure(`${path} is not whole.`, { detail, remedy: 'Export again; the server lost nothing.' });
  const archive = await openArchive(source);
  if (!archive.ok) throw damaged(archive.error.detail);
  const { statements, told } = archive.value;
  if (told === undefined) throw damaged(`There is no ${MANIFEST_FILE}.`);
  const hash = createHash('sha256');
  for await (const { chunks } of readEntries(source, [statements])) {
    for await (const chunk of chunks) hash.update(chunk);
  }
  if (hash.digest('hex') !== told.statements.sha256) throw damaged('The statements have another SHA-256.');
  return told;
}

async function sourceOf(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      if (bytesRead !== bytes.length) throw new Error(`the file gave ${bytesRead} bytes of ${bytes.length}`);
      return bytes;
    },
  };
}
