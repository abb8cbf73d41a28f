import type { PackageFormat } from './manifest.ts';

/** What each format is called in a sentence. */
export const FORMAT_NAMES: Readonly<Record<PackageFormat, string>> = {
  scorm12: 'SCORM 1.2',
  'scorm2004-2': 'SCORM 2004 2nd Edition',
  'scorm2004-3': 'SCORM 2004 3rd Edition',
  'scorm2004-4': 'SCORM 2004 4th Edition',
  cmi5: 'cmi5',
  xapi: 'xAPI (Tin Can)',
  document: 'Lectern document',
};

/** Formats whose runtime the player of this version has; the others are imported, kept and listed all the same. */
const PLAYED: readonly PackageFormat[] = ['scorm12', 'document'];

/** Whether a course can be launched; `reason` says in words why not, and what to do instead. */
export type Playable = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export function playable(format: PackageFormat): Playable {
  if (PLAYED.includes(format)) return { ok: true };
  const name = FORMAT_NAMES[format];
  const reason = `This version of Lectern keeps ${name} courses and does not play them yet. To play this one now, publish it as SCORM 1.2 in the authoring tool and import that.`;
  return { ok: false, reason };
}
