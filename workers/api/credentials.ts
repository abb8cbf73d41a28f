import { readCredential } from '../../d1/content/credentials.ts';
import { parseId } from '../../domain/kernel/ids.ts';
import { clientAuthority } from '../../domain/statement/authority.ts';
import type { Credential } from '../shared/auth.ts';
import type { Principal, Scope } from '../shared/rpc.ts';
import { contentOf, findTenant } from './tenants.ts';

/** A secret is 32 random bytes in base64url; anything much longer is not worth a hash. */
const MAX_SECRET_CHARACTERS = 256;

/**
 * Who a credential stands for; null when it is malformed, unknown, withdrawn or wrong. A bearer token is
 * `<credential id>.<secret>`, an xAPI key is the credential id: both begin with the tenant, which leads to its region.
 */
export async function authenticate(env: ApiEnv, credential: Credential): Promise<Principal | null> {
  const { id, secret } = parts(credential);
  const parsed = parseId(id, 'key');
  if (!parsed.ok || secret.length > MAX_SECRET_CHARACTERS) return null;
  const tenant = await findTenant(env, parsed.value.tenant);
  if (tenant === undefined) return null;
  const row = await readCredential(contentOf(env, tenant), id, credential.scheme);
  if (row === undefined || !(await isSecret(secret, row.secretSha256))) return null;
  return {
    tenant: tenant.id,
    region: tenant.region,
    credential: row.id,
    name: row.name,
    scopes: row.scopes as readonly Scope[],
    authority: clientAuthority(tenant.homePage, row),
  };
}

function parts(credential: Credential): { id: string; secret: string } {
  if (credential.scheme === 'basic') return { id: credential.key, secret: credential.secret };
  const dot = credential.token.indexOf('.');
  return { id: credential.token.slice(0, Math.max(dot, 0)), secret: credential.token.slice(dot + 1) };
}

/** Compares digests in constant time, so that an answer's delay tells nothing about the secret. */
async function isSecret(secret: string, sha256Hex: string): Promise<boolean> {
  const given = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)));
  const kept = Uint8Array.from(sha256Hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return kept.length === given.length && crypto.subtle.timingSafeEqual(given, kept);
}
