import type { PackageFormat } from '../manifest.ts';

/** What any course can be exported as. */
export type CrossingFormat = 'scorm12' | 'scorm2004' | 'cmi5' | 'xapi';

/** What a course can be exported as: an authored document as it came, too. */
export type ExportFormat = CrossingFormat | 'document';

export interface ExportTarget {
  readonly format: ExportFormat;
  readonly formatVersion: string;
}

/** Versions of each format, the one that is meant when nothing is said first. SCORM 2004: the edition. */
const VERSIONS: Readonly<Record<ExportFormat, readonly string[]>> = {
  scorm12: ['1.2'],
  scorm2004: ['4', '3', '2'],
  cmi5: ['1.0'],
  xapi: ['1.0'],
  document: ['1'],
};

/** What each is called in a sentence. */
export const FORMAT_TITLES: Readonly<Record<ExportFormat, string>> = {
  scorm12: 'SCORM 1.2',
  scorm2004: 'SCORM 2004',
  cmi5: 'cmi5',
  xapi: 'xAPI',
  document: 'Lectern document',
};

export const EXPORT_FORMATS = Object.keys(VERSIONS) as readonly ExportFormat[];
export const CROSSING_FORMATS = EXPORT_FORMATS.filter((format): format is CrossingFormat => format !== 'document');

/** The format and version of a package as an export target. */
export function targetOfSource(format: PackageFormat): ExportTarget {
  const edition = /^scorm2004-(.)$/.exec(format)?.[1];
  if (edition !== undefined) return { format: 'scorm2004', formatVersion: edition };
  const same = format as Exclude<ExportFormat, 'scorm2004'>;
  return { format: same, formatVersion: VERSIONS[same][0]! };
}

/**
 * The target that is asked for. Without a version a course keeps its own, and becomes the newest of a format that it does
 * not have yet. Only a course that came in an earlier edition of SCORM 2004 goes out in one. Undefined: there is no such
 * version of this format for this course, or no way into this format; `versionsFor` names those that there are.
 */
export function exportTarget(
  source: PackageFormat,
  format: ExportFormat,
  formatVersion: string | undefined,
): ExportTarget | undefined {
  const own = targetOfSource(source);
  if (formatVersion === undefined && own.format === format) return own;
  const known = versionsFor(source, format);
  const wanted = formatVersion ?? known[0];
  return wanted !== undefined && known.includes(wanted) ? { format, formatVersion: wanted } : undefined;
}

/** The versions of a format that a course of this source can be exported as; none: it cannot. */
export function versionsFor(source: PackageFormat, format: ExportFormat): readonly string[] {
  const own = targetOfSource(source);
  if (format === 'document' && own.format !== format) return [];
  return VERSIONS[format].filter((version, i) => i === 0 || (own.format === format && own.formatVersion === version));
}

/** Whether the course keeps its own manifest; of SCORM 2004 the edition may still be another. */
export const isSameFormat = (source: PackageFormat, { format }: ExportTarget): boolean =>
  targetOfSource(source).format === format;
