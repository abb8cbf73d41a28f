import { waitUntil } from 'cloudflare:workers';
import { CredentialReader, type CredentialRow } from '../../../d1/content/credentials.ts';
import { CredentialWriter } from '../../../d1/content/credentials-writer.ts';
import type { TenantContent } from '../../../d1/content/db.ts';
import { parseId } from '../../../domain/kernel/ids.ts';
import { clientAuthority } from '../../../domain/statement/authority.ts';
import type { Credential } from '../../shared/auth.ts';
import type { Principal, Refused, Scope } from '../../shared/rpc.ts';
import { contentOf, findTenant } from '../tenants.ts';
import { secretUntil } from './secrets.ts';
import { authenticateToken, isToken } from './tokens.ts';
import { usedBefore } from './used.ts';

/**
 * Who a credential stands for; null when it is malformed, unknown, withdrawn or wrong. A bearer credential is a signed
 * token or `<credential id>.<secret>`; an xAPI key is the credential id. Ids begin with the tenant, which leads to its
 * region.
 */
export async function authenticate(env: ApiEnv, credential: Credential): Promise<Principal | Refused | null> {
  const now = Date.now();
  if (credential.scheme === 'bearer' && isToken(credential.token)) return authenticateToken(env, credential.token, now);
  const { id, secret } = parts(credential);
  const parsed = parseId(id, 'key');
  if (!parsed.ok) return null;
  const tenant = await findTenant(env, parsed.value.tenant);
  if (tenant === undefined) return null;
  const content = contentOf(env, tenant);
  const row = await new CredentialReader(content).byId(id);
  if (row === undefined || row.revokedAt !== null || row.scheme !== credential.scheme) return null;
  const until = await secretUntil(secret, row, now);
  if (until === undefined) return null;
  noteUse(content, row, now);
  return {
    tenant: tenant.id,
    region: tenant.region,
    credential: row.id,
    name: row.name,
    scopes: row.scopes as readonly Scope[],
    authority: clientAuthority(tenant.homePage, row),
    ...(Number.isFinite(until) && { until }),
  };
}

function parts(credential: Credential): { id: string; secret: string } {
  if (credential.scheme === 'basic') return { id: credential.key, secret: credential.secret };
  const dot = credential.token.indexOf('.');
  return { id: credential.token.slice(0, Math.max(dot, 0)), secret: credential.token.slice(dot + 1) };
}

/** [CRED-11] Behind the answer, and only when the last note is old. */
function noteUse(content: TenantContent, { id, lastUsedAt }: CredentialRow, now: number): void {
  const before = usedBefore(now);
  if (lastUsedAt !== null && lastUsedAt >= before) return;
  waitUntil(new CredentialWriter(content).used(id, new Date(now).toISOString(), before));
}
