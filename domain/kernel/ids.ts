import { type Problem, problem } from './problem.ts';
import { err, ok, type Result } from './result.ts';

/**
 * Public ids: `<tenant>-<kind>-<26 characters>`, all lower case, a DNS label (a package's id is its content host).
 * They begin with the tenant and never with a region, because tenants migrate. The last part is a UUID in Crockford
 * base32, so that an id made from a registration can be read back.
 */
export type IdKind = 'imp' | 'upl' | 'pkg' | 'lrn' | 'ses' | 'key' | 'iss' | 'evt' | 'lch' | 'sti' | 'exp' | 'enr';

export interface ParsedId {
  readonly tenant: string;
  readonly kind: IdKind;
  readonly uuid: string;
}

/** At most 20 characters, so that an id stays a DNS label (63). No hyphen, because a hyphen ends it. */
export const TENANT_ID = /^[a-z][a-z0-9]{1,19}$/;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const ID = /^([a-z][a-z0-9]{1,19})-(imp|upl|pkg|lrn|ses|key|iss|evt|lch|sti|exp|enr)-([0-7][0-9a-hjkmnp-tv-z]{25})$/;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `uuid` is a UUID (version 7 where the server makes it); throws on anything else: ids are made, not received. */
export function makeId(tenant: string, kind: IdKind, uuid: string): string {
  if (!TENANT_ID.test(tenant)) throw new Error(`not a tenant id: ${tenant}`);
  return `${tenant}-${kind}-${encodeUuid(uuid)}`;
}

/** Reads a public id of the expected kind; anything else is a `not_found`, so that probing tells nothing. */
export function parseId(text: string, kind: IdKind): Result<ParsedId, Problem> {
  const match = ID.exec(text);
  if (match === null || match[2] !== kind) return err(problem('not_found', `There is no ${kind} with this id.`));
  return ok({ tenant: match[1]!, kind, uuid: decodeUuid(match[3]!) });
}

/** Whether a text is an id of this kind in this tenant. */
export const isIdOf = (text: string, tenant: string, kind: IdKind): boolean =>
  text.startsWith(`${tenant}-${kind}-`) && ID.test(text);

/** The session of a registration: one to one, so either finds the other without a lookup. */
export const sessionIdOf = (tenant: string, registration: string): string => makeId(tenant, 'ses', registration);

/** 128 bits as 26 base32 characters (the first carries 3 bits). */
export function encodeUuid(uuid: string): string {
  if (!UUID.test(uuid)) throw new Error(`not a UUID: ${uuid}`);
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let out = '';
  for (let i = 0; i < 26; i++) {
    out = ALPHABET[Number(bits & 31n)]! + out;
    bits >>= 5n;
  }
  return out;
}

/** The inverse of `encodeUuid`; the caller has checked the characters. */
export function decodeUuid(text: string): string {
  let bits = 0n;
  for (const c of text) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(c));
  const hex = bits.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
