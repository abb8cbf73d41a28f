import { waitUntil } from 'cloudflare:workers';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { type IssuerRow, issuersOf, tenantDirectory } from '../../../d1/directory/issuers.ts';
import { IssuerWriter } from '../../../d1/directory/issuers-writer.ts';
import { identityOf, type TokenIdentity } from '../../../domain/access/claims.ts';
import { grantedScopes } from '../../../domain/access/grants.ts';
import { type KeySet, TOKEN_ALGORITHMS } from '../../../domain/access/key-set.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { tokenAuthority } from '../../../domain/statement/authority.ts';
import type { Principal, Refused } from '../../shared/rpc.ts';
import { findTenant } from '../tenants.ts';
import { withNewKeys, withUsableKeys } from './key-refresh.ts';
import { usedBefore } from './used.ts';

/** Tokens with many groups reach 4 KB; headers beyond 8 KB are refused in many places on the way anyway. */
const MAX_TOKEN_CHARS = 8192;
/** What clocks of issuer and store may differ. */
const CLOCK_TOLERANCE_SECONDS = 30;

/** Whether this is a signed token (JWS compact, RFC 7515 7.1) and not an operator's. */
export const isToken = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);

/** [JWT-1] Who a token stands for; refused with what is wrong with it, null when its tenant is gone. */
export async function authenticateToken(env: ApiEnv, token: string, now: number): Promise<Principal | Refused | null> {
  const identity = readToken(token);
  if (!identity.ok) return refused(identity.error);
  const vouched = await vouchedFor(env, identity.value, { token, now });
  if (!vouched.ok) return refused(vouched.error);
  const { row, claims } = vouched.value;
  const tenant = await findTenant(env, row.tenant);
  if (tenant === undefined) return null;
  noteUse(env, row, now);
  return {
    tenant: tenant.id,
    region: tenant.region,
    credential: row.id,
    name: row.name,
    scopes: grantedScopes(row.grants, claims),
    authority: tokenAuthority(identity.value),
    until: (claims.exp! + CLOCK_TOLERANCE_SECONDS) * 1000,
  };
}

const refused = (why: string): Refused => ({
  problem: problem('token_refused', `The token is not accepted: ${why}`, 'Authorization'),
});

/** What the token says of itself before anything is asked or verified: strangers make nobody work. */
function readToken(token: string): Result<TokenIdentity, string> {
  if (token.length > MAX_TOKEN_CHARS) return err(`it has more than ${MAX_TOKEN_CHARS} characters.`);
  try {
    const { alg } = decodeProtectedHeader(token);
    if (!(TOKEN_ALGORITHMS as readonly unknown[]).includes(alg)) {
      return err(`it is signed with ${alg}, and RS256, PS256, ES256 and EdDSA are accepted.`);
    }
    return identityOf(decodeJwt(token));
  } catch {
    return err('it is no JSON Web Token.');
  }
}

interface Presented {
  readonly token: string;
  readonly now: number;
}

/**
 * [JWT-3] The oldest registration of issuer and audience whose keys vouch for the token: whoever registers the same
 * issuer later, with its keys or with others, takes no token from those who have it. Refused with what each one says.
 */
async function vouchedFor(
  env: ApiEnv,
  { issuer, audiences }: TokenIdentity,
  presented: Presented,
): Promise<Result<{ readonly row: IssuerRow; readonly claims: JWTPayload }, string>> {
  const reasons = new Set<string>();
  for (const row of await issuersOf(env.DIRECTORY, issuer, audiences)) {
    const claims = await verified(env, row, presented);
    if (claims.ok) return ok({ row, claims: claims.value });
    reasons.add(claims.error);
  }
  if (reasons.size > 0) return err([...reasons].join(' For another registration: '));
  return err(`no issuer ${issuer} is registered for its audience (aud ${audiences.join(', ')}).`);
}

/** [JWT-2] The claims of a token that is signed by the issuer and in force. An unknown key may be a new one. */
async function verified(env: ApiEnv, row: IssuerRow, presented: Presented): Promise<Result<JWTPayload, string>> {
  const usable = await withUsableKeys(env, row, presented.now);
  if (usable === undefined) return err('the keys of its issuer could not be read for a day.');
  try {
    return ok(await verify(usable, presented));
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) return err(reasonOf(error));
  }
  const renewed = await withNewKeys(env, usable, presented.now);
  if (renewed === undefined) return err('it is signed with a key that its issuer does not publish (kid).');
  return verify(renewed, presented).then(ok, (error) => err(reasonOf(error)));
}

async function verify({ issuer, audience, jwks }: IssuerRow, { token, now }: Presented): Promise<JWTPayload> {
  const options = {
    algorithms: [...TOKEN_ALGORITHMS],
    issuer,
    audience,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: new Date(now),
  };
  try {
    return (await jwtVerify(token, createLocalJWKSet(keySet(jwks)), options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // Without a kid every key of the kind may be the one (RFC 7515, appendix D).
    let last: unknown = error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (mismatch) {
        if (!(mismatch instanceof errors.JWSSignatureVerificationFailed)) throw mismatch;
        last = mismatch;
      }
    }
    throw last;
  }
}

/** As jose types it: with members that can be changed. */
const keySet = ({ keys }: KeySet) => ({ keys: keys.map((key) => ({ ...key })) });

/** What is wrong, for who sent it. Anything that jose did not mean to throw is a bug of ours. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return `it ended ${timeOf(error.payload.exp)}.`;
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf' && error.reason === 'check_failed'
      ? `it begins ${timeOf(error.payload.nbf)}.`
      : `its claim ${error.claim} is missing or wrong.`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not that of its issuer.';
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'it is signed with a key that its issuer does not publish (kid).';
  if (error instanceof errors.JOSEError) return 'it is not well-formed.';
  throw error;
}

/** The last second that a Date can tell. */
const LAST_SECOND = 8.64e12;

const timeOf = (seconds: number | undefined): string =>
  new Date(Math.max(0, Math.min(seconds ?? 0, LAST_SECOND)) * 1000).toISOString();

/** [JWT-10] Behind the answer, and only when the last note is old. */
function noteUse(env: ApiEnv, { id, tenant, lastUsedAt }: IssuerRow, now: number): void {
  const before = usedBefore(now);
  if (lastUsedAt !== null && lastUsedAt >= before) return;
  const writer = new IssuerWriter(tenantDirectory(env.DIRECTORY, tenant));
  waitUntil(writer.used(id, new Date(now).toISOString(), before));
}
