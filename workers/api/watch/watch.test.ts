import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { ImportReader } from '../../../d1/content/imports.ts';
import { ImportWriter } from '../../../d1/content/imports-writer.ts';
import { UploadWriter } from '../../../d1/content/uploads.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { createMultipart } from '../../../r2/multipart-writer.ts';
import { loadJob } from '../build/job.ts';
import { refuse } from '../build/refuse.ts';
import { startBuild } from '../build/start.ts';
import { INITIAL_STEPS } from '../build/steps.ts';
import { contentOf } from '../tenants.ts';
import {
  deadImport,
  ended,
  env,
  keysOf,
  LONG_AGO,
  migrate,
  newTenant,
  rowsOf,
  type TestTenant,
} from '../world.testing.ts';
import { watchTenant } from './build-watch.ts';
import { FIRST_SIGN_SECONDS, judge, MAX_ATTEMPTS, STALE_BUILD_SECONDS, STALE_RECEIVING_SECONDS } from './decide.ts';

beforeAll(migrate);

const stub = (tenant: TestTenant) => env.BUILD_WATCH.getByName(tenant.id);
const sweepNow = async (tenant: TestTenant): Promise<void> => {
  await watchTenant(env, tenant.id, 3600);
  expect(await runDurableObjectAlarm(stub(tenant))).toBe(true);
};
const alarmOf = (tenant: TestTenant) => runInDurableObject(stub(tenant), (_, state) => state.storage.getAlarm());

describe('the verdict', () => {
  const row = { state: 'running' as const, attempt: 1, heartbeatAt: LONG_AGO };
  const at = Date.parse(LONG_AGO);

  it('[WATCH-1] waits as long as there are signs of life, then restarts, and at last gives up', () => {
    const staleMs = at + STALE_BUILD_SECONDS * 1000;
    expect(judge(row, staleMs - 1)).toEqual({ act: 'wait', untilMs: staleMs });
    expect(judge(row, staleMs)).toEqual({ act: 'restart' });
    expect(judge({ ...row, state: 'queued', attempt: 0 }, staleMs)).toEqual({ act: 'restart' });
    expect(judge({ ...row, attempt: MAX_ATTEMPTS }, staleMs)).toEqual({ act: 'give up' });
  });

  it('[WATCH-13] waits longer for the first sign of life of an attempt than for the next one', async () => {
    const queued = { ...row, state: 'queued' as const };
    const firstMs = at + FIRST_SIGN_SECONDS * 1000;
    expect(judge(queued, firstMs - 1)).toEqual({ act: 'wait', untilMs: firstMs });
    expect(judge(queued, firstMs)).toEqual({ act: 'restart' });
    const tenant = await newTenant();
    const { id } = await deadImport(tenant, 1);
    const content = contentOf(env, tenant);
    const state = async () => (await new ImportReader(content).byId(id))!.state;
    expect(await state()).toBe('running');
    await new ImportWriter(content).begin({ id, attempt: 1 }, LONG_AGO);
    expect(await state()).toBe('queued');
  });

  it('[WATCH-2] gives a file that is coming in more time, then discards it', () => {
    const staleMs = at + STALE_RECEIVING_SECONDS * 1000;
    expect(judge({ ...row, state: 'receiving' }, staleMs - 1)).toEqual({ act: 'wait', untilMs: staleMs });
    expect(judge({ ...row, state: 'receiving' }, staleMs)).toEqual({ act: 'discard' });
  });
});

describe('a build that died', () => {
  it('[WATCH-3] is begun again and becomes the package that was promised', async () => {
    const tenant = await newTenant();
    const { id, packageId } = await deadImport(tenant, 1);
    await sweepNow(tenant);
    expect(await ended(tenant, id)).toMatchObject({ state: 'built', packageId });
    expect((await new ImportReader(contentOf(env, tenant)).byId(id))!.attempt).toBe(2);
  });

  it('[WATCH-4] in the middle of its container leaves no parts behind', async () => {
    const tenant = await newTenant();
    const { id, packageId } = await deadImport(tenant, 1);
    const keys = packageKeys(tenant.id, packageId);
    const upload = await createMultipart(tenant.bucket, keys.container, { contentType: 'application/zip' });
    await new ImportWriter(contentOf(env, tenant)).writingTo({ id, attempt: 1 }, upload.uploadId);
    await tenant.bucket.put(keys.checkpoint, JSON.stringify({ checkpointVersion: 1, parts: [], sha256: ['00'] }));
    await sweepNow(tenant);
    expect((await ended(tenant, id)).state).toBe('built');
    expect((await keysOf(tenant)).some((key) => key.endsWith('checkpoint.json'))).toBe(false);
    await expect(upload.put(1, new Uint8Array(10))).rejects.toThrow();
  });

  it('[WATCH-5] after its last attempt fails with a reason, and nothing is left in the bucket', async () => {
    const tenant = await newTenant();
    const { id } = await deadImport(tenant, MAX_ATTEMPTS);
    await sweepNow(tenant);
    expect(await ended(tenant, id)).toMatchObject({
      state: 'failed',
      report: { findings: [{ code: 'build_interrupted' }] },
      steps: [{ state: 'failed' }, {}, {}],
    });
    expect(await keysOf(tenant)).toEqual([]);
    expect(await alarmOf(tenant)).toBeNull();
  });

  it('[WATCH-6] between the refusal and the clearing up is cleared up with the first reason', async () => {
    const tenant = await newTenant();
    const { id } = await deadImport(tenant, 1);
    const report = { outcome: 'refused' as const, findings: [], omitted: 7 };
    await refuse((await loadJob(env, { tenant: tenant.id, id, attempt: 1 }))!, 'inspect', report);
    await sweepNow(tenant);
    expect(await ended(tenant, id)).toMatchObject({ state: 'failed', report: { omitted: 7 } });
    expect(await keysOf(tenant)).toEqual([]);
  });

  it('[WATCH-7] whose original is gone fails with a reason', async () => {
    const tenant = await newTenant();
    const { id, packageId } = await deadImport(tenant, 1);
    await tenant.bucket.delete(packageKeys(tenant.id, packageId).original);
    await sweepNow(tenant);
    expect(await ended(tenant, id)).toMatchObject({ state: 'failed', report: { outcome: 'refused' } });
  });

  it('[WATCH-8] has no say any more once a later attempt has begun', async () => {
    const tenant = await newTenant();
    const { id } = await deadImport(tenant, 1);
    const content = contentOf(env, tenant);
    const writer = new ImportWriter(content);
    expect(await writer.begin({ id, attempt: 1 }, LONG_AGO)).toBe(true);
    expect(await writer.begin({ id, attempt: 1 }, LONG_AGO)).toBe(false);
    const early = { id, attempt: 1 };
    expect(await writer.progress(early, INITIAL_STEPS, LONG_AGO)).toBe(false);
    await writer.fail(early, { event: { id: 'late' }, now: LONG_AGO });
    expect((await new ImportReader(content).byId(id))!.state).toBe('queued');
    expect(await rowsOf(tenant, 'outbox')).toBe(0);
    expect(await loadJob(env, { tenant: tenant.id, ...early })).toBeUndefined();
    await startBuild(env, content, early);
    expect((await new ImportReader(content).byId(id))!.attempt).toBe(2);
  });
});

