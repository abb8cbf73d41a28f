/** Every course that is here to be exported: the collection's, the project's own, and authored documents. */
import { makeZip } from '../../scripts/pack-sample.mjs';
import { type CourseFile, coursesIn, sampleCourse } from '../support/courses.ts';
import { DOCUMENT } from '../support/small-lms/plays.ts';

export interface Sample extends CourseFile {
  /** Where it comes from: a folder of the collection, or `own`. */
  readonly folder: string;
}

/** The rest of `hostile` and `broken` is refused, so that there is nothing to export. */
const FOLDERS: Readonly<Record<string, RegExp>> = {
  scorm12: /./,
  scorm2004: /./,
  cmi5: /./,
  xapi: /./,
  hostile: /^(ok|decide)_/,
  'adl-scorm2004-4th/packages': /./,
};

export function samples(): Sample[] {
  const collected = Object.entries(FOLDERS).flatMap(([folder, names]) =>
    coursesIn(folder)
      .filter(({ name }) => names.test(name))
      .map((file) => ({ ...file, folder: folder.split('/')[0]! })),
  );
  return [...collected, ...[sampleCourse(), document].map((file) => ({ ...file, folder: 'own' }))];
}

const document: CourseFile = {
  name: 'document.zip',
  read: () => new Uint8Array(makeZip([['lectern.json', Buffer.from(JSON.stringify(DOCUMENT))]])),
};
