import { beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../domain/package/read-manifest.ts';
import { deflatedZip, randomBytes } from '../../r2/packages.testing.ts';
import { receiveArchive } from './imports/receive.ts';
import type { ImportBody, InspectionBody } from './imports/schema.ts';
import { contentOf } from './tenants.ts';
import { course, ended, env, keysOf, migrate, newTenant, rowsOf, send, type TestTenant } from './world.testing.ts';

let tenant: TestTenant;

beforeAll(async () => {
  await migrate();
  tenant = await newTenant();
});

/** Nothing in the bucket, no row of an import, a package or an event. */
async function expectNothingLeft(of: TestTenant): Promise<void> {
  expect(await keysOf(of)).toEqual([]);
  for (const table of ['imports', 'packages', 'outbox']) expect(await rowsOf(of, table), table).toBe(0);
}

describe('a good package', () => {
  it('[IMP-1] is answered before it is built, and becomes a package with its original beside it', async () => {
    const mine = await newTenant('us');
    const zip = await course();
    const posted = await send(mine, zip, '?filename=C:\\courses\\first%20aid.zip');
    expect(posted.status).toBe(202);
    const begun = (await posted.json()) as ImportBody;
    expect(posted.headers.get('location')).toBe(`/api/v1/imports/${begun.id}`);
    expect(begun).toMatchObject({ filename: 'first aid.zip', bytes: zip.length, packageId: null, report: null });
    expect(begun.steps.map((step) => step.name)).toEqual(['inspect', 'build', 'publish']);
    const built = await ended(mine, begun.id);
    expect(built).toMatchObject({ state: 'built', report: { outcome: 'accepted', recognisedAs: 'SCORM 1.2' } });
    expect(built.steps.every((step) => step.state === 'done')).toBe(true);
    const prefix = `${mine.id}/packages/${built.packageId}/`;
    const files = ['container.zip', 'index.json', 'inspection.json', 'manifest.json', 'original.zip'];
    expect(await keysOf(mine)).toEqual(files.map((file) => prefix + file));
    expect((await mine.bucket.head(`${prefix}original.zip`))!.size).toBe(zip.length);
    const shown = await (await mine.fetch(`/api/v1/packages/${built.packageId}`)).json();
    expect(shown).toMatchObject({
      id: built.packageId,
      state: 'built',
      title: 'First aid',
      format: 'scorm12',
      importId: begun.id,
      report: { outcome: 'accepted' },
      manifest: { manifestVersion: 1, structure: [{ kind: 'sco', title: 'Lesson one' }] },
      sizes: { originalBytes: zip.length, assets: 2 },
    });
  });

  it('[CAT-4] has a published manifest with every file', async () => {
    const { id } = (await (await send(tenant, await course())).json()) as ImportBody;
    const { packageId } = await ended(tenant, id);
    const path = `/api/v1/packages/${packageId}`;
    const { manifest } = (await (await tenant.fetch(path)).json()) as { manifest: { assets: object } };
    const response = await tenant.fetch(`${path}/manifest`);
    expect(response.headers.get('content-type')).toBe('application/json');
    const published = (await response.json()) as { assets: { files: { path: string; sha256: string }[] } };
    expect(published).toMatchObject(manifest);
    const page = new TextEncoder().encode('<!doctype html><title>Lesson</title>');
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', page));
    expect(published.assets.files).toHaveLength(2);
    expect(published.assets.files).toContainEqual({
      path: 'index.html',
      mediaType: 'text/html',
      bytes: page.length,
      sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    });
    expect(readManifest(published).ok).toBe(true);
    expect(manifest.assets).not.toHaveProperty('files');
    expect((await tenant.fetch('/api/v1/packages/nothing/manifest')).status).toBe(404);
  });

  it('[IMP-2] is announced once it is built, and the event leaves the outbox', async () => {
    const mine = await newTenant();
    const { id } = (await (await send(mine, await course())).json()) as ImportBody;
    await ended(mine, id);
    for (let i = 0; i < 100 && (await rowsOf(mine, 'outbox')) > 0; i++) await new Promise((r) => setTimeout(r, 20));
    expect(await rowsOf(mine, 'outbox')).toBe(0);
  });

  it('[IMP-3] may come without a length: it goes up in parts', async () => {
    const zip = await course();
    const chunks = new ReadableStream({
      start(controller) {
        for (let at = 0; at < zip.length; at += 100) controller.enqueue(zip.slice(at, at + 100));
        controller.close();
      },
    });
    const posted = await send(tenant, chunks);
    expect(posted.status).toBe(202);
    const begun = (await posted.json()) as ImportBody;
    expect(begun.bytes).toBe(zip.length);
    expect((await ended(tenant, begun.id)).state).toBe('built');
  });

  it('[IMP-4] that is sent twice makes two packages', async () => {
    const zip = await course();
    const [a, b] = await Promise.all([send(tenant, zip), send(tenant, zip)]);
    const ids = [((await a.json()) as ImportBody).id, ((await b.json()) as ImportBody).id] as const;
    const [first, second] = [await ended(tenant, ids[0]), await ended(tenant, ids[1])];
    expect(first.packageId).not.toBe(second.packageId);
    expect([first.state, second.state]).toEqual(['built', 'built']);
  });
});

describe('a manifest that comes alone', () => {
  const post = (of: TestTenant, body: BodyInit, type = 'text/xml; charset=utf-8') =>
    of.fetch('/api/v1/imports?filename=cmi5.xml', { method: 'POST', body, headers: { 'content-type': type } });

  const said =
    '<title><langstring>Geology</langstring></title><description><langstring>Rocks</langstring></description>';
  const structure = (url: string) =>
    `<?xml version="1.0"?><courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"><course id="urn:course">${said}</course><au id="urn:au">${said}<url>${url}</url></au></courseStructure>`;

  it('[IMP-14] becomes the package that it stands for', async () => {
    for (const type of ['text/xml; charset=utf-8', 'application/xml']) {
      const posted = await post(tenant, structure('https://content.example/geology'), type);
      expect(posted.status).toBe(202);
      const built = await ended(tenant, ((await posted.json()) as ImportBody).id);
      expect(built).toMatchObject({ state: 'built', report: { format: 'cmi5', findings: [] } });
      expect(await (await tenant.fetch(`/api/v1/packages/${built.packageId}`)).json()).toMatchObject({
        title: 'Geology',
        format: 'cmi5',
        manifest: { structure: [{ kind: 'au', launch: { path: 'https://content.example/geology' } }] },
        sizes: { assets: 1 },
      });
    }
  });
  it('[IMP-14] may be an authored document', async () => {
    const document = { documentVersion: 1, id: 'hello', title: 'Hello', languages: ['en'] };
    const parts = [{ id: 'page', title: 'A page', blocks: [] }];
    const posted = await post(tenant, JSON.stringify({ ...document, parts }), 'application/json');
    const built = await ended(tenant, ((await posted.json()) as ImportBody).id);
    expect(built).toMatchObject({ state: 'built', report: { format: 'document', findings: [] } });
    const wrong = await post(tenant, JSON.stringify({ ...document, parts: [] }), 'application/json');
    const failed = await ended(tenant, ((await wrong.json()) as ImportBody).id);
    expect(failed.report!.findings).toMatchObject([{ code: 'document_invalid', where: 'lectern.json $.parts' }]);
  });
  it('[IMP-14] is refused like that package', async () => {
    const posted = await post(tenant, structure('index.html'));
    const failed = await ended(tenant, ((await posted.json()) as ImportBody).id);
    expect(failed.report!.findings).toMatchObject([{ code: 'launch_url_relative', where: 'cmi5.xml:1' }]);
  });
  it('[IMP-14] is refused when it is empty or larger than a manifest may be', async () => {
    const mine = await newTenant();
    const empty = await post(mine, '');
    expect([empty.status, await empty.json()]).toMatchObject([400, { code: 'import_empty' }]);
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    let left = 21;
    const body = new ReadableStream({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk.slice()) : controller.close()),
    });
    const large = await post(mine, body);
    expect([large.status, await large.json()]).toMatchObject([413, { code: 'payload_too_large' }]);
    await expectNothingLeft(mine);
  });
});

