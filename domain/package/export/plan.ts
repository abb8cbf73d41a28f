/**
 * What goes into an export: which files of the course as they are, which with a script in their head, and which are new. The
 * same course, target and version of this code give the same plan.
 */
import type { PackageFormat } from '../manifest.ts';
import type { ZipEntry } from '../zip/entry.ts';
import { cmi5Manifest } from './cmi5.ts';
import { type Crossing, courseJson, freeFolder, type PlayerFiles, SHIM_SCRIPT } from './crossing.ts';
import { lossesOf } from './losses.ts';
import { isMended } from './mended.ts';
import { type ExportFinding, type ExportReport, exportFinding, exportReport } from './report.ts';
import { manifestNameOf, manifestPathOf, repairedManifest, type SourceCourse } from './same.ts';
import { scorm12Manifest } from './scorm12.ts';
import { scorm2004Manifest } from './scorm2004.ts';
import { isPage } from './script-pages.ts';
import { type CrossingFormat, type ExportTarget, isSameFormat, targetOfSource } from './target.ts';
import { tincanManifest } from './tincan.ts';

/** A file of the export. */
export type ExportFile = { readonly path: string } & (
  | { readonly text: string }
  /** A file of the standalone player, by its name in the build. */
  | { readonly player: string }
  /** `script`: the path of a script that the page loads before anything else. */
  | { readonly entry: ZipEntry; readonly script?: string }
);

export interface ExportPlan {
  /** The manifest first, where people look for it. */
  readonly files: readonly ExportFile[];
  readonly report: ExportReport;
}

/** `player`: what the build has. Throws `Refusal` when the manifest of the course cannot be read any more. */
export async function planExport(course: SourceCourse, target: ExportTarget, player: PlayerFiles): Promise<ExportPlan> {
  if (isSameFormat(course.manifest.format, target)) return planSame(course, target);
  if (target.format === 'document') throw new Error('only a document goes out as one');
  return planCrossing(course, target.format, player);
}

/** The course as it came, with what the import had to repair, and the edition that was asked for. */
async function planSame(course: SourceCourse, target: ExportTarget): Promise<ExportPlan> {
  const { manifest, files, report } = course;
  const path = manifestNameOf(manifest.format);
  const found = manifestPathOf(course)!;
  const raised = targetOfSource(manifest.format).formatVersion !== target.formatVersion;
  const text = await repairedManifest(course, found, raised ? editionName(target.formatVersion) : undefined);
  const first: ExportFile = text === undefined ? { path, entry: files.get(found)! } : { path, text };
  const others = [...files].filter(([other]) => other !== found).map(([other, entry]) => ({ path: other, entry }));
  return {
    files: [first, ...others],
    report: exportReport([
      sameFinding(raised, text !== undefined || found !== path || (report !== undefined && isMended(report))),
    ]),
  };
}

function sameFinding(raised: boolean, rewritten: boolean): ExportFinding {
  if (raised) {
    const message =
      'The manifest says the later edition. What it says otherwise is as it came: later editions read it.';
    return exportFinding('edition_raised', message);
  }
  return rewritten
    ? exportFinding('manifest_repaired', 'The course comes out with what was repaired when it was imported.')
    : exportFinding('as_it_came', 'The course comes out as it came in.');
}

/** The text of `schemaversion` (CAM 4th Edition, 3.4.1.3). */
const editionName = (edition: string): string => `2004 ${edition}th Edition`;

const MANIFESTS: Readonly<Record<CrossingFormat, { path: string; write(crossing: Crossing): string }>> = {
  scorm12: { path: 'imsmanifest.xml', write: scorm12Manifest },
  scorm2004: { path: 'imsmanifest.xml', write: scorm2004Manifest },
  cmi5: { path: 'cmi5.xml', write: cmi5Manifest },
  xapi: { path: 'tincan.xml', write: tincanManifest },
};

/** Files in the root that would make a learning system take the export for a course of another format. */
const MARKERS = new Set(Object.values(MANIFESTS).map(({ path }) => path));

/** The course in another format, with a player that speaks for it. */
function planCrossing({ manifest, files }: SourceCourse, target: CrossingFormat, player: PlayerFiles): ExportPlan {
  const folder = freeFolder(files.keys());
  const scripted = manifest.format === 'cmi5' || manifest.format === 'xapi';
  const script = `${folder}${SHIM_SCRIPT}`;
  // Pages of a document ask for it by the name that it should have.
  const document = manifest.format === 'document' ? manifestPathOf({ manifest, files }) : undefined;
  const own: ExportFile[] = [];
  for (const [found, entry] of files) {
    if (MARKERS.has(found.toLowerCase())) continue;
    const path = found === document ? manifestNameOf(manifest.format) : found;
    own.push(scripted && isPage(path) ? { path, entry, script } : { path, entry });
  }
  const added: ExportFile[] = playerFiles(manifest.format, player).map((name) => ({
    path: `${folder}${name}`,
    player: name,
  }));
  added.push({ path: `${folder}course.json`, text: courseJson(manifest, target) });
  const paths = [...added, ...own].map(({ path }) => path);
  const { path, write } = MANIFESTS[target];
  const text = write({ manifest, folder, paths });
  const findings = [
    ...lossesOf(manifest, target),
    exportFinding('player_added', `A small player in the folder ${folder} opens the course and reports for it.`),
    ...(scripted ? [exportFinding('pages_scripted', `Every page of the course loads ${script} first.`)] : []),
  ];
  return { files: [{ path, text }, ...added, ...own], report: exportReport(findings) };
}

function playerFiles(format: PackageFormat, { player, document, shim }: PlayerFiles): readonly string[] {
  if (format === 'document') return [...player, ...document];
  return format === 'cmi5' || format === 'xapi' ? [...player, ...shim] : player;
}
