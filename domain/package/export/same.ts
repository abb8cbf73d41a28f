import { PackageFiles } from '../files.ts';
import type { PackageFormat, PlayPackageManifest } from '../manifest.ts';
import { fileName } from '../marker.ts';
import { type ImportReport, Refusal } from '../report.ts';
import { decodeXml } from '../xml/decode.ts';
import { XML_LIMITS } from '../xml/parse.ts';
import { readEntry } from '../zip/entries.ts';
import type { ZipEntry } from '../zip/entry.ts';
import type { ByteSource } from '../zip/source.ts';
import { repairIms } from './repair-ims.ts';

/** What the manifest of a format is called (SCORM CAM, cmi5 14.1, the authored document). */
export const manifestNameOf = (format: PackageFormat): string => {
  if (format.startsWith('scorm')) return 'imsmanifest.xml';
  return { cmi5: 'cmi5.xml', xapi: 'tincan.xml', document: 'lectern.json' }[format as 'cmi5' | 'xapi' | 'document'];
};

export interface SourceCourse {
  readonly manifest: PlayPackageManifest;
  readonly source: ByteSource;
  /** Path in the course → entry of the archive. */
  readonly files: ReadonlyMap<string, ZipEntry>;
  /** Of its import. */
  readonly report?: ImportReport;
}

/** The manifest file of a course as its archive spells it. */
export function manifestPathOf({ manifest, files }: Pick<SourceCourse, 'manifest' | 'files'>): string | undefined {
  const name = manifestNameOf(manifest.format);
  return [...files.keys()].find((path) => path === fileName(path) && path.toLowerCase() === name);
}

/**
 * The text of a manifest that has to be written anew; undefined when it can go out as it came in. `schemaVersion`: the edition of
 * SCORM that it is to say.
 */
export async function repairedManifest(
  course: SourceCourse,
  path: string,
  schemaVersion?: string,
): Promise<string | undefined> {
  const entry = course.files.get(path)!;
  const bytes = await readEntry(course.source, entry, XML_LIMITS.maxBytes);
  if (!bytes.ok) throw new Refusal(bytes.error);
  if (course.manifest.format === 'document') return undefined;
  const decoded = decodeXml(bytes.value, path);
  const text = decoded.text.trimStart();
  const repaired = course.manifest.format.startsWith('scorm')
    ? repairIms({ text, manifest: course.manifest, files: packageFiles(course.files), schemaVersion })
    : text;
  const begins = /^<\?xml\s/.test(decoded.text);
  return begins && repaired === text && decoded.findings.length === 0 ? undefined : inUtf8(repaired);
}

const packageFiles = (files: ReadonlyMap<string, ZipEntry>): PackageFiles =>
  new PackageFiles({ entries: [...files].map(([path, entry]) => ({ ...entry, path })), findings: [] }, '');

/** A document of any encoding with a declaration that says what it is in now. */
const inUtf8 = (text: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${text.replace(/^<\?xml[^>]*\?>\s*/, '')}`;
