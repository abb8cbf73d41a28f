import { runDurableObjectAlarm } from 'cloudflare:test';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ExportReader, ExportWriter } from '../../d1/content/exports.ts';
import { makeId } from '../../domain/kernel/ids.ts';
import { inspect } from '../../domain/package/inspect.ts';
import { bytesSource } from '../../domain/package/zip/source.ts';
import { exportKeys, packageKeys } from '../../r2/keys.ts';
import { createMultipart } from '../../r2/multipart-writer.ts';
import { readAssetIndex } from '../../r2/package-store.ts';
import { EXPORT_DAYS, OPEN_EXPORTS_MAX } from './export/ask.ts';
import type { ExportBody } from './export/schema.ts';
import type { ImportBody } from './imports/schema.ts';
import { contentOf } from './tenants.ts';
import { watchTenant } from './watch/build-watch.ts';
import { MAX_ATTEMPTS } from './watch/decide.ts';
import {
  course,
  ended,
  env,
  exported,
  keysOf,
  LONG_AGO,
  migrate,
  newTenant,
  packageRow,
  rowsOf,
  send,
  type TestTenant,
} from './world.testing.ts';

let tenant: TestTenant;
let packageId: string;

async function imported(into: TestTenant, zip: Uint8Array): Promise<string> {
  const { id } = (await (await send(into, zip)).json()) as ImportBody;
  const { packageId: built, report } = await ended(into, id);
  if (built === null) throw new Error(JSON.stringify(report));
  return built;
}

beforeAll(async () => {
  await migrate();
  tenant = await newTenant();
  packageId = await imported(tenant, await course({ 'media/film ä.bin': new Uint8Array(2_000_000).fill(5) }));
});

const ask = (of: TestTenant, id: string, body: object): Promise<Response> =>
  of.fetch(`/api/v1/packages/${id}/exports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function exportedAs(body: object): Promise<ExportBody> {
  const asked = await ask(tenant, packageId, body);
  expect(asked.status).toBe(202);
  const it = (await asked.json()) as ExportBody;
  expect(asked.headers.get('location')).toBe(`/api/v1/exports/${it.id}`);
  const done = await exported(tenant, it.id);
  if (done.state !== 'done') throw new Error(done.problem ?? '');
  return done;
}

const download = (it: ExportBody, headers: Record<string, string> = {}): Promise<Response> =>
  tenant.fetch(it.download!, { headers });

/** The manifest of a package, as its container has it. */
async function manifestOf(id: string): Promise<Uint8Array> {
  const bucket = tenant.bucket;
  const index = (await readAssetIndex(bucket, tenant.id, id))!;
  const { offset, bytes } = index.entries['imsmanifest.xml']!;
  const object = await bucket.get(packageKeys(tenant.id, id).container, { range: { offset, length: bytes } });
  return object!.bytes();
}

async function read(bytes: ArrayBuffer) {
  const result = await inspect(bytesSource(new Uint8Array(bytes)), {
    homePage: `https://lectern.localhost/tenants/${tenant.id}`,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error.findings));
  return result.value;
}

describe('a copy with repairs', () => {
  it('[IMP-16] is named by the import that repaired something, and has it in its manifest', async () => {
    const manifest = new TextDecoder().decode(await manifestOf(packageId)).replace(' identifier="course-1"', '');
    const { id } = (await (await send(tenant, await course({}, manifest))).json()) as ImportBody;
    const { report, repairedCopy } = await ended(tenant, id);
    expect(report!.findings.map(({ code }) => code)).toEqual(['identifier_repaired']);
    const { exports: path, ...asked } = repairedCopy!;
    expect(asked).toEqual({ format: 'scorm12', formatVersion: '1.2' });
    const headers = { 'content-type': 'application/json' };
    const begun = await tenant.fetch(path, { method: 'POST', headers, body: JSON.stringify(asked) });
    const it = await exported(tenant, ((await begun.json()) as ExportBody).id);
    expect((await read(await (await download(it)).arrayBuffer())).report.findings).toEqual([]);
  });

  it('[IMP-16] is not offered when there is nothing in it', async () => {
    const untitled = new TextDecoder().decode(await manifestOf(packageId)).replace('<title>Lesson one</title>', '');
    const made = (await (await send(tenant, await course({}, untitled))).json()) as ImportBody;
    const { report, repairedCopy } = await ended(tenant, made.id);
    expect([report!.findings.map(({ code }) => code), repairedCopy]).toEqual([['title_repaired'], null]);
    const { id } = (await (await send(tenant, await course())).json()) as ImportBody;
    expect((await ended(tenant, id)).repairedCopy).toBeNull();
    const refused = (await (await send(tenant, await course({}, '<manifest>'))).json()) as ImportBody;
    expect((await ended(tenant, refused.id)).repairedCopy).toBeNull();
  });
});

