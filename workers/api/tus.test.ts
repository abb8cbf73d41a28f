import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { UploadReader } from '../../d1/content/uploads.ts';
import { makeId } from '../../domain/kernel/ids.ts';
import { PART_BYTES } from '../../r2/multipart-writer.ts';
import { hexSha256, randomBytes } from '../../r2/packages.testing.ts';
import { MAX_LONE_BYTES } from './imports/archive.ts';
import type { ImportBody } from './imports/schema.ts';
import { contentOf } from './tenants.ts';
import { readChecksum } from './tus/checksum.ts';
import { readMetadata } from './tus/protocol.ts';
import { receiveBytes } from './tus/receive.ts';
import { course, ended, env, keysOf, migrate, newTenant, rowsOf, type TestTenant } from './world.testing.ts';

beforeAll(migrate);

const TUS = { 'tus-resumable': '1.0.0' };
const STREAM = 'application/offset+octet-stream';
const base64 = (bytes: Uint8Array | string): string =>
  btoa(typeof bytes === 'string' ? bytes : Array.from(bytes, (b) => String.fromCharCode(b)).join(''));

async function create(tenant: TestTenant, bytes: number, headers: Record<string, string> = {}): Promise<string> {
  const response = await tenant.fetch('/api/v1/tus', {
    method: 'POST',
    headers: { ...TUS, 'upload-length': String(bytes), ...headers },
  });
  expect(response.status).toBe(201);
  return new URL(response.headers.get('location')!).pathname;
}

const patch = (
  tenant: TestTenant,
  path: string,
  { offset, body, headers = {} }: { offset: number; body: BodyInit | Uint8Array; headers?: Record<string, string> },
) =>
  tenant.fetch(path, {
    method: 'PATCH',
    headers: { ...TUS, 'content-type': STREAM, 'upload-offset': String(offset), ...headers },
    body: body as BodyInit,
  });

async function offsetOf(tenant: TestTenant, path: string): Promise<number> {
  const response = await tenant.fetch(path, { method: 'HEAD', headers: TUS });
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  return Number(response.headers.get('upload-offset'));
}

const idOf = (path: string): string => path.split('/').at(-1)!;
const rowOf = (tenant: TestTenant, path: string) => new UploadReader(contentOf(env, tenant)).byId(idOf(path));
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];
/** A body as one comes in: a stream of bytes. */
const sent = (body: ReadableStream<Uint8Array>) => body.pipeThrough(new IdentityTransformStream());
/** SHA-256 of the one object that a tenant has. */
const storedOf = async (tenant: TestTenant): Promise<string> =>
  hexSha256(await (await tenant.bucket.get((await keysOf(tenant))[0]!))!.arrayBuffer());
const placeOf = (tenant: TestTenant) => ({ env, content: contentOf(env, tenant), bucket: tenant.bucket });

