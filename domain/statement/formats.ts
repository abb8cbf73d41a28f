/** The special data types of xAPI 1.0.3 (Data, section 4), as predicates on strings. */
import { UUID } from '../kernel/ids.ts';

const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;
const MAILBOX = /^mailto:[^@\s]+@[^@\s]+$/i;
const SHA1 = /^[0-9a-f]{40}$/i;
const SHA2 = /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/;
const VERSION = /^1\.0(?:\.\d+(?:[-+][0-9A-Za-z.+-]+)?)?$/;
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

export const isUuid = (text: string): boolean => UUID.test(text);
export const isIri = (text: string): boolean => IRI.test(text);
export const isMailbox = (text: string): boolean => MAILBOX.test(text);
export const isSha1 = (text: string): boolean => SHA1.test(text);
/** SHA-224, 256, 384 or 512 in hexadecimal: the attachment property is called `sha2` and names no length. */
export const isSha2 = (text: string): boolean => SHA2.test(text);
export const isMediaType = (text: string): boolean => MEDIA_TYPE.test(text);
/** Data 2.4.10: 1.0 or anything that begins with `1.0.`. */
export const isVersion = (text: string): boolean => VERSION.test(text);
export const isLanguageTag = (text: string): boolean => LANGUAGE_TAG.test(text);
