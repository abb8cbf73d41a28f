import { err, ok, type Result } from '../../kernel/result.ts';
import { readDirectory } from '../../package/zip/directory.ts';
import { readEntry } from '../../package/zip/entries.ts';
import type { ByteSource } from '../../package/zip/source.ts';
import { type ArchiveLayout, type ArchiveManifest, layoutOf, manifestRefusal, STATEMENTS_FILE } from './archive.ts';

/** A manifest is a page of text. */
const MAX_MANIFEST_BYTES = 1024 * 1024;

export interface OpenArchive extends ArchiveLayout {
  /** What it says of itself; an archive that was made by hand may say nothing. */
  readonly told: ArchiveManifest | undefined;
}

/** Why an archive cannot be read, and what to do. */
export interface ArchiveRefusal {
  readonly detail: string;
  readonly remedy: string;
}

/** [BULK-6] [BULK-7] Reads what an archive of statements holds, and what it says of itself. */
export async function openArchive(file: ByteSource): Promise<Result<OpenArchive, ArchiveRefusal>> {
  const directory = await readDirectory(file);
  if (!directory.ok) return refused(directory.error.message, directory.error.remedy);
  const layout = layoutOf(directory.value.entries);
  if (!layout.ok) {
    return refused(layout.error, `Put ${STATEMENTS_FILE} into the root of the archive, or send it alone.`);
  }
  const { manifest } = layout.value;
  if (manifest === undefined) return ok({ ...layout.value, told: undefined });
  const bytes = await readEntry(file, manifest, MAX_MANIFEST_BYTES);
  if (!bytes.ok) return refused(bytes.error.message, bytes.error.remedy);
  const text = new TextDecoder().decode(bytes.value);
  const refusal = manifestRefusal(text);
  if (refusal !== undefined) {
    return refused(refusal, 'Import it with the version of Lectern that wrote it, or a later one.');
  }
  return ok({ ...layout.value, told: JSON.parse(text) as ArchiveManifest });
}

const refused = (detail: string, remedy: string): Result<never, ArchiveRefusal> => err({ detail, remedy });
