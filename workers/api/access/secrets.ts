import type { CredentialRow } from '../../../d1/content/credentials.ts';
import { toBase64Url } from '../../shared/base64.ts';

/** [CRED-5] What nobody can guess needs no slow hash. */
const SECRET_BYTES = 32;
/** A secret is 43 characters; anything much longer is not worth a hash. */
const MAX_SECRET_CHARACTERS = 256;

/** A secret and what is kept of it. */
export async function newSecret(): Promise<{ secret: string; secretSha256: string }> {
  const secret = toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  return { secret, secretSha256: hex(await sha256(secret)) };
}

/**
 * Until when (milliseconds since 1970) the secret is one of the credential's: Infinity for its present one, the end of
 * an earlier one that still goes on, undefined for any other. Compares in constant time, so that an answer's delay
 * tells nothing about the secret.
 */
export async function secretUntil(
  secret: string,
  row: Pick<CredentialRow, 'secretSha256' | 'previous'>,
  now: number,
): Promise<number | undefined> {
  if (secret.length > MAX_SECRET_CHARACTERS) return undefined;
  const given = await sha256(secret);
  if (equal(given, row.secretSha256)) return Number.POSITIVE_INFINITY;
  const earlier = row.previous.filter((one) => equal(given, one.sha256)).map(({ until }) => Date.parse(until));
  return earlier.find((until) => until > now);
}

const sha256 = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function equal(given: Uint8Array, sha256Hex: string): boolean {
  const kept = Uint8Array.from(sha256Hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return kept.length === given.length && crypto.subtle.timingSafeEqual(given, kept);
}
