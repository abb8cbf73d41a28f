import { beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../../r2/checkpoint.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { readAssetIndex } from '../../../r2/package-store.ts';
import { deflatedZip, hexSha256, randomBytes } from '../../../r2/packages.testing.ts';
import completedSchema from '../../../schemas/events/content.import.completed.v1.json';
import builtSchema from '../../../schemas/events/content.play_package.built.v1.json';
import { course, deadImport, env, keysOf, migrate, newTenant, rowsOf, type TestTenant } from '../world.testing.ts';
import { openContainer, writeContainer } from './container.ts';
import { inspectOriginal } from './inspect.ts';
import { type BuildJob, loadJob } from './job.ts';
import { publish } from './publish.ts';
import { clearUp } from './refuse.ts';
import { allDone, failedAt, INITIAL_STEPS, running } from './steps.ts';

beforeAll(migrate);

const jobOf = async (tenant: TestTenant, id: string): Promise<BuildJob> =>
  (await loadJob(env, { tenant: tenant.id, id, attempt: 1 }))!;

describe('steps', () => {
  const states = (steps: readonly { state: string }[]) => steps.map((step) => step.state);

  it('[BUILD-1] are done before the running one and waiting behind it; the first that is not done is the one that failed', () => {
    expect(states(INITIAL_STEPS)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(states(running('build'))).toEqual(['done', 'running', 'waiting']);
    expect(running('build', 3, 9)[1]).toMatchObject({ done: 3, total: 9 });
    expect(states(allDone())).toEqual(['done', 'done', 'done']);
    expect(states(failedAt(running('build')))).toEqual(['done', 'failed', 'waiting']);
    expect(states(failedAt(INITIAL_STEPS))).toEqual(['failed', 'waiting', 'waiting']);
  });

  it('[BUILD-2] may each be repeated: one package, its events that fit their schemas, nothing half written', async () => {
    const tenant = await newTenant();
    const { id, packageId } = await deadImport(tenant, 1);
    const twice = async (step: (job: BuildJob) => Promise<unknown>): Promise<void> => {
      for (let i = 0; i < 2; i++) await step(await jobOf(tenant, id));
    };
    await twice(inspectOriginal);
    await twice(openContainer);
    await twice(writeContainer);
    const last = await jobOf(tenant, id);
    await publish(last);
    await publish(last);
    expect(await rowsOf(tenant, 'packages')).toBe(1);
    const events = await tenant.db
      .prepare('SELECT event FROM outbox WHERE tenant = ?')
      .bind(tenant.id)
      .all<{ event: string }>();
    expect(events.results).toHaveLength(2);
    const [built, completed] = events.results
      .map(({ event }) => JSON.parse(event))
      .toSorted((a, b) => b.type.localeCompare(a.type));
    expect(built).toMatchObject({ type: 'content.play_package.built.v1', subject: packageId, tenant: tenant.id });
    expect(Object.keys(built.data).sort()).toEqual(Object.keys(builtSchema.properties).sort());
    expect(completed).toMatchObject({ type: 'content.import.completed.v1', subject: id, data: { outcome: 'built' } });
    expect(Object.keys(completed.data).sort()).toEqual(Object.keys(completedSchema.properties).sort());
    expect(await keysOf(tenant)).toHaveLength(5);
  });
});

it('[IMP-9] the end of an import that failed is told once', async () => {
  const tenant = await newTenant();
  const { id } = await deadImport(tenant, 1, await deflatedZip({ 'notes.txt': randomBytes(10) }));
  expect(await inspectOriginal(await jobOf(tenant, id))).toBe('refused');
  const refused = await jobOf(tenant, id);
  await clearUp(refused);
  await clearUp(refused);
  const { results } = await tenant.db
    .prepare('SELECT event FROM outbox WHERE tenant = ?')
    .bind(tenant.id)
    .all<{ event: string }>();
  expect(results.map(({ event }) => JSON.parse(event))).toEqual([
    expect.objectContaining({
      type: 'content.import.completed.v1',
      subject: id,
      data: expect.objectContaining({
        outcome: 'failed',
        packageId: null,
        findings: { refused: 1, warning: 0, repaired: 0 },
      }),
    }),
  ]);
});

describe('a container', () => {
  it('[BUILD-3] that takes several steps goes on from its checkpoint, also when a step is repeated', async () => {
    const tenant = await newTenant();
    const files = { 'a.bin': randomBytes(9_000_000), 'b.bin': randomBytes(9_000_000), 'c.bin': randomBytes(3_000_000) };
    const { id, packageId } = await deadImport(tenant, 1, await course(files));
    await inspectOriginal(await jobOf(tenant, id));
    await openContainer(await jobOf(tenant, id));
    const outcomes: string[] = [];
    do outcomes.push(await writeContainer(await jobOf(tenant, id), 1));
    while (outcomes.at(-1) === 'more');
    expect(outcomes.length).toBeGreaterThan(1);
    expect(await writeContainer(await jobOf(tenant, id), 1)).toBe('done');
    const index = (await readAssetIndex(tenant.bucket, tenant.id, packageId))!;
    for (const [path, bytes] of Object.entries(files)) {
      const { offset, bytes: length, sha256 } = index.entries[path]!;
      const range = { offset, length };
      const object = await tenant.bucket.get(packageKeys(tenant.id, packageId).container, { range });
      expect(await hexSha256(await object!.arrayBuffer())).toBe(await hexSha256(bytes));
      expect(sha256).toBe(await hexSha256(bytes));
    }
  });

  it('[BUILD-4] goes on from its own checkpoint only, and an attempt that was overtaken replaces none', async () => {
    const tenant = await newTenant();
    const files = { 'a.bin': randomBytes(9_000_000), 'b.bin': randomBytes(9_000_000) };
    const { id, packageId } = await deadImport(tenant, 1, await course(files));
    await inspectOriginal(await jobOf(tenant, id));
    await openContainer(await jobOf(tenant, id));
    const overtaken = await jobOf(tenant, id);
    await overtaken.writer.begin({ id, attempt: 1 }, new Date().toISOString());
    const next = async () => (await loadJob(env, { tenant: tenant.id, id, attempt: 2 }))!;
    await openContainer(await next());
    expect(await writeContainer(await next(), 1)).toBe('more');
    await expect(writeContainer(overtaken, 1)).rejects.toThrow();
    const kept = await readCheckpoint(tenant.bucket, tenant.id, packageId);
    expect(kept!.uploadId).toBe((await next()).row.containerUpload);
    const foreign = { uploadId: 'another', checkpoint: kept!.checkpoint, replaces: kept };
    expect(await writeCheckpoint(tenant.bucket, tenant.id, packageId, foreign)).toBe(true);
    let outcome: string;
    do outcome = await writeContainer(await next(), 9);
    while (outcome === 'more');
    expect(outcome).toBe('done');
    const index = (await readAssetIndex(tenant.bucket, tenant.id, packageId))!;
    expect(index.entries['a.bin']!.sha256).toBe(await hexSha256(files['a.bin']));
  });
});
