/** An issuer for tests: keys, tokens, and the page where it publishes its keys. */
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const AUDIENCE = 'https://lrs.example/xapi';

export interface TestKey {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function newKey(alg = 'ES256', kid = crypto.randomUUID()): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid } };
}

/** Claims of a token that is good for a minute, changed by `more`; undefined takes a claim away. */
export function signed(key: TestKey, claims: JWTPayload, header: object = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const all = { sub: 'ann', aud: AUDIENCE, iat: now, exp: now + 60, ...claims };
  return new SignJWT(all).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);
}

/** Puts a page at an address of the web that api sees. */
export const publish = async (
  url: string,
  page: { status?: number; headers?: object; body?: string; delayMs?: number },
) => {
  await fetch(url, { method: 'PUT', body: JSON.stringify(page) });
};
export const publishKeys = (url: string, keys: readonly TestKey[], more: object = {}) =>
  publish(url, { body: JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }), ...more });

/** How often a page has been read since it was put there. */
export const readsOf = async (url: string): Promise<number> =>
  Number(await (await fetch(url, { method: 'POST' })).text());

let made = 0;
/** An issuer that nobody has heard of yet. */
export const newIssuer = () => {
  const issuer = `https://login${++made}.example/realm`;
  return { issuer, jwksUrl: `${issuer}/keys` };
};
