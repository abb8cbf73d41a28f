import { type TenantContent, tenantContent } from '../../d1/content/db.ts';
import { readTenant } from '../../d1/directory/tenants.ts';
import { TENANT_ID } from '../../domain/kernel/ids.ts';
import { regional } from '../shared/regions.ts';
import type { TenantRecord } from '../shared/rpc.ts';

/** How long an isolate goes on with what the directory said: a tenant's region changes only when it migrates. */
const TENANT_CACHE_SECONDS = 30;
/** Tenants remembered per isolate; beyond it the oldest go. */
const TENANT_CACHE_ENTRIES = 1024;

const cache = new Map<string, { tenant: TenantRecord; until: number }>();

/** The tenant of this id; undefined when there is none, which is asked again every time. */
export async function findTenant(env: ApiEnv, id: string, now = Date.now()): Promise<TenantRecord | undefined> {
  if (!TENANT_ID.test(id)) return undefined;
  const known = cache.get(id);
  if (known !== undefined && known.until > now) return known.tenant;
  const row = await readTenant(env.DIRECTORY, id);
  cache.delete(id);
  if (row === undefined) return undefined;
  const tenant = { id: row.id, name: row.name, region: row.region, homePage: row.homePage };
  if (cache.size >= TENANT_CACHE_ENTRIES) cache.delete(cache.keys().next().value!);
  cache.set(id, { tenant, until: now + TENANT_CACHE_SECONDS * 1000 });
  return tenant;
}

/** The content database of a tenant's region, as that tenant sees it. */
export const contentOf = (env: ApiEnv, { id, region }: Pick<TenantRecord, 'id' | 'region'>): TenantContent =>
  tenantContent(regional<D1Database>(env, 'CONTENT', region), id);

/** The bucket of a tenant's region. Keys in it begin with the tenant. */
export const bucketOf = (env: ApiEnv, { region }: Pick<TenantRecord, 'region'>): R2Bucket =>
  regional<R2Bucket>(env, 'PACKAGES', region);