describe('an upload by tus', () => {
  it('[TUS-1] [TUS-4] [TUS-6] arrives in pieces cut at any byte, and is imported under its id', async () => {
    const tenant = await newTenant();
    const zip = await course({ 'noise.bin': randomBytes(2 * PART_BYTES + 1000) });
    const name = `filename ${base64('C:\\courses\\first aid.zip')},filetype ${base64('application/zip')},draft`;
    const path = await create(tenant, zip.length, { 'upload-metadata': name });
    const cuts = [0, 3, 7, PART_BYTES - 1, PART_BYTES, PART_BYTES + 5, 2 * PART_BYTES + 500, zip.length];
    for (let i = 1; i < cuts.length; i++) {
      expect(await offsetOf(tenant, path)).toBe(cuts[i - 1]);
      const sent = await patch(tenant, path, { offset: cuts[i - 1]!, body: zip.slice(cuts[i - 1], cuts[i]) });
      expect(sent.status).toBe(204);
      expect(sent.headers.get('upload-offset')).toBe(String(cuts[i]));
      expect(sent.headers.get('tus-resumable')).toBe('1.0.0');
      expect(Date.parse(sent.headers.get('upload-expires')!)).toBeGreaterThan(Date.now());
    }
    const head = await tenant.fetch(path, { method: 'HEAD', headers: TUS });
    expect(head.headers.get('upload-length')).toBe(String(zip.length));
    expect(head.headers.get('upload-metadata')).toBe(name);
    expect(await keysOf(tenant)).toEqual([expect.stringMatching(/original\.zip$/)]);
    const begun = await tenant.fetch(`/api/v1/imports?upload=${idOf(path)}`, { method: 'POST' });
    const built = await ended(tenant, ((await begun.json()) as ImportBody).id);
    expect(built).toMatchObject({ state: 'built', filename: 'first aid.zip', bytes: zip.length });
    for (const table of ['uploads', 'upload_parts']) expect(await rowsOf(tenant, table)).toBe(0);
  });

  it('[TUS-2] tells what it can, and speaks no other version', async () => {
    const tenant = await newTenant();
    const options = await tenant.fetch('/api/v1/tus', { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect(Object.fromEntries(options.headers)).toMatchObject({
      'tus-version': '1.0.0',
      'tus-extension': 'creation,expiration,termination,checksum',
      'tus-max-size': String(4 * 1024 ** 3),
      'tus-checksum-algorithm': 'sha1,sha256,md5',
    });
    const old = await tenant.fetch('/api/v1/tus', {
      method: 'POST',
      headers: { 'tus-resumable': '0.2.2', 'upload-length': '5' },
    });
    expect(old.headers.get('tus-version')).toBe('1.0.0');
    expect(old.headers.get('tus-resumable')).toBe('1.0.0');
    expect(await codeOf(old)).toEqual([412, 'tus_version_unsupported']);
    expect(await rowsOf(tenant, 'uploads')).toBe(0);
  });

  it('[TUS-3] is created for 1 byte to 4 GiB, and with metadata that can be read', async () => {
    const tenant = await newTenant();
    const post = async (headers: Record<string, string>) =>
      codeOf(await tenant.fetch('/api/v1/tus', { method: 'POST', headers: { ...TUS, ...headers } }));
    expect(await post({})).toEqual([400, 'bad_request']);
    expect(await post({ 'upload-length': '-1' })).toEqual([400, 'bad_request']);
    expect(await post({ 'upload-length': '0' })).toEqual([400, 'import_empty']);
    expect(await post({ 'upload-length': String(4 * 1024 ** 3 + 1) })).toEqual([413, 'payload_too_large']);
    for (const metadata of ['a b c', 'filename !', `filename ${base64('a')},filename`, 'a'.repeat(5000)]) {
      expect(await post({ 'upload-length': '5', 'upload-metadata': metadata })).toEqual([400, 'bad_request']);
    }
    expect(await rowsOf(tenant, 'uploads')).toBe(0);
  });

  it('[TUS-5] takes bytes at its offset only, as its stream, and no more than were announced', async () => {
    const tenant = await newTenant();
    const path = await create(tenant, 100);
    await patch(tenant, path, { offset: 0, body: 'PK\u0003\u0004 more' });
    expect(await codeOf(await patch(tenant, path, { offset: 8, body: 'x' }))).toEqual([409, 'upload_offset_mismatch']);
    expect(await codeOf(await patch(tenant, path, { offset: 9, body: 'x'.repeat(92) }))).toEqual([
      413,
      'payload_too_large',
    ]);
    const wrongType = { 'content-type': 'application/octet-stream' };
    expect(await codeOf(await patch(tenant, path, { offset: 9, body: 'x', headers: wrongType }))).toEqual([
      415,
      'unsupported_media_type',
    ]);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(50)) });
    expect(await codeOf(await patch(tenant, path, { offset: 9, body: endless }))).toEqual([413, 'payload_too_large']);
    expect(await offsetOf(tenant, path)).toBe(9);
    const missing = await tenant.fetch(path, {
      method: 'PATCH',
      headers: { ...TUS, 'content-type': STREAM },
      body: 'x',
    });
    expect(await codeOf(missing)).toEqual([400, 'bad_request']);
    const parts = await tenant.fetch(`/api/v1/uploads/${idOf(path)}/parts/1`, { method: 'PUT', body: 'x'.repeat(100) });
    expect(await codeOf(parts)).toEqual([409, 'upload_closed']);
    const complete = await tenant.fetch(`/api/v1/uploads/${idOf(path)}/complete`, { method: 'POST' });
    expect(await codeOf(complete)).toEqual([409, 'upload_incomplete']);
  });

  it('[TUS-7] keeps what came before its line broke', async () => {
    const tenant = await newTenant();
    const zip = await course({ 'noise.bin': randomBytes(PART_BYTES) });
    const path = await create(tenant, zip.length);
    const broken = (from: number, to: number) =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(zip.slice(from, to)),
        pull: (controller) => controller.error(new Error('gone')),
      });
    for (const [from, to] of [
      [0, 5000],
      [5000, PART_BYTES + 10],
    ] as const) {
      const upload = (await rowOf(tenant, path))!;
      const bytes = { offset: from, length: undefined, body: sent(broken(from, to)), checksum: undefined };
      expect(await receiveBytes(placeOf(tenant), upload, bytes)).toEqual({ ok: true, value: to });
      expect(await offsetOf(tenant, path)).toBe(to);
    }
    const dead = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) });
    const nothing = { offset: PART_BYTES + 10, length: undefined, body: sent(dead), checksum: undefined };
    expect(await receiveBytes(placeOf(tenant), (await rowOf(tenant, path))!, nothing)).toMatchObject({ ok: true });
    await patch(tenant, path, { offset: PART_BYTES + 10, body: zip.slice(PART_BYTES + 10) });
    expect(await storedOf(tenant)).toBe(await hexSha256(zip as BufferSource));
  });

  it('[TUS-8] has one writer at a time, and one that is silent is followed by the next', async () => {
    const tenant = await newTenant();
    const path = await create(tenant, 100);
    const upload = (await rowOf(tenant, path))!;
    let close = (): void => {};
    const slow = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('PK\u0003\u0004'));
        close = () => controller.close();
      },
    });
    const first = receiveBytes(placeOf(tenant), upload, {
      offset: 0,
      length: undefined,
      body: sent(slow),
      checksum: undefined,
    });
    await expect.poll(async () => (await rowOf(tenant, path))!.writer).not.toBeNull();
    expect(await codeOf(await patch(tenant, path, { offset: 0, body: 'PK' }))).toEqual([423, 'upload_locked']);
    const past = new Date(Date.now() - 1000).toISOString();
    await tenant.db.prepare('UPDATE uploads SET writer_until = ? WHERE id = ?').bind(past, idOf(path)).run();
    expect((await patch(tenant, path, { offset: 0, body: 'PK\u0003\u0004 from the second' })).status).toBe(204);
    close();
    expect(await first).toMatchObject({ ok: false, error: { code: 'upload_locked' } });
    expect(await offsetOf(tenant, path)).toBe(20);
  });

  it('[TUS-6] takes in many uploads at once, one after the other', async () => {
    const tenant = await newTenant();
    const zips = await Promise.all(Array.from({ length: 8 }, (_, i) => course({ 'noise.bin': randomBytes(1000 + i) })));
    const sent = zips.map(async (zip) => {
      const path = await create(tenant, zip.length);
      return (await patch(tenant, path, { offset: 0, body: zip })).headers.get('upload-offset');
    });
    expect(await Promise.all(sent)).toEqual(zips.map(({ length }) => String(length)));
  });

  it('[TUS-9] with a checksum nothing is kept of bytes that do not have it', async () => {
    const tenant = await newTenant();
    const zip = await course({ 'noise.bin': randomBytes(PART_BYTES + 500) });
    const path = await create(tenant, zip.length);
    const cut = PART_BYTES + 100;
    const digest = async (name: string, bytes: Uint8Array) =>
      base64(new Uint8Array(await crypto.subtle.digest(name, bytes as BufferSource)));
    const sent = async (from: number, to: number, checksum: string) =>
      patch(tenant, path, { offset: from, body: zip.slice(from, to), headers: { 'upload-checksum': checksum } });
    const other = await digest('SHA-1', new Uint8Array(1));
    expect(await codeOf(await sent(0, cut, `sha1 ${other}`))).toEqual([460, 'upload_checksum_mismatch']);
    expect(await offsetOf(tenant, path)).toBe(0);
    expect(await codeOf(await sent(0, cut, `crc32 ${other}`))).toEqual([400, 'bad_request']);
    expect((await sent(0, cut, `sha1 ${await digest('SHA-1', zip.slice(0, cut))}`)).status).toBe(204);
    expect((await sent(cut, zip.length, `sha256 ${other}`)).status).toBe(460);
    expect((await sent(cut, zip.length, `sha256 ${await digest('SHA-256', zip.slice(cut))}`)).status).toBe(204);
    expect(await storedOf(tenant)).toBe(await hexSha256(zip as BufferSource));
  });

  it('[TUS-10] what is no zip is thrown away with its first bytes', async () => {
    const tenant = await newTenant();
    const path = await create(tenant, 1000);
    expect(await codeOf(await patch(tenant, path, { offset: 0, body: 'this is no archive' }))).toEqual([
      422,
      'import_not_zip',
    ]);
    expect(await keysOf(tenant)).toEqual([]);
    expect(await rowsOf(tenant, 'uploads')).toBe(0);
  });

  it('[IMP-14] may be a manifest alone, by its name; a large one is thrown away with its first bytes', async () => {
    const tenant = await newTenant();
    const said =
      '<title><langstring>Geology</langstring></title><description><langstring>Rocks</langstring></description>';
    const structure = `<?xml version="1.0"?><courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"><course id="urn:course">${said}</course><au id="urn:au">${said}<url>https://content.example/geology</url></au></courseStructure>`;
    const named = { 'upload-metadata': `filename ${base64('geology.xml')}` };
    const path = await create(tenant, structure.length, named);
    await patch(tenant, path, { offset: 0, body: structure.slice(0, 2) });
    expect((await patch(tenant, path, { offset: 2, body: structure.slice(2) })).status).toBe(204);
    const begun = await tenant.fetch(`/api/v1/imports?upload=${idOf(path)}`, { method: 'POST' });
    const built = await ended(tenant, ((await begun.json()) as ImportBody).id);
    expect(built).toMatchObject({ state: 'built', report: { format: 'cmi5', findings: [] } });
    const large = await create(tenant, MAX_LONE_BYTES + 1, named);
    expect(await codeOf(await patch(tenant, large, { offset: 0, body: '<?xml' }))).toEqual([413, 'payload_too_large']);
    expect((await rowOf(tenant, large)) ?? null).toBeNull();
  });

  it('[TUS-11] ends when it is given up or a day old', async () => {
    const tenant = await newTenant();
    const path = await create(tenant, 1000);
    await patch(tenant, path, { offset: 0, body: 'PK\u0003\u0004' });
    expect(await keysOf(tenant)).toHaveLength(1);
    expect((await tenant.fetch(path, { method: 'DELETE', headers: TUS })).status).toBe(204);
    expect(await keysOf(tenant)).toEqual([]);
    expect((await tenant.fetch(path, { method: 'HEAD', headers: TUS })).status).toBe(404);
    const late = await create(tenant, 1000);
    const past = new Date(Date.now() - 1000).toISOString();
    await tenant.db.prepare('UPDATE uploads SET expires_at = ? WHERE id = ?').bind(past, idOf(late)).run();
    expect((await tenant.fetch(late, { method: 'HEAD', headers: TUS })).status).toBe(410);
    expect(await codeOf(await patch(tenant, late, { offset: 0, body: 'PK' }))).toEqual([410, 'upload_gone']);
    // Long cleared away: its id still tells when it was.
    const old = makeId(tenant.id, 'upl', '01900000-0000-7000-8000-000000000000');
    expect((await tenant.fetch(`/api/v1/tus/${old}`, { method: 'HEAD', headers: TUS })).status).toBe(410);
  });

  it('[TUS-11] [UPL-5] leaves nothing when it is given up while bytes come in, and their sender is told', async () => {
    const tenant = await newTenant();
    for (const bytes of [5000, PART_BYTES + 5000]) {
      const path = await create(tenant, bytes + 1000);
      const upload = (await rowOf(tenant, path))!;
      const chunks = [new TextEncoder().encode('PK\u0003\u0004'), randomBytes(bytes)];
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const next = chunks.shift();
          if (next === undefined) return controller.close();
          controller.enqueue(next);
          if (chunks.length === 0) await tenant.fetch(path, { method: 'DELETE', headers: TUS });
        },
      });
      const answer = await receiveBytes(placeOf(tenant), upload, {
        offset: 0,
        length: undefined,
        body: sent(body),
        checksum: undefined,
      });
      expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } });
      expect(await keysOf(tenant)).toEqual([]);
      for (const table of ['uploads', 'upload_parts']) expect(await rowsOf(tenant, table)).toBe(0);
    }
  });

  it('[TUS-12] the method may be named in a header', async () => {
    const tenant = await newTenant();
    const path = await create(tenant, 1000);
    const post = (method: string, headers = {}, body?: string) =>
      tenant.fetch(path, {
        method: 'POST',
        headers: { ...TUS, 'x-http-method-override': method, ...headers },
        ...(body === undefined ? {} : { body }),
      });
    const sent = await post('PATCH', { 'content-type': STREAM, 'upload-offset': '0' }, 'PK\u0003\u0004');
    expect([sent.status, sent.headers.get('upload-offset')]).toEqual([204, '4']);
    expect((await post('PUT')).status).toBe(400);
    expect((await post('DELETE')).status).toBe(204);
    expect(await rowsOf(tenant, 'uploads')).toBe(0);
  });

  it('[TUS-13] a request that was cut off behind its last step is found complete by the next', async () => {
    const tenant = await newTenant();
    const zip = await course();
    const path = await create(tenant, zip.length);
    await patch(tenant, path, { offset: 0, body: zip.slice(0, 50) });
    const before = (await rowOf(tenant, path))!;
    await patch(tenant, path, { offset: 50, body: zip.slice(50) });
    const back = tenant.db.prepare("UPDATE uploads SET state = 'open', received = ? WHERE id = ?");
    await back.bind(before.received, idOf(path)).run();
    await tenant.bucket.put(`${tenant.id}/packages/${before.package}/tail.bin`, zip.slice(0, 50));
    expect((await patch(tenant, path, { offset: 50, body: zip.slice(50) })).status).toBe(204);
    expect((await rowOf(tenant, path))!.state).toBe('completed');
    expect(await offsetOf(tenant, path)).toBe(zip.length);
  });
});

describe('headers', () => {
  it('[TUS-3] metadata of any values are read as they were meant', () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9_-]{0,10}$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.stringMatching(/^[ -~]{0,20}$/), { maxKeys: 5 }), (pairs) => {
        const header = Object.entries(pairs).map(([name, value]) => `${name} ${base64(value)}`);
        const read = readMetadata(header.join(','));
        expect(read.ok && Object.fromEntries(read.value)).toEqual({ ...pairs });
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => typeof readMetadata(text).ok === 'boolean'));
  });
  it('[TUS-9] a checksum has a known name and Base64', () => {
    expect(readChecksum(undefined)).toEqual({ ok: true, value: undefined });
    expect(readChecksum('sha1 +/8=')).toEqual({ ok: true, value: { algorithm: 'SHA-1', digest: '-_8' } });
    for (const wrong of ['', 'sha1', 'sha1 !', 'SHA1 ab==', 'toString ab=='])
      expect(readChecksum(wrong).ok).toBe(false);
  });
});
