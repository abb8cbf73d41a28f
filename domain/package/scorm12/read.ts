import { readContentPackage } from '../content-packaging/read.ts';
import type { ReadInput, ReadOutput } from '../format.ts';
import { optional } from '../manifest-json.ts';
import { readItemData } from './item-data.ts';
import { unreachableItems } from './unreachable.ts';

/** Reads a SCORM 1.2 manifest (CAM 1.2, chapter 2). */
export const readScorm12 = (input: ReadInput): Promise<ReadOutput> =>
  readContentPackage(input, (_, { where, findings }) => ({
    format: 'scorm12',
    minPlayerVersion: '0.1.0',
    opensLeavesOnly: false,
    itemData: (item) => optional('scorm12', readItemData(item, where, findings)),
    unreachable: unreachableItems,
    courseData: () => ({}),
  }));