describe('what else is left over', () => {
  it('[WATCH-9] a file that never came in whole is discarded', async () => {
    const tenant = await newTenant();
    const id = makeId(tenant.id, 'imp', v7());
    const packageId = makeId(tenant.id, 'pkg', v7());
    const writer = new ImportWriter(contentOf(env, tenant));
    await writer.receive({ id, filename: 'a.zip', package: packageId, steps: INITIAL_STEPS, now: LONG_AGO });
    await tenant.bucket.put(packageKeys(tenant.id, packageId).original, 'PK');
    expect((await tenant.fetch(`/api/v1/imports/${id}`)).status).toBe(404);
    await sweepNow(tenant);
    expect(await rowsOf(tenant, 'imports')).toBe(0);
    expect(await keysOf(tenant)).toEqual([]);
  });

  it('[WATCH-14] many files that never came in do not hide a build that died, and all of them go', async () => {
    const tenant = await newTenant();
    const { id } = await deadImport(tenant, 1);
    const writer = new ImportWriter(contentOf(env, tenant));
    const now = new Date(Date.parse(LONG_AGO) - 1000).toISOString();
    for (let n = 0; n < 51; n++) {
      const names = { id: makeId(tenant.id, 'imp', v7()), package: makeId(tenant.id, 'pkg', v7()) };
      await writer.receive({ ...names, filename: 'a.zip', steps: INITIAL_STEPS, now });
    }
    await sweepNow(tenant);
    expect((await ended(tenant, id)).state).toBe('built');
    await expect.poll(() => rowsOf(tenant, 'imports'), { timeout: 5000 }).toBe(1);
  });

  it('[WATCH-10] events that the queue never got are sent', async () => {
    const tenant = await newTenant();
    const insert = tenant.db.prepare("INSERT INTO outbox VALUES (?, ?, '{}', ?)");
    const ids = Array.from({ length: 21 }, (_, i) => `e${i}`);
    await tenant.db.batch(ids.map((id) => insert.bind(tenant.id, id, LONG_AGO)));
    await sweepNow(tenant);
    // More than one message holds: the next sweep follows at once, by itself.
    await expect.poll(() => rowsOf(tenant, 'outbox'), { timeout: 5000 }).toBe(0);
    await expect.poll(() => alarmOf(tenant)).toBeNull();
  });

  it('[WATCH-11] an upload that was not imported in time is given up; a younger one is waited for', async () => {
    const tenant = await newTenant();
    const writer = new UploadWriter(contentOf(env, tenant));
    const soon = new Date(Date.now() + 60_000).toISOString();
    for (const expiresAt of [LONG_AGO, soon]) {
      const packageId = makeId(tenant.id, 'pkg', v7());
      const { original } = packageKeys(tenant.id, packageId);
      const { uploadId } = await tenant.bucket.createMultipartUpload(original);
      const row = {
        filename: 'a',
        bytes: 1,
        partBytes: 1,
        protocol: 'parts' as const,
        metadata: null,
        package: packageId,
        r2Upload: uploadId,
        createdAt: LONG_AGO,
      };
      await writer.create({ id: makeId(tenant.id, 'upl', v7()), expiresAt, ...row });
    }
    await sweepNow(tenant);
    expect(await rowsOf(tenant, 'uploads')).toBe(1);
    expect(await alarmOf(tenant)).toBe(Date.parse(soon));
  });

  it('[WATCH-12] nothing open: no alarm, and one that is asked for earlier wins', async () => {
    const tenant = await newTenant();
    await sweepNow(tenant);
    expect(await alarmOf(tenant)).toBeNull();
    await watchTenant(env, tenant.id, 100);
    const first = (await alarmOf(tenant))!;
    await watchTenant(env, tenant.id, 1000);
    expect(await alarmOf(tenant)).toBe(first);
    await watchTenant(env, tenant.id, 50);
    expect(await alarmOf(tenant)).toBeLessThan(first);
  });
});