it('[PEX-1] of an authored document is the document, and of nothing else', async () => {
  const parts = [{ id: 'page', title: 'A page', blocks: [] }];
  const text = JSON.stringify({ documentVersion: 1, id: 'hello', title: 'Hello', languages: ['en'], parts });
  const headers = { 'content-type': 'application/json' };
  const posted = await tenant.fetch('/api/v1/imports?filename=hello.json', { method: 'POST', headers, body: text });
  const built = await ended(tenant, ((await posted.json()) as ImportBody).id);
  const it = await exported(
    tenant,
    ((await (await ask(tenant, built.packageId!, { format: 'document' })).json()) as ExportBody).id,
  );
  expect(it).toMatchObject({ state: 'done', formatVersion: '1', filename: 'Hello (Lectern document).zip' });
  expect((await read(await (await download(it)).arrayBuffer())).manifest).toMatchObject({
    format: 'document',
    title: 'Hello',
  });
  const refused = await ask(tenant, packageId, { format: 'document' });
  expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ where: 'json.format' })]);
});

describe('an export', () => {
  it('[PEX-1] gives the course back as it came, when it is in the format that it came in', async () => {
    const it = await exportedAs({ format: 'scorm12' });
    expect(it).toMatchObject({ state: 'done', formatVersion: '1.2', packageId, filename: 'First aid (SCORM 1.2).zip' });
    expect(it.report?.findings.map(({ code }) => code)).toEqual(['as_it_came']);
    const response = await download(it);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toContain(`filename="First aid (SCORM 1.2).zip"`);
    const bytes = await response.arrayBuffer();
    expect(bytes.byteLength).toBe(it.bytes);
    const { manifest, report, files } = await read(bytes);
    const stored = (await (await tenant.fetch(`/api/v1/packages/${packageId}`)).json()) as { manifest: unknown };
    expect(report.findings.filter(({ severity }) => severity === 'repaired')).toEqual([]);
    expect(manifest).toEqual(stored.manifest);
    expect([...files.keys()].sort()).toEqual(['imsmanifest.xml', 'index.html', 'media/film ä.bin']);
    await vi.waitFor(async () => expect(await rowsOf(tenant, 'outbox')).toBe(0));
  });

  it('[PEX-10] in another format carries the player of the build, and says what is otherwise', async () => {
    const it = await exportedAs({ format: 'cmi5' });
    expect(it.report?.findings.map(({ code }) => code)).toEqual(['player_added']);
    const { manifest, files } = await read(await (await download(it)).arrayBuffer());
    expect(manifest).toMatchObject({ format: 'cmi5', title: 'First aid' });
    expect([...files.keys()]).toEqual([
      'cmi5.xml',
      ...['index.html', 'player.js', 'player.css', 'course.json'].map((name) => `lectern/${name}`),
      'index.html',
      'media/film ä.bin',
    ]);
    expect(files.get('lectern/player.js')!.bytes).toBe('/standalone/player.js'.length);
  });

  it('[PEX-2] leaves nothing but the file in the bucket', async () => {
    const it = await exportedAs({ format: 'scorm12' });
    const keys = (await keysOf(tenant)).filter((key) => key.includes(it.id));
    expect(keys).toEqual([exportKeys(tenant.id, it.id).archive]);
  });

  it('[PEX-3] can be downloaded in ranges', async () => {
    const it = await exportedAs({ format: 'scorm12' });
    const whole = new Uint8Array(await (await download(it)).arrayBuffer());
    const part = await download(it, { range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${it.bytes}`]);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(whole.slice(10, 20));
    const last = await download(it, { range: 'bytes=-5' });
    expect(new Uint8Array(await last.arrayBuffer())).toEqual(whole.slice(-5));
    const stale = await download(it, { range: 'bytes=0-1', 'if-range': '"other"' });
    expect(stale.status).toBe(200);
    await stale.body?.cancel();
    expect((await download(it, { range: `bytes=${it.bytes}-` })).status).toBe(416);
    const backwards = await download(it, { range: 'bytes=5-4' });
    expect(backwards.status).toBe(200);
    await backwards.body?.cancel();
  });

  it('[PEX-4] is refused for a version that there is not, naming those that there are', async () => {
    const refused = await ask(tenant, packageId, { format: 'scorm2004', formatVersion: '3' });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      where: 'json.formatVersion',
      detail: 'This course goes out as scorm2004 4.',
    });
    expect((await ask(tenant, packageId, { format: 'aicc' })).status).toBe(400);
  });

  it('[PEX-4] is neither made nor given out of a course that was revoked', async () => {
    const mine = await newTenant();
    const built = await imported(mine, await course());
    const { id } = (await (await ask(mine, built, { format: 'scorm12' })).json()) as ExportBody;
    const { download: path } = await exported(mine, id);
    const reason = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"reason":"Wrong doses."}',
    };
    await mine.fetch(`/api/v1/packages/${built}/revoke`, reason);
    for (const refused of [await ask(mine, built, { format: 'scorm12' }), await mine.fetch(path!)]) {
      expect(refused.status).toBe(409);
      expect(await refused.json()).toMatchObject({
        code: 'package_revoked',
        detail: expect.stringContaining('Wrong doses.'),
      });
    }
  });

  it('[PEX-3] has the title as its name, in letters that any system takes', async () => {
    const mine = await newTenant();
    const nameOf = async (title: string): Promise<string> => {
      const asked = await ask(mine, await packageRow(mine, 'built', title), { format: 'scorm12' });
      return ((await asked.json()) as ExportBody).filename;
    };
    expect(await nameOf(' ../"Was?" <tun>\u202egnp.zip ')).toBe('Was tun gnp.zip (SCORM 1.2).zip');
    expect(await nameOf(`${'a'.repeat(59)}\u{1f600}\u{1f600}`)).toBe(`${'a'.repeat(59)}\u{1f600} (SCORM 1.2).zip`);
    expect(await nameOf('...')).toBe('course (SCORM 1.2).zip');
  });

  it('[PEX-5] is listed with its package, and can be followed', async () => {
    const it = await exportedAs({ format: 'scorm12' });
    const list = (await (await tenant.fetch(`/api/v1/packages/${packageId}/exports`)).json()) as {
      items: ExportBody[];
    };
    expect(list.items[0]).toEqual(it);
    const events = await (await tenant.fetch(`/api/v1/exports/${it.id}/events`)).text();
    expect(events).toContain('event: export');
    expect(JSON.parse(/^data: (.*)$/m.exec(events)![1]!)).toEqual(it);
  });
});

describe('the watch over exports', () => {
  /** An export whose attempts have died. */
  async function dead(of: TestTenant, attempt: number): Promise<string> {
    const id = makeId(of.id, 'exp', v7());
    const built = await imported(of, await course());
    const writer = new ExportWriter(contentOf(env, of));
    const expiresAt = new Date(Date.now() + EXPORT_DAYS * 86_400_000).toISOString();
    const asked = { id, package: built, format: 'scorm12', formatVersion: '1.2', filename: 'a.zip' };
    await writer.ask({ ...asked, createdAt: LONG_AGO, expiresAt }, OPEN_EXPORTS_MAX);
    for (let n = 0; n < attempt; n++) await writer.begin({ id, attempt: n }, LONG_AGO);
    const upload = await createMultipart(of.bucket, exportKeys(of.id, id).archive, { contentType: 'application/zip' });
    await writer.progress({ id, attempt }, { bytesDone: 0, bytes: 0 }, LONG_AGO);
    await writer.writingTo({ id, attempt }, [{ key: upload.key, uploadId: upload.uploadId }]);
    return id;
  }
  const sweepNow = async (of: TestTenant): Promise<void> => {
    await watchTenant(env, of.id, 3600);
    expect(await runDurableObjectAlarm(env.BUILD_WATCH.getByName(of.id))).toBe(true);
  };

  it('[PEX-6] begins one again that has gone silent, and its file is whole', async () => {
    const mine = await newTenant();
    const id = await dead(mine, 2);
    await sweepNow(mine);
    const it = await exported(mine, id);
    expect(it).toMatchObject({ state: 'done', report: { findings: [{ code: 'as_it_came' }] } });
    expect((await read(await (await mine.fetch(it.download!)).arrayBuffer())).manifest.title).toBe('First aid');
  });

  it('[PEX-7] gives up after the last attempt with a reason, and nothing stays', async () => {
    const mine = await newTenant();
    const id = await dead(mine, MAX_ATTEMPTS);
    await mine.bucket.put(exportKeys(mine.id, id).plan, '[]');
    await sweepNow(mine);
    const it = await exported(mine, id);
    expect(it.state).toBe('failed');
    expect(it.problem).toContain('interrupted');
    expect((await keysOf(mine)).filter((key) => key.includes('/exports/'))).toEqual([]);
    const refused = await mine.fetch(`/api/v1/exports/${id}/download`);
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, 'export_not_ready']);
  });

  it('[PEX-8] removes what is past its time', async () => {
    const mine = await newTenant();
    const built = await imported(mine, await course());
    const { id } = (await (await ask(mine, built, { format: 'scorm12' })).json()) as ExportBody;
    await exported(mine, id);
    await mine.db.prepare('UPDATE exports SET expires_at = ? WHERE id = ?').bind(LONG_AGO, id).run();
    await sweepNow(mine);
    expect((await mine.fetch(`/api/v1/exports/${id}`)).status).toBe(404);
    expect((await keysOf(mine)).filter((key) => key.includes('/exports/'))).toEqual([]);
  });

  it('[PEX-9] as many as may run at the same time are let in', async () => {
    const mine = await newTenant();
    const content = contentOf(env, mine);
    const made = () => ({
      ...{ id: makeId(mine.id, 'exp', v7()), package: 'p', format: 'cmi5', formatVersion: '1.0', filename: 'a.zip' },
      ...{ createdAt: LONG_AGO, expiresAt: LONG_AGO },
    });
    for (let n = 0; n < OPEN_EXPORTS_MAX; n++) {
      expect(await new ExportWriter(content).ask(made(), OPEN_EXPORTS_MAX)).toBe(true);
    }
    const refused = await ask(mine, await packageRow(mine), { format: 'scorm12' });
    expect(refused.status).toBe(429);
    expect(await new ExportReader(content).expiring(100)).toHaveLength(OPEN_EXPORTS_MAX);
  });
});
