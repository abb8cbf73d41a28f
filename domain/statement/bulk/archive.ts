import { err, ok, type Result } from '../../kernel/result.ts';
import type { ZipEntry } from '../../package/zip/entry.ts';

/** The files of an archive of statements. Each content of an attachment lies under its hash. */
export const STATEMENTS_FILE = 'statements.ndjson';
export const MANIFEST_FILE = 'manifest.json';
export const ATTACHMENTS_FOLDER = 'attachments/';

/** A version is only ever added to; readers take every version that was ever written. */
const FORMAT_VERSION = 1;

/** What an archive says of itself. Times are RFC 3339, digests SHA-256 in hexadecimal digits. */
export interface ArchiveManifest {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly tenant: string;
  readonly createdAt: string;
  /** The times that were asked for: `since` exclusive, `until` inclusive. */
  readonly range: { readonly since: string | null; readonly until: string | null };
  /** Nothing that was stored earlier is missing. */
  readonly consistentThrough: string;
  readonly statements: {
    readonly count: number;
    readonly bytes: number;
    readonly sha256: string;
    /** `stored` of the first and of the last. */
    readonly first: string | null;
    readonly last: string | null;
  };
  readonly attachments: {
    readonly count: number;
    readonly bytes: number;
    /** Contents that are declared without a fileUrl and that the store did not have; the first ones by hash. */
    readonly missing: readonly string[];
    readonly missingCount: number;
  };
  /** Where the next archive begins (`since`), when this one ended early because it has as many attachments as it may. */
  readonly next: string | null;
}

export const manifestOf = (facts: Omit<ArchiveManifest, 'formatVersion'>): ArchiveManifest => ({
  formatVersion: FORMAT_VERSION,
  ...facts,
});

export interface ArchiveLayout {
  readonly statements: ZipEntry;
  readonly manifest: ZipEntry | undefined;
  /** The contents of attachments by hash, in lower case. */
  readonly contents: ReadonlyMap<string, ZipEntry>;
}

/** [BULK-6] Finds the files of an archive, in its root or in one folder. Refused in words. */
export function layoutOf(entries: readonly ZipEntry[]): Result<ArchiveLayout, string> {
  const found = entries.filter(({ path }) => path === STATEMENTS_FILE || path.endsWith(`/${STATEMENTS_FILE}`));
  const [statements] = found;
  if (statements === undefined) return err(`The archive holds no ${STATEMENTS_FILE}.`);
  if (found.length > 1) return err(`The archive holds ${found.length} files named ${STATEMENTS_FILE}.`);
  const root = statements.path.slice(0, -STATEMENTS_FILE.length);
  const folder = root + ATTACHMENTS_FOLDER;
  const contents = new Map<string, ZipEntry>();
  for (const entry of entries) {
    if (entry.path.startsWith(folder)) contents.set(entry.path.slice(folder.length).toLowerCase(), entry);
  }
  return ok({ statements, manifest: entries.find(({ path }) => path === root + MANIFEST_FILE), contents });
}

/** [BULK-7] Why an archive of this manifest cannot be read, or undefined. */
export function manifestRefusal(text: string): string | undefined {
  try {
    const { formatVersion } = JSON.parse(text) as { formatVersion?: unknown };
    if (formatVersion === FORMAT_VERSION) return undefined;
    return `${MANIFEST_FILE} names the format version ${JSON.stringify(formatVersion)}; this store knows ${FORMAT_VERSION}.`;
  } catch {
    return `${MANIFEST_FILE} is not JSON.`;
  }
}
