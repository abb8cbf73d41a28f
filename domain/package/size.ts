/** How much a course may say of itself, so that whatever is made of it fits where it is kept. */
import { encodePart } from '../kernel/percent.ts';
import { type PlayPackageManifest, walk } from './manifest.ts';
import { type Finding, finding, quote } from './report.ts';

/** Characters of a title: it stands in statements, events, lists and on a learner's screen. */
export const TITLE_CHARS_MAX = 1_000;
/**
 * Characters of an identifier when it is percent-encoded: the course's and an item's together name an activity, and
 * records are kept of activities whose IRI has at most 2,000 characters.
 */
export const IDENTIFIER_CHARS_MAX = 900;
/** Bytes of the structure as JSON: a play session keeps it in one row, which may have 2 MB. */
export const STRUCTURE_BYTES_MAX = 1_500_000;
/** Bytes of the manifest as JSON: it is read whole with every launch, and by every content host twice a minute. */
export const MANIFEST_BYTES_MAX = 4_000_000;

/** The first thing of a course that is too long or too large to be played. `where`: the path of its manifest. */
export function sizeFinding(manifest: PlayPackageManifest, where: string): Finding | undefined {
  const tooLong = (what: string, name: string, limit: number): Finding =>
    finding('text_too_long', `${what} ${quote(name)} has more than ${limit} characters.`, where);
  if (manifest.title.length > TITLE_CHARS_MAX) return tooLong('The title', manifest.title, TITLE_CHARS_MAX);
  if (manifest.activityId.length > IDENTIFIER_CHARS_MAX) {
    return tooLong('The identifier of the course', manifest.identifier, IDENTIFIER_CHARS_MAX);
  }
  for (const { id, title } of walk(manifest.structure)) {
    if (title.length > TITLE_CHARS_MAX) return tooLong('The title', title, TITLE_CHARS_MAX);
    if (encodePart(id).length > IDENTIFIER_CHARS_MAX) return tooLong('The identifier', id, IDENTIFIER_CHARS_MAX);
  }
  let structure = 0;
  for (const { children: _, metadata: __, ...own } of walk(manifest.structure)) {
    structure += bytesOf(own) + BYTES_AROUND;
    if (structure <= STRUCTURE_BYTES_MAX) continue;
    const message = `The structure of the course comes to more than the ${STRUCTURE_BYTES_MAX} bytes that can be played.`;
    return finding('structure_too_large', message, where);
  }
  const whole = structure + bytesOf({ ...manifest, structure: [] });
  if (whole <= MANIFEST_BYTES_MAX) return undefined;
  const message = `What the course says of itself comes to ${whole} bytes; at most ${MANIFEST_BYTES_MAX} are taken.`;
  return finding('structure_too_large', message, where);
}

/** Of a node as JSON: its list of children and the comma behind it. Node by node: all at once may be no string any more. */
const BYTES_AROUND = ',"children":[],'.length;

const bytesOf = (json: object): number => new TextEncoder().encode(JSON.stringify(json)).length;
