import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { UploadReader, type UploadRow, UploadWriter } from '../../d1/content/uploads.ts';
import { packageKeys } from '../../r2/keys.ts';
import { randomBytes } from '../../r2/packages.testing.ts';
import type { ImportBody } from './imports/schema.ts';
import { contentOf } from './tenants.ts';
import { discardUpload } from './uploads/discard.ts';
import { MAX_UPLOAD_BYTES, PART_BYTES, partCount, partLength } from './uploads/plan.ts';
import { putPart } from './uploads/uploads.ts';
import { course, ended, env, keysOf, migrate, newTenant, rowsOf, type TestTenant } from './world.testing.ts';

beforeAll(migrate);

interface Upload {
  id: string;
  state: string;
  partBytes: number;
  parts: number;
  received: number[];
}

const JSON_TYPE = { 'content-type': 'application/json' };

async function open(tenant: TestTenant, bytes: number, filename = 'big.zip'): Promise<Upload> {
  const body = JSON.stringify({ filename, bytes });
  const response = await tenant.fetch('/api/v1/uploads', { method: 'POST', headers: JSON_TYPE, body });
  expect(response.status).toBe(201);
  const upload = (await response.json()) as Upload;
  expect(response.headers.get('location')).toBe(`/api/v1/uploads/${upload.id}`);
  return upload;
}

const put = (tenant: TestTenant, { id }: Upload, part: number, body: Uint8Array) =>
  tenant.fetch(`/api/v1/uploads/${id}/parts/${part}`, { method: 'PUT', body: body as BodyInit });
const complete = (tenant: TestTenant, { id }: Upload) =>
  tenant.fetch(`/api/v1/uploads/${id}/complete`, { method: 'POST' });
const importIt = (tenant: TestTenant, { id }: Upload) =>
  tenant.fetch(`/api/v1/imports?upload=${id}`, { method: 'POST' });

/** An authored document that needs no files. */
const HELLO = {
  documentVersion: 1,
  id: 'hello',
  title: 'Hello',
  languages: ['en'],
  parts: [{ id: 'page', title: 'A page', blocks: [] }],
};

describe('the plan', () => {
  it('[UPL-1] parts are of one size, the last one takes the rest', () => {
    expect(partCount(1)).toBe(1);
    expect(partCount(PART_BYTES)).toBe(1);
    expect(partCount(PART_BYTES + 1)).toBe(2);
    expect([1, 2, 3].map((n) => partLength(PART_BYTES + 7, n))).toEqual([PART_BYTES, 7, undefined]);
    expect(partLength(PART_BYTES, 1)).toBe(PART_BYTES);
    const sizes = fc.integer({ min: 1, max: MAX_UPLOAD_BYTES });
    fc.assert(
      fc.property(sizes, (bytes) => {
        const lengths = Array.from({ length: partCount(bytes) }, (_, i) => partLength(bytes, i + 1)!);
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(bytes);
        expect(Math.min(...lengths)).toBeGreaterThan(0);
      }),
    );
    for (const wrong of [0, -1, 1.5]) expect(partLength(PART_BYTES, wrong)).toBeUndefined();
  });
});

