/** The special data types of xAPI (Data, section 4 of 1.0.3), as predicates on strings. */
import { UUID } from '../kernel/ids.ts';
import type { XapiVersion } from './types.ts';

const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;
const MAILBOX = /^mailto:[^@\s]+@[^@\s]+$/i;
const SHA1 = /^[0-9a-f]{40}$/i;
const SHA2 = /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/;
const PATCH = '(?:\\.\\d+(?:[-+][0-9A-Za-z.+-]+)?)?$';
const VERSIONS: Readonly<Record<XapiVersion, RegExp>> = {
  '1.0.3': new RegExp(`^1\\.0${PATCH}`),
  '2.0.0': new RegExp(`^[12]\\.0${PATCH}`),
};
/** RFC 5646, section 2.1: langtag, private use, and the irregular grandfathered tags. */
const LANGUAGE_TAG = new RegExp(
  '^(?:' +
    '(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\\d{3}))?' +
    '(?:-(?:[a-z0-9]{5,8}|\\d[a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?' +
    '|x(?:-[a-z0-9]{1,8})+' +
    '|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)' +
    '|en-gb-oed|sgn-be-fr|sgn-be-nl|sgn-ch-de' +
    ')$',
  'i',
);

/** Texts that are remembered of each kind: the IRIs of a hundred courses. Beyond it remembering begins anew. */
const REMEMBERED = 4096;
/** Longer ones are looked at again, so that what is remembered has a size. */
const REMEMBERED_CHARS = 256;

/** A predicate that remembers what it found good: statements say the same few IRIs and languages over and over. */
function remembering(form: RegExp): (text: string) => boolean {
  const good = new Set<string>();
  return (text) => {
    if (good.has(text)) return true;
    if (!form.test(text)) return false;
    if (text.length > REMEMBERED_CHARS) return true;
    if (good.size >= REMEMBERED) good.clear();
    good.add(text);
    return true;
  };
}

export const isUuid = (text: string): boolean => UUID.test(text);
export const isIri = remembering(IRI);
export const isMailbox = (text: string): boolean => MAILBOX.test(text);
export const isSha1 = (text: string): boolean => SHA1.test(text);
/** SHA-224, 256, 384 or 512 in hexadecimal: the attachment property is called `sha2` and names no length. */
export const isSha2 = (text: string): boolean => SHA2.test(text);
export const isMediaType = (text: string): boolean => MEDIA_TYPE.test(text);
/** Data 2.4.10: 1.0 or anything that begins with `1.0.`; in xAPI 2.0 likewise, and what was 1.0 before may be passed on. */
export const isVersion = (text: string, version: XapiVersion = '1.0.3'): boolean => VERSIONS[version].test(text);
export const isLanguageTag = remembering(LANGUAGE_TAG);