describe('what is refused at the door', () => {
  const refusals: [string, () => RequestInit, number, string][] = [
    ['an empty body', () => ({ body: '' }), 400, 'import_empty'],
    ['no body', () => ({}), 400, 'import_empty'],
    ['text', () => ({ body: 'this is no archive' }), 422, 'import_not_zip'],
    ['three bytes', () => ({ body: 'PK\x03' }), 422, 'import_not_zip'],
    [
      'a page of Markdown (cmi5 14.0.0.0-1)',
      () => ({ body: '# A course', headers: { 'content-type': 'text/markdown; charset=UTF-8' } }),
      415,
      'unsupported_media_type',
    ],
    ['a form', () => ({ body: 'a=b', headers: { 'content-type': 'text/plain' } }), 415, 'unsupported_media_type'],
  ];
  for (const [what, init, status, code] of refusals) {
    it(`[IMP-5] ${what} is ${code} and leaves nothing behind`, async () => {
      const mine = await newTenant();
      const headers = { 'content-type': 'application/octet-stream' };
      const response = await mine.fetch('/api/v1/imports', { method: 'POST', headers, ...init() });
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ code, remedy: expect.any(String) });
      await expectNothingLeft(mine);
    });
  }

  it('[IMP-6] more than 95 MB is refused by its announced length, naming uploads as the way', async () => {
    const mine = await newTenant();
    const body = new FixedLengthStream(95_000_001);
    const response = await mine.fetch('/api/v1/imports', { method: 'POST', body: body.readable });
    expect(response.status).toBe(413);
    expect(((await response.json()) as { detail: string }).detail).toContain('/api/v1/uploads');
    await expectNothingLeft(mine);
  });

  it('[IMP-7] more than 95 MB without a length is refused on the way', async () => {
    const mine = await newTenant();
    const chunk = new Uint8Array(5_000_000);
    chunk.set([0x50, 0x4b, 3, 4]);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(chunk.slice());
        if (++sent === 40) controller.close();
      },
    });
    const response = await mine.fetch('/api/v1/imports', { method: 'POST', body });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(25);
    await expectNothingLeft(mine);
  });

  for (const length of [undefined, 5000]) {
    it(`[IMP-8] a connection that is lost leaves nothing behind (length ${length ?? 'unknown'})`, async () => {
      const mine = await newTenant();
      const zip = await course();
      let pulls = 0;
      const body = new ReadableStream({
        pull(controller) {
          if (++pulls === 1) controller.enqueue(zip.slice(0, 50));
          else controller.error(new Error('gone'));
        },
      });
      const place = { env, content: contentOf(env, mine), bucket: mine.bucket };
      await expect(receiveArchive(place, { filename: 'a.zip', body, length })).rejects.toThrow('gone');
      await expectNothingLeft(mine);
    });
  }
});

