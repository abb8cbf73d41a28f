/** A world for api's tests: migrated databases, tenants seeded as `npm start` seeds them, packages, and the app itself. */
import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env as bindings, exports } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { ImportWriter } from '../../d1/content/imports-writer.ts';
import { makeId } from '../../domain/kernel/ids.ts';
import type { PackageFormat } from '../../domain/package/manifest.ts';
import { packageKeys } from '../../r2/keys.ts';
import { deflatedZip } from '../../r2/packages.testing.ts';
import { type TenantSeed, tenantSeed } from '../../scripts/seed-sql.mjs';
import { regional } from '../shared/regions.ts';
import type { Region } from '../shared/rpc.ts';
import { INITIAL_STEPS } from './build/steps.ts';
import type { ExportBody } from './export/schema.ts';
import type { ImportBody } from './imports/schema.ts';
import { contentOf } from './tenants.ts';

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
export async function packageRow(
  tenant: TestTenant,
  state: 'built' | 'revoked' = 'built',
  title = 'A course',
  format: PackageFormat = 'scorm12',
) {
  const id = makeId(tenant.id, 'pkg', crypto.randomUUID());
  await tenant.db
    .prepare(
      `INSERT INTO packages (tenant, id, state, title, format, identifier, activity_id, languages, import, filename,
        original_bytes, container_bytes, asset_count, asset_bytes, report, created_at)
       VALUES (?, ?, ?, ?, ?, 'c', 'https://x.example/c', '[]', 'i', 'c.zip', 1, 1, 1, 1, '{}', ?)`,
    )
    .bind(tenant.id, id, state, title, format, new Date().toISOString())
    .run();
  return id;
}

const MANIFEST = `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="course-1" version="1.1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>TITLE</title>
    <item identifier="i1" identifierref="r1"><title>Lesson one</title></item>
  </organization></organizations>
  <resources><resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="index.html">
    <file href="index.html"/></resource></resources>
</manifest>`;

const encode = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

/** A SCORM 1.2 package of one lesson; `more` adds files to it, `manifest` replaces its manifest. */
export const course = (more: Record<string, Uint8Array<ArrayBuffer>> = {}, manifest?: string): Promise<Uint8Array> =>
  deflatedZip({
    'imsmanifest.xml': encode(manifest ?? MANIFEST.replace('TITLE', 'First aid')),
    'index.html': encode('<!doctype html><title>Lesson</title>'),
    ...more,
  });

export const ZIP = { 'content-type': 'application/zip' };

/** Sends a package the way a browser does: with its length. */
export const send = (tenant: TestTenant, body: BodyInit, query = '?filename=course.zip'): Promise<Response> =>
  tenant.fetch(`/api/v1/imports${query}`, { method: 'POST', headers: ZIP, body });

/** Waits for the end of an import. */
export async function ended(tenant: TestTenant, id: string): Promise<ImportBody> {
  for (let i = 0; i < 200; i++) {
    const body = (await (await tenant.fetch(`/api/v1/imports/${id}`)).json()) as ImportBody;
    if (body.state === 'built' || body.state === 'failed') return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`import ${id} did not end`);
}

/** Waits for the end of an export. */
export async function exported(tenant: TestTenant, id: string): Promise<ExportBody> {
  for (let i = 0; i < 200; i++) {
    const body = (await (await tenant.fetch(`/api/v1/exports/${id}`)).json()) as ExportBody;
    if (body.state === 'done' || body.state === 'failed') return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`export ${id} did not end`);
}

/** Everything that a tenant has in its bucket. */
export const keysOf = async (tenant: TestTenant): Promise<string[]> =>
  (await tenant.bucket.list({ prefix: `${tenant.id}/` })).objects.map((object) => object.key);

/** How many rows a tenant has in a table. */
export async function rowsOf(tenant: TestTenant, table: string): Promise<number> {
  const query = tenant.db.prepare(`SELECT count(*) AS n FROM ${table} WHERE tenant = ?`).bind(tenant.id);
  return (await query.first<{ n: number }>())!.n;
}

export const LONG_AGO = '2026-01-01T00:00:00.000Z';

/** An import whose file is there and whose build has died: `attempt` was the last, and it has long been silent. */
export async function deadImport(tenant: TestTenant, attempt: number, zip?: Uint8Array) {
  const id = makeId(tenant.id, 'imp', v7());
  const packageId = makeId(tenant.id, 'pkg', v7());
  const writer = new ImportWriter(contentOf(env, tenant));
  await writer.receive({ id, filename: 'a.zip', package: packageId, steps: INITIAL_STEPS, now: LONG_AGO });
  await tenant.bucket.put(packageKeys(tenant.id, packageId).original, zip ?? (await course()));
  await writer.received(id, 1, LONG_AGO);
  for (let n = 0; n < attempt; n++) await writer.begin({ id, attempt: n }, LONG_AGO);
  await writer.progress({ id, attempt }, INITIAL_STEPS, LONG_AGO);
  return { id, packageId };
}
