import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { readEntries, storedRange } from '../../domain/package/zip/entries.ts';
import type { ZipEntry } from '../../domain/package/zip/entry.ts';
import { WINDOW_BYTES } from '../../domain/package/zip/limits.ts';
import type { ByteSource } from '../../domain/package/zip/source.ts';
import { STATEMENTS_FILE } from '../../domain/statement/bulk/archive.ts';
import type { JobFailure } from '../../domain/statement/bulk/job.ts';
import { type ArchiveRefusal, openArchive } from '../../domain/statement/bulk/open-archive.ts';
import { SNIFF_BYTES, sniff } from '../../domain/statement/bulk/sniff.ts';
import type { ContentFiles } from './contract.ts';

/** A file of statements as a job reads it. */
export interface ImportSource {
  /** One JSON text a line. */
  readonly statements: ByteSource;
  /** What the checksum of the statements has to be, where the file tells it. */
  readonly crc32: number | undefined;
  readonly contents: ContentFiles;
}

const NO_CONTENTS: ContentFiles = {
  has: () => false,
  read: () => {
    throw new Error('a file of lines brings no contents');
  },
};

/** [SIM-7] Opens a file of lines or an archive. */
export async function openSource(file: ByteSource): Promise<Result<ImportSource, JobFailure>> {
  const head = await file.read(0, Math.min(file.size, SNIFF_BYTES));
  if (sniff(head) !== 'archive') return ok({ statements: file, crc32: undefined, contents: NO_CONTENTS });
  const archive = await openArchive(file);
  if (!archive.ok) return invalid(archive.error);
  const { statements, contents } = archive.value;
  const range = await storedRange(file, statements);
  if (!range.ok) {
    const { code, message: detail, remedy } = range.error;
    const plainly = `Store ${STATEMENTS_FILE} in the archive without compression (\`zip -0\`).`;
    return invalid({ detail, remedy: code === 'zip_method_unknown' ? plainly : remedy });
  }
  return ok({
    statements: within(file, range.value),
    crc32: statements.crc32,
    contents: contentsOf(file, contents),
  });
}

const invalid = (refusal: ArchiveRefusal): Result<never, JobFailure> => err({ code: 'archive_invalid', ...refusal });

const within = (file: ByteSource, { start, end }: { start: number; end: number }): ByteSource => ({
  size: end - start,
  read: (from, to) => file.read(start + from, start + to),
});

const contentsOf = (file: ByteSource, entries: ReadonlyMap<string, ZipEntry>): ContentFiles => ({
  has: (sha2) => entries.has(sha2),
  read: (sha2) => readContent(file, entries.get(sha2)!),
});

async function* readContent(file: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const windowBytes = Math.min(WINDOW_BYTES, entry.limitOffset - entry.headerOffset);
  for await (const { chunks } of readEntries(file, [entry], { windowBytes })) yield* chunks;
}
