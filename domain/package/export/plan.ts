/**
 * What goes into an export: which files of the course as they are, and which are new. The same course and version of this
 * code give the same plan.
 */
import type { ZipEntry } from '../zip/entry.ts';
import { type ExportReport, exportFinding } from './report.ts';
import { manifestNameOf, manifestPathOf, repairedManifest, type SourceCourse } from './same.ts';

/** A file of the export: new, or an entry of the original. */
export type ExportFile = { readonly path: string } & ({ readonly text: string } | { readonly entry: ZipEntry });

export interface ExportPlan {
  /** The manifest first, where people look for it. */
  readonly files: readonly ExportFile[];
  readonly report: ExportReport;
}

/**
 * The course in the format that it came in, with what the import had to repair. Throws `Refusal` when its manifest cannot be
 * read any more.
 */
export async function planExport(course: SourceCourse): Promise<ExportPlan> {
  const { manifest, files } = course;
  const path = manifestNameOf(manifest.format);
  const found = manifestPathOf(course)!;
  const text = await repairedManifest(course, found);
  const first: ExportFile = text === undefined ? { path, entry: files.get(found)! } : { path, text };
  const others = [...files].filter(([other]) => other !== found).map(([other, entry]) => ({ path: other, entry }));
  const finding =
    text === undefined && found === path
      ? exportFinding('as_it_came', 'The course comes out as it came in.')
      : exportFinding(
          'manifest_repaired',
          'What was repaired when the course was imported is written into its manifest.',
        );
  return { files: [first, ...others], report: { findings: [finding] } };
}
