import { readContentPackage } from '../content-packaging/read.ts';
import type { ReadInput, ReadOutput } from '../format.ts';
import type { PackageFormat } from '../manifest.ts';
import { optional } from '../manifest-json.ts';
import { finding } from '../report.ts';
import { readCourseData, readNodeData } from './item-data.ts';
import { SequencingReader } from './read-sequencing.ts';
import { unreachableItems } from './unreachable.ts';
import { Values } from './values.ts';

type Edition = Extract<PackageFormat, `scorm2004-${string}`>;

/** Reads a SCORM 2004 manifest (CAM 2nd to 4th Edition, chapters 3 and 5); what the editions add to each other has names of its own. */
export const readScorm2004 =
  (format: Edition) =>
  (input: ReadInput): Promise<ReadOutput> =>
    readContentPackage(input, (manifest, noting) => {
      const sequencing = new SequencingReader(manifest, noting);
      const values = new Values(noting);
      return {
        format,
        minPlayerVersion: '0.2.0',
        opensLeavesOnly: true,
        itemData: (item) => optional('scorm2004', readNodeData(item, sequencing, values)),
        unreachable: (structure, { scorm2004 }) => unreachableItems(structure, scorm2004?.sequencing),
        courseData: (organization) => ({ scorm2004: readCourseData(organization, sequencing, values) }),
      };
    });

/** A package that is SCORM 2004 and does not say which edition: the 4th knows everything that the earlier ones wrote. */
export async function readUnstatedScorm2004(input: ReadInput): Promise<ReadOutput> {
  const output = await readScorm2004('scorm2004-4')(input);
  const message = 'The manifest does not say which edition of SCORM 2004 it is; it is taken for the 4th.';
  return { ...output, findings: [finding('edition_repaired', message, input.where), ...output.findings] };
}
