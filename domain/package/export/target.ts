import type { PackageFormat } from '../manifest.ts';

/** What a course can be exported as. */
export type ExportFormat = 'scorm12' | 'scorm2004' | 'cmi5' | 'xapi';

export const EXPORT_FORMATS: readonly ExportFormat[] = ['scorm12', 'scorm2004', 'cmi5', 'xapi'];

export interface ExportTarget {
  readonly format: ExportFormat;
  /** Of SCORM 2004 the edition. */
  readonly formatVersion: string;
}

/** The format that a course came in, as an export names it; undefined for documents, which no other system reads. */
export function targetOfSource(format: PackageFormat): ExportTarget | undefined {
  if (format === 'document') return undefined;
  const edition = /^scorm2004-(.)$/.exec(format)?.[1];
  if (edition !== undefined) return { format: 'scorm2004', formatVersion: edition };
  return { format: format as ExportFormat, formatVersion: format === 'scorm12' ? '1.2' : '1.0' };
}
