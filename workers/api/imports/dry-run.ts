import { walk } from '../../../domain/package/manifest.ts';
import { addFindings, type ImportReport } from '../../../domain/package/report.ts';
import { scanFiles } from '../../../domain/package/scan/scan.ts';
import { damageOf } from '../../../domain/package/zip/damage.ts';
import { NATIVE_CODEC } from '../../../r2/zip-codec.ts';
import { type OriginalPlace, openOriginal } from '../build/inspect.ts';
import type { InspectionBody } from './schema.ts';

/**
 * Unpacked bytes that a dry run reads to their ends: some ten seconds, within the time that proxies wait for an answer. Of
 * a larger course directory and manifest are inspected, and damage shows when it is imported.
 */
export const DRY_RUN_READ_BYTES = 1024 ** 3;

/** What an import of this original would say, as far as a request may take; stores nothing. */
export async function dryRun(place: OriginalPlace): Promise<InspectionBody> {
  const opened = await openOriginal(place);
  if (!opened.ok) return { report: shown(opened.error), course: null, filesRead: false };
  const { source, inspected } = opened.value;
  const { manifest, report, files } = inspected;
  const filesRead = manifest.assets.bytes <= DRY_RUN_READ_BYTES;
  const damage = filesRead ? await damageOf(source, files.values(), NATIVE_CODEC) : undefined;
  if (damage !== undefined) return { report: shown(addFindings(report, [damage])), course: null, filesRead };
  const seen = addFindings(report, await scanFiles(source, inspected, NATIVE_CODEC));
  const { title, format, identifier, activityId, languages, assets, structure } = manifest;
  const nodes = [...walk(structure)].length;
  return {
    report: shown(seen),
    course: { title, format, identifier, activityId, languages: [...languages], nodes, assets },
    filesRead,
  };
}

const shown = (report: ImportReport): InspectionBody['report'] => ({ ...report, findings: [...report.findings] });