describe('what is refused when it is looked at', () => {
  const NOISE = randomBytes(5000);
  const bad: [string, () => Promise<Uint8Array>, string][] = [
    ['a truncated archive', async () => (await course()).slice(0, 300), 'zip_truncated'],
    ['a path that climbs out', () => course({ '../evil.html': NOISE }), 'zip_unsafe_path'],
    ['a malformed manifest', () => course({}, '<manifest><organizations>'), 'xml_malformed'],
    ['no manifest', () => deflatedZip({ 'notes.txt': NOISE }), 'manifest_missing'],
    ['a damaged file', async () => damaged(await course({ 'noise.bin': NOISE })), 'zip_'],
  ];
  for (const [what, make, code] of bad) {
    it(`[IMP-9] ${what} fails with a report and leaves only the import`, async () => {
      const mine = await newTenant();
      const { id } = (await (await send(mine, (await make()) as BodyInit)).json()) as ImportBody;
      const failed = await ended(mine, id);
      expect(failed).toMatchObject({ state: 'failed', packageId: null, report: { outcome: 'refused' } });
      const [first] = failed.report!.findings;
      expect(first!.code).toContain(code);
      expect(first).toMatchObject({ severity: 'refused', message: expect.any(String), remedy: expect.any(String) });
      expect(failed.steps.filter((step) => step.state === 'failed')).toHaveLength(1);
      expect(failed.finishedAt).not.toBeNull();
      expect(await keysOf(mine)).toEqual([]);
      expect(await rowsOf(mine, 'packages')).toBe(0);
      await expect.poll(() => rowsOf(mine, 'outbox')).toBe(0);
    });
  }
});

