import type { ExportFile } from '../package/export/plan.ts';
import { crc32 } from '../package/zip/crc32.ts';
import { type ArchiveFile, archiveFileOf } from './archive.ts';

/** Gives the new files of an export to `write`, one after the other, and tells where every file of it lies. */
export async function assemble(
  files: readonly ExportFile[],
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<readonly ArchiveFile[]> {
  const assembled: ArchiveFile[] = [];
  let madeAt = 0;
  for (const file of files) {
    if ('entry' in file) {
      assembled.push(archiveFileOf(file.path, file.entry));
      continue;
    }
    const bytes = new TextEncoder().encode(file.text);
    await write(bytes);
    assembled.push({ path: file.path, bytes: bytes.length, crc32: crc32(bytes), from: { madeAt } });
    madeAt += bytes.length;
  }
  return assembled;
}
