import { parseId } from '../../domain/kernel/ids.ts';
import { readCredential } from '../shared/auth.ts';
import { signingKeysOf } from './keys.ts';
import { type Audience, signToken, type TokenClaims, type Verified, verifyToken } from './tokens.ts';

/** Signs a token with the tenant's keys of this moment. */
export async function issue(env: DeliveryEnv, claims: TokenClaims): Promise<string> {
  return signToken(await signingKeysOf(env, claims.tenant), claims, Date.now());
}

/** The claims of a token that is in force for this audience and tenant; null otherwise. */
export async function admit<A extends Audience>(
  env: DeliveryEnv,
  token: string | undefined,
  expected: { audience: A; tenant: string },
): Promise<Verified<A> | null> {
  // The tenant's keys are not even asked for when this is no token: strangers cannot make the api work.
  if (token === undefined || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
  return verifyToken(await signingKeysOf(env, expected.tenant), token, { ...expected, now: Date.now() });
}

/** The token in `Authorization: Bearer`, when there is one. */
export function bearerOf(headers: Headers): string | undefined {
  const credential = readCredential(headers.get('authorization') ?? undefined);
  return credential?.scheme === 'bearer' ? credential.token : undefined;
}

/**
 * The claims of a token for this very session, whatever else the tenant has. A session id that is none has no tenant and
 * no tokens.
 */
export async function admitToSession<A extends Audience>(
  env: DeliveryEnv,
  token: string | undefined,
  expected: { audience: A; session: string },
): Promise<Verified<A> | null> {
  const id = parseId(expected.session, 'ses');
  if (!id.ok) return null;
  const claims = await admit(env, token, { audience: expected.audience, tenant: id.value.tenant });
  return claims?.session === expected.session ? claims : null;
}