/** Flips a bit of the last file's data, a good way before the directory that follows it. */
function damaged(zip: Uint8Array): Uint8Array {
  const out = zip.slice();
  const at = out.length - 2000;
  out[at] = out[at]! ^ 1;
  return out;
}

describe('a dry run', () => {
  it('[IMP-15] says what an import would say and leaves nothing behind', async () => {
    const mine = await newTenant();
    const inspected = await send(mine, await course(), '?filename=course.zip&dryRun=true');
    expect(inspected.status).toBe(200);
    expect(await inspected.json()).toEqual({
      report: expect.objectContaining({ outcome: 'accepted', recognisedAs: 'SCORM 1.2' }),
      course: expect.objectContaining({ title: 'First aid', format: 'scorm12', nodes: 1 }),
      filesRead: true,
    });
    await expectNothingLeft(mine);
  });

  it('[IMP-15] reads every file, so that damage shows', async () => {
    const mine = await newTenant();
    const zip = damaged(await course({ 'noise.bin': randomBytes(5000) }));
    const body = (await (await send(mine, zip as BodyInit, '?dryRun=true')).json()) as InspectionBody;
    expect(body).toMatchObject({ report: { outcome: 'refused', recognisedAs: 'SCORM 1.2' }, course: null });
    expect(body.report.findings[0]!.code).toMatch(/^zip_/);
    await expectNothingLeft(mine);
  });

  it('[IMP-15] tells a refusal with what is wrong, and refuses at the door what is no package', async () => {
    const mine = await newTenant();
    const refused = await send(mine, (await deflatedZip({ 'notes.txt': randomBytes(10) })) as BodyInit, '?dryRun=true');
    expect(await refused.json()).toMatchObject({ report: { findings: [{ code: 'manifest_missing' }] }, course: null });
    expect((await send(mine, 'this is no archive', '?dryRun=true')).status).toBe(422);
    await expectNothingLeft(mine);
  });
});

describe('following an import', () => {
  it('[IMP-10] the stream tells the import whenever it has changed, until it has ended', async () => {
    const { id } = (await (await send(tenant, await course())).json()) as ImportBody;
    for (const [path, headers] of [
      [`/api/v1/imports/${id}/events`, {}],
      [`/api/v1/imports/${id}`, { accept: 'text/event-stream' }],
    ] as const) {
      const response = await tenant.fetch(path, { headers });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const events = (await response.text()).split('\n\n').filter((event) => event.includes('event: import'));
      const last = JSON.parse(/^data: (.*)$/m.exec(events.at(-1)!)![1]!) as ImportBody;
      expect(last).toMatchObject({ id, state: 'built' });
    }
  });

  it('[IMP-11] imports are listed from the newest in pages', async () => {
    const mine = await newTenant();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { id } = (await (await send(mine, await course())).json()) as ImportBody;
      ids.unshift((await ended(mine, id)).id);
    }
    const first = await mine.fetch('/api/v1/imports?limit=2');
    const page = (await first.json()) as { items: ImportBody[]; next: string };
    expect(page.items.map((item) => item.id)).toEqual(ids.slice(0, 2));
    expect(first.headers.get('link')).toContain(`cursor=${page.next}`);
    const second = await mine.fetch(`/api/v1/imports?limit=2&cursor=${page.next}`);
    expect(await second.json()).toMatchObject({ items: [{ id: ids[2] }], next: null });
    expect((await mine.fetch('/api/v1/imports?cursor=abc')).status).toBe(400);
  });
});
