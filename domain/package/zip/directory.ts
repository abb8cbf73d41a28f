import { err, ok, type Result } from '../../kernel/result.ts';
import { type Finding, finding, quote, Refusal, refuse } from '../report.ts';
import { type EndRecord, readEndRecord, viewOf } from './end-record.ts';
import type { ZipDirectory, ZipEntry } from './entry.ts';
import { ZIP_LIMITS } from './limits.ts';
import { isNoise, safePath } from './names.ts';
import { type DirectoryRecord, isRecord, readRecord } from './record.ts';
import type { ByteSource } from './source.ts';

/**
 * Reads and checks the directory of an archive. Nothing is inflated: what an archive says of itself is enough to refuse
 * most attacks, and what it says is verified again while its entries are read.
 */
export async function readDirectory(source: ByteSource): Promise<Result<ZipDirectory, Finding>> {
  try {
    return ok(await read(source));
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.finding);
    throw thrown;
  }
}

async function read(source: ByteSource): Promise<ZipDirectory> {
  const end = await readEndRecord(source);
  checkCounts(end);
  const directory = viewOf(await source.read(end.directoryOffset, end.directoryOffset + end.directoryBytes));
  const notes = new Notes();
  const kept: Kept[] = [];
  let at = 0;
  for (let i = 0; i < end.entries; i++) {
    const record = readRecord(directory, at);
    at = record.next;
    const entry = accept(record, end, notes);
    if (entry !== undefined) kept.push(entry);
  }
  // A count of 16 bits without zip64 wraps around: what is not counted would silently be missing.
  if (isRecord(directory, at)) throw refuse('zip_corrupt', 'The ZIP file lists more files than it says that it holds.');
  if (!kept.some((entry) => entry.path !== undefined)) throw refuse('zip_no_files', 'The ZIP file holds no files.');
  const entries = placed(kept, end.directoryOffset);
  checkDuplicates(entries);
  checkExpansion(entries);
  if (end.prefixBytes > 0) {
    notes.add('zip_prefix_ignored', `${end.prefixBytes} bytes before the ZIP itself were left out.`);
  }
  return { entries, findings: notes.findings() };
}

function checkCounts(end: EndRecord): void {
  if (end.entries > ZIP_LIMITS.maxEntries) {
    throw refuse(
      'zip_too_many_entries',
      `The ZIP holds ${end.entries} files; at most ${ZIP_LIMITS.maxEntries} are taken.`,
    );
  }
  if (end.directoryBytes > ZIP_LIMITS.maxDirectoryBytes) {
    throw refuse('zip_too_many_entries', 'The list of contents of the ZIP is larger than 32 MiB.');
  }
}

interface Kept {
  /** Absent for directories and noise: they take room in the archive, and none in the package. */
  readonly path: string | undefined;
  readonly record: DirectoryRecord;
  readonly headerOffset: number;
}

const ENCRYPTED = 1 | (1 << 6) | (1 << 13);
const LINK_TYPE = 0xa;
const ORDINARY_TYPES = [0, 0x4, 0x8];

function accept(record: DirectoryRecord, end: EndRecord, notes: Notes): Kept {
  const { name } = record;
  const safe = safePath(name);
  if (record.unixType === LINK_TYPE) {
    throw refuse('zip_symlink', `${quote(name)} is a symbolic link, not a file.`, name);
  }
  if (!ORDINARY_TYPES.includes(record.unixType)) {
    throw refuse('zip_symlink', `${quote(name)} is a device or another special file.`, name);
  }
  if (record.flags & ENCRYPTED) throw refuse('zip_encrypted', `The file ${quote(name)} is encrypted.`, name);
  const headerOffset = record.headerOffset + end.prefixBytes;
  if (safe.isDirectory && record.bytes === 0) return { path: undefined, record, headerOffset };
  if (safe.isDirectory) throw refuse('zip_unsafe_path', `The folder ${quote(name)} has contents like a file.`, name);
  if (isNoise(safe.path)) {
    notes.noise++;
    return { path: undefined, record, headerOffset };
  }
  if (record.method !== 0 && record.method !== 8) {
    throw refuse('zip_method_unknown', `The file ${quote(name)} is compressed by method ${record.method}.`, name);
  }
  if (record.method === 0 && record.bytes !== record.compressedBytes) {
    throw refuse('zip_size_mismatch', `The stored file ${quote(name)} has two different sizes.`, name);
  }
  if (safe.hadBackslash) notes.backslashes++;
  return { path: safe.path, record, headerOffset };
}

