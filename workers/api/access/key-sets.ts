import { importJWK } from 'jose';
import { keyAddress } from '../../../domain/access/key-address.ts';
import { type KeySet, type PublicKey, readKeySet } from '../../../domain/access/key-set.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';

/** An issuer that takes longer is as good as down; whoever registers it waits for this. */
const TIMEOUT_MS = 5000;
/** Ten times what large issuers publish. */
const MAX_BYTES = 64 * 1024;

/** [JWT-9] The keys behind a JWKS URL that `keyAddress` has let through; or why there are none, in words. */
export async function fetchKeySet(url: string): Promise<Result<KeySet, string>> {
  const json = await fetchJson(url);
  return json.ok ? usableKeys(json.value) : json;
}

/** The smallest RSA key that RS256 and PS256 may be used with (RFC 7518, 3.3 and 3.5). */
const MIN_RSA_BITS = 2048;
/** The algorithm that a key is tried with; RSA keys serve both of theirs. */
const ALGORITHM: Readonly<Record<PublicKey['kty'], string>> = { RSA: 'RS256', EC: 'ES256', OKP: 'EdDSA' };

/** [JWT-9] The keys of a JWK Set that tokens can be verified with; or why there are none, in words. */
export async function usableKeys(json: unknown): Promise<Result<KeySet, string>> {
  const set = readKeySet(json);
  if (!set.ok) return set;
  const tried = await Promise.all(set.value.keys.map(async (key) => ((await isUsable(key)) ? [key] : [])));
  const keys = tried.flat();
  return keys.length > 0
    ? ok({ keys })
    : err('The keys of the JWK Set are malformed, or RSA keys of less than 2048 bits.');
}

async function isUsable(key: PublicKey): Promise<boolean> {
  try {
    const { algorithm } = (await importJWK(key, ALGORITHM[key.kty])) as CryptoKey;
    const { modulusLength } = algorithm as { modulusLength?: number };
    return modulusLength === undefined || modulusLength >= MIN_RSA_BITS;
  } catch {
    return false; // its numbers are none
  }
}

/** The JWKS URL that the issuer names in its metadata (OpenID Connect Discovery 1.0, 4). */
export async function discoverKeys(issuer: string, loopback: boolean): Promise<Result<string, string>> {
  const address = keyAddress(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, loopback);
  if (!address.ok) return address;
  const json = await fetchJson(address.value);
  if (!json.ok) return err(`${json.error} Give jwksUrl or jwks when the issuer has no such page.`);
  const metadata = json.value as { issuer?: unknown; jwks_uri?: unknown } | null;
  // 4.3: metadata of another issuer must not be used.
  if (metadata?.issuer !== issuer) return err(`${address.value} does not speak for ${issuer}.`);
  if (typeof metadata.jwks_uri !== 'string') return err(`${address.value} names no jwks_uri.`);
  return keyAddress(metadata.jwks_uri, loopback);
}

/** Redirects are not followed: they could lead where `keyAddress` would not let us. */
async function fetchJson(url: string): Promise<Result<unknown, string>> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { redirect: 'manual', signal, headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      await response.body?.cancel();
      return err(`${url} answered with status ${response.status}.`);
    }
    const text = await limitedText(response);
    if (text === undefined) return err(`${url} answered with more than ${MAX_BYTES} bytes.`);
    return ok(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return err(`${url} did not answer with JSON.`);
    const late = error instanceof Error && error.name === 'TimeoutError';
    return err(late ? `${url} did not answer within ${TIMEOUT_MS / 1000} seconds.` : `${url} could not be reached.`);
  }
}

/** Undefined: there is more of it than we want to hold. */
async function limitedText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (bytes > MAX_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