describe('an upload', () => {
  it('[UPL-2] of several parts in any order becomes a package, and is gone then', async () => {
    const tenant = await newTenant();
    const zip = await course({ 'noise.bin': randomBytes(PART_BYTES + 1000) });
    const upload = await open(tenant, zip.length);
    expect(upload).toMatchObject({ state: 'open', parts: 2, partBytes: PART_BYTES, received: [] });
    expect((await put(tenant, upload, 2, zip.slice(PART_BYTES))).status).toBe(204);
    expect((await importIt(tenant, upload)).status).toBe(409);
    const early = await complete(tenant, upload);
    expect(early.status).toBe(409);
    expect(await early.json()).toMatchObject({ code: 'upload_incomplete', missing: [1] });
    expect((await put(tenant, upload, 1, randomBytes(PART_BYTES))).status).toBe(204);
    expect((await put(tenant, upload, 1, zip.slice(0, PART_BYTES))).status).toBe(204);
    expect(await (await complete(tenant, upload)).json()).toMatchObject({ state: 'completed', received: [1, 2] });
    expect((await complete(tenant, upload)).status).toBe(200);
    expect((await put(tenant, upload, 1, zip.slice(0, PART_BYTES))).status).toBe(409);
    const dry = await tenant.fetch(`/api/v1/imports?upload=${upload.id}&dryRun=true`, { method: 'POST' });
    expect(await dry.json()).toMatchObject({ course: { title: 'First aid' }, filesRead: true });
    const both = await Promise.all([importIt(tenant, upload), importIt(tenant, upload)]);
    expect(both.map((response) => response.status).sort()).toEqual([
      202,
      expect.toSatisfy((s) => s === 404 || s === 409),
    ]);
    const { id } = (await both.find((response) => response.status === 202)!.json()) as ImportBody;
    const built = await ended(tenant, id);
    expect(built).toMatchObject({ state: 'built', filename: 'big.zip', bytes: zip.length });
    expect((await tenant.fetch(`/api/v1/uploads/${upload.id}`)).status).toBe(404);
    for (const table of ['uploads', 'upload_parts']) expect(await rowsOf(tenant, table)).toBe(0);
    expect(await rowsOf(tenant, 'imports')).toBe(1);
  });

  it('[UPL-3] refuses parts that the plan does not have', async () => {
    const tenant = await newTenant();
    const upload = await open(tenant, 1000);
    for (const [part, bytes] of [
      [2, 1000],
      [0, 1000],
      [1, 999],
      [1, 1001],
    ] as const) {
      const response = await put(tenant, upload, part, randomBytes(bytes));
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'upload_part_invalid' });
    }
  });

  it('[UPL-4] of something that is no archive is thrown away when it is complete', async () => {
    const tenant = await newTenant();
    const upload = await open(tenant, 1000);
    await put(tenant, upload, 1, new Uint8Array(1000));
    const refused = await complete(tenant, upload);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: 'import_not_zip' });
    expect(await keysOf(tenant)).toEqual([]);
    for (const table of ['uploads', 'upload_parts']) expect(await rowsOf(tenant, table)).toBe(0);
  });

  it('[IMP-14] may be a manifest alone, by its name', async () => {
    const tenant = await newTenant();
    const document = new TextEncoder().encode(JSON.stringify(HELLO));
    const upload = await open(tenant, document.length, 'hello.json');
    await put(tenant, upload, 1, document);
    expect((await complete(tenant, upload)).status).toBe(200);
    const dry = await tenant.fetch(`/api/v1/imports?upload=${upload.id}&dryRun=true`, { method: 'POST' });
    expect(await dry.json()).toMatchObject({ report: { format: 'document', findings: [] } });
    const { id } = (await (await importIt(tenant, upload)).json()) as ImportBody;
    expect(await ended(tenant, id)).toMatchObject({ state: 'built', filename: 'hello.json', bytes: document.length });
    const other = await open(tenant, document.length, 'hello.txt');
    await put(tenant, other, 1, document);
    expect(await (await complete(tenant, other)).json()).toMatchObject({ code: 'import_not_zip' });
  });

  it('[UPL-5] that is given up leaves nothing', async () => {
    const tenant = await newTenant();
    const zip = await course();
    const upload = await open(tenant, zip.length);
    await put(tenant, upload, 1, zip);
    await complete(tenant, upload);
    expect(await keysOf(tenant)).toHaveLength(1);
    expect((await tenant.fetch(`/api/v1/uploads/${upload.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await keysOf(tenant)).toEqual([]);
    expect(await rowsOf(tenant, 'upload_parts')).toBe(0);
  });

  it('[UPL-5] that is given up while a part comes in leaves nothing, and its sender is told', async () => {
    const tenant = await newTenant();
    const content = contentOf(env, tenant);
    const { id } = await open(tenant, 2000);
    const row = (await new UploadReader(content).byId(id))!;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(randomBytes(1000));
        if (await discardUpload(content, tenant.bucket, row)) return;
        controller.close();
      },
    });
    const stored = await putPart({ env, content, bucket: tenant.bucket }, row, { part: 1, length: 2000, body });
    expect(stored).toMatchObject({ ok: false, error: { code: 'upload_closed' } });
    expect(await keysOf(tenant)).toEqual([]);
    for (const table of ['uploads', 'upload_parts']) expect(await rowsOf(tenant, table)).toBe(0);
    await new UploadWriter(content).part(id, { part: 1, etag: 'late' });
    expect(await rowsOf(tenant, 'upload_parts')).toBe(0);
  });

  it('[UPL-7] is either imported or given up', async () => {
    const tenant = await newTenant();
    const content = contentOf(env, tenant);
    const zip = await course();
    const completed = async (): Promise<UploadRow> => {
      const upload = await open(tenant, zip.length);
      await put(tenant, upload, 1, zip);
      await complete(tenant, upload);
      return (await new UploadReader(content).byId(upload.id))!;
    };
    const taken = await completed();
    const { id } = (await (
      await tenant.fetch(`/api/v1/imports?upload=${taken.id}`, { method: 'POST' })
    ).json()) as ImportBody;
    expect(await discardUpload(content, tenant.bucket, taken)).toBe(false);
    expect((await ended(tenant, id)).state).toBe('built');

    const left = await completed();
    const writer = new UploadWriter(content);
    expect(await writer.giveUp(left.id)).toBe(true);
    await writer.toImport(left.id, { id: `${tenant.id}-imp-late`, steps: [], now: left.createdAt });
    expect(await writer.complete(left.id)).toBe(false);
    expect(await rowsOf(tenant, 'imports')).toBe(1);
    expect(await discardUpload(content, tenant.bucket, left)).toBe(true);
    expect(await tenant.bucket.head(packageKeys(tenant.id, left.package).original)).toBeNull();
    expect(await discardUpload(content, tenant.bucket, left)).toBe(false);
  });

  it('[UPL-6] announces a size from 1 byte to the limit', async () => {
    const tenant = await newTenant();
    for (const bytes of [0, -1, 1.5, 1e13]) {
      const body = JSON.stringify({ filename: 'big.zip', bytes });
      const response = await tenant.fetch('/api/v1/uploads', { method: 'POST', headers: JSON_TYPE, body });
      expect(response.status, String(bytes)).toBe(400);
    }
  });
});