const LOCAL_FIXED_BYTES = 30;

/** In archive order, each bounded by the next: entries that share bytes are how small archives become huge. */
function placed(kept: readonly Kept[], directoryOffset: number): ZipEntry[] {
  const sorted = [...kept].sort((a, b) => a.headerOffset - b.headerOffset);
  const entries: ZipEntry[] = [];
  sorted.forEach(({ path, record, headerOffset }, i) => {
    const limitOffset = sorted[i + 1]?.headerOffset ?? directoryOffset;
    const least = headerOffset + LOCAL_FIXED_BYTES + record.nameBytes + record.compressedBytes;
    if (least > directoryOffset) {
      throw refuse('zip_truncated', `The file ${quote(record.name)} reaches beyond the end of the ZIP.`, record.name);
    }
    if (least > limitOffset) {
      throw refuse('zip_overlapping_entries', `The file ${quote(record.name)} overlaps another one.`, record.name);
    }
    if (path === undefined) return;
    const { compressedBytes, bytes, crc32 } = record;
    entries.push({ path, method: record.method as 0 | 8, crc32, compressedBytes, bytes, headerOffset, limitOffset });
  });
  return entries;
}

function checkDuplicates(entries: readonly ZipEntry[]): void {
  const seen = new Set<string>();
  for (const { path } of entries) {
    if (!seen.has(path)) {
      seen.add(path);
      continue;
    }
    const isManifest = /(^|\/)(imsmanifest\.xml|cmi5\.xml|tincan\.xml|lectern\.json)$/i.test(path);
    throw refuse(
      isManifest ? 'manifest_duplicate' : 'zip_duplicate_path',
      `The ZIP holds ${quote(path)} twice, so nobody can tell which one counts.`,
      path,
    );
  }
}

function checkExpansion(entries: readonly ZipEntry[]): void {
  let total = 0;
  let compressed = 0;
  for (const entry of entries) {
    total += entry.bytes;
    compressed += entry.compressedBytes;
    if (expandsTooFar(entry.bytes, entry.compressedBytes)) {
      const times = Math.floor(entry.bytes / Math.max(1, entry.compressedBytes));
      throw refuse('zip_bomb', `The file ${quote(entry.path)} would expand ${times} times.`, entry.path);
    }
  }
  if (total > ZIP_LIMITS.maxTotalBytes) throw refuse('zip_too_large', 'Unpacked, the package is larger than 20 GiB.');
  if (expandsTooFar(total, compressed))
    throw refuse('zip_bomb', 'Unpacked, the package would be over 200 times as large.');
}

const expandsTooFar = (bytes: number, compressed: number): boolean =>
  bytes > ZIP_LIMITS.ratioFloorBytes && bytes > compressed * ZIP_LIMITS.maxRatio;

/** Counts what was mended, and says each kind once. */
class Notes {
  backslashes = 0;
  noise = 0;
  #others: Finding[] = [];

  add(code: Parameters<typeof finding>[0], message: string): void {
    this.#others.push(finding(code, message));
  }

  findings(): Finding[] {
    const found = [...this.#others];
    if (this.backslashes > 0) {
      const files = plural(this.backslashes, 'name', 'names');
      found.push(finding('backslash_paths', `${files} had backslashes between folders; they were read as slashes.`));
    }
    if (this.noise > 0) {
      found.push(finding('noise_skipped', `${plural(this.noise, 'file', 'files')} of an operating system left out.`));
    }
    return found;
  }
}

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
