import type { ApiRpc, TenantRecord } from '../../shared/rpc.ts';

/** A tenant's name and home page hardly ever change; its region changes by a migration that waits longer than this. */
const KEEP_SECONDS = 30;
const KEEP_ENTRIES = 1000;

const kept = new Map<string, { tenant: TenantRecord; until: number }>();

/** The record of a tenant that exists because a credential or a log names it. */
export async function tenantRecord(api: Pick<ApiRpc, 'tenant'>, id: string, now = Date.now()): Promise<TenantRecord> {
  const known = kept.get(id);
  if (known !== undefined && known.until > now) return known.tenant;
  const tenant = await api.tenant(id);
  kept.delete(id);
  if (tenant === null) throw new Error(`there is no tenant ${id}`);
  if (kept.size >= KEEP_ENTRIES) kept.delete(kept.keys().next().value!);
  kept.set(id, { tenant, until: now + KEEP_SECONDS * 1000 });
  return tenant;
}
