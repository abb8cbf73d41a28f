/** A world for api's tests: migrated databases, tenants seeded as `npm start` seeds them, packages, and the app itself. */
import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env as bindings, exports } from 'cloudflare:workers';
import { makeId } from '../../domain/kernel/ids.ts';
import { type TenantSeed, tenantSeed } from '../../scripts/seed-sql.mjs';
import { regional } from '../shared/regions.ts';
import type { Region } from '../shared/rpc.ts';

export const env = bindings as unknown as ApiEnv & {
  MIGRATIONS_DIRECTORY: D1Migration[];
  MIGRATIONS_CONTENT: D1Migration[];
};

export async function migrate(): Promise<void> {
  await applyD1Migrations(env.DIRECTORY, env.MIGRATIONS_DIRECTORY);
  for (const db of [env.CONTENT_EU, env.CONTENT_US]) await applyD1Migrations(db, env.MIGRATIONS_CONTENT);
}

export interface TestTenant extends TenantSeed {
  id: string;
  region: Region;
  db: D1Database;
  bucket: R2Bucket;
  /** A request with the operator's token. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

const ORIGIN = 'https://lectern.localhost';

let made = 0;

/** A tenant of its own for a test: state is shared within a file. */
export async function newTenant(region: Region = 'eu'): Promise<TestTenant> {
  const id = `t${++made}x${crypto.randomUUID().slice(0, 8)}`;
  const seed = tenantSeed({ tenant: id, name: `Tenant ${id}`, region });
  const db = regional<D1Database>(env, 'CONTENT', region);
  await run(env.DIRECTORY, seed.directorySql);
  await run(db, seed.contentSql);
  return {
    ...seed,
    id,
    region,
    db,
    bucket: regional<R2Bucket>(env, 'PACKAGES', region),
    fetch: (path, init = {}) => fetchAs(seed.operatorToken, path, init),
  };
}

export const run = async (db: D1Database, sql: string): Promise<void> => {
  await db.batch(
    sql
      .split(/;\s*(?:\n|$)/)
      .filter((part) => part.trim() !== '')
      .map((part) => db.prepare(part)),
  );
};

export function fetchAs(token: string | undefined, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  return exports.default.fetch(new Request(ORIGIN + path, { ...init, headers }));
}

/** A package as a finished import leaves it, without the import: for tests of what stands on packages. */
export async function packageRow(tenant: TestTenant, state: 'built' | 'revoked' = 'built', title = 'A course') {
  const id = makeId(tenant.id, 'pkg', crypto.randomUUID());
  await tenant.db
    .prepare(
      `INSERT INTO packages (tenant, id, state, title, format, identifier, activity_id, languages, import, filename,
        original_bytes, container_bytes, asset_count, asset_bytes, report, created_at)
       VALUES (?, ?, ?, ?, 'scorm12', 'c', 'https://x.example/c', '[]', 'i', 'c.zip', 1, 1, 1, 1, '{}', ?)`,
    )
    .bind(tenant.id, id, state, title, new Date().toISOString())
    .run();
  return id;
}
