import type { PackageFormat, PlayPackageManifest } from './manifest.ts';
import { sequencerNeeds } from './scorm2004/needs.ts';

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

/** What a course needs of a player beyond its format's run-time; kept with the package, so that lists can say it. */
export const needsOf = ({ structure, scorm2004 }: PlayPackageManifest): string[] =>
  sequencerNeeds(structure, scorm2004);

export interface PlayNeeds {
  readonly format: PackageFormat;
  /** `needsOf` its manifest; null: it was imported before anybody asked. */
  readonly needs: readonly string[] | null;
}

/** Whether a course can be launched; `reason` says in words why not, and what to do instead. */
export type Playable = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** An export into SCORM 1.2 exists of every format; it keeps the contents and has no rules. */
const INSTEAD = 'export it as SCORM 1.2 (on its page, or lectern export --format scorm12) and import that.';

export function playable({ format, needs }: PlayNeeds): Playable {
  const reason = reasonAgainst({ format, needs });
  return reason === undefined ? { ok: true } : { ok: false, reason };
}

function reasonAgainst({ format, needs }: PlayNeeds): string | undefined {
  if (!format.startsWith('scorm2004')) return undefined;
  if (needs === null) {
    return 'This course was imported before Lectern noted what courses need of a player. To play it, import it again.';
  }
  if (needs.length === 0) return undefined;
  const what = needs.join(', ');
  return `This course has sequencing that this version of Lectern's player does not carry out yet (${what}). To play it now with every part open, ${INSTEAD}`;
}
