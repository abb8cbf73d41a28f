import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeId } from '../../domain/kernel/ids.ts';
import type { ImportJob } from '../../domain/statement/bulk/job.ts';
import { MAX_KEPT_REPORTS, MAX_STUMBLES } from '../../domain/statement/bulk/job.ts';
import { BATCH_LINES } from '../../domain/statement/bulk/reader.ts';
import { statementImportKey } from '../../r2/keys.ts';
import { createMultipart } from '../../r2/multipart-writer.ts';
import type { Work, WorkDone } from './contract.ts';
import { RECEIVE_SECONDS, type StatementImportsObject } from './statement-imports.ts';
import { JobStore, MAX_KEPT_JOBS } from './store.ts';

type Stub = DurableObjectStub<StatementImportsObject<object>>;
const bindings = env as unknown as {
  STATEMENT_IMPORTS: DurableObjectNamespace<StatementImportsObject<object>>;
  ATTACHMENTS_EU: R2Bucket;
};
const bucket = bindings.ATTACHMENTS_EU;
afterEach(() => vi.restoreAllMocks());

let made = 0;
/** Imports of a tenant of its own whose lines go into a list; `work` says what becomes of them. */
async function newImports(work: (work: Work) => Promise<WorkDone> | WorkDone) {
  const tenant = `imports${++made}`;
  const stub = bindings.STATEMENT_IMPORTS.getByName(tenant) as Stub;
  const taken: number[] = [];
  const listen = () =>
    runInDurableObject(stub, (object) => {
      (object as unknown as { work: (work: Work) => Promise<WorkDone> }).work = async (asked) => {
        const done = await work(asked);
        taken.push(...asked.lines.map(({ number }) => number));
        return done;
      };
    });
  await listen();
  return { tenant, stub, taken, listen };
}

const all = ({ lines }: Work): WorkDone => ({ stored: lines.length, existing: 0, refused: [] });
const uuid = () => `0193a1b2-c3d4-7e5f-8a6b-${String(++made).padStart(12, '0')}`;
const statement = JSON.stringify({
  actor: { mbox: 'mailto:ada@example.com' },
  verb: { id: 'https://example.com/did' },
  object: { id: 'https://example.com/a' },
});

async function newJob(
  { stub, tenant }: { stub: Stub; tenant: string },
  more: { createdAt?: string; strict?: boolean } = {},
) {
  const id = makeId(tenant, 'sti', uuid());
  const upload = await createMultipart(bucket, statementImportKey(tenant, id), { contentType: 'application/x-ndjson' });
  await stub.begin({
    id,
    tenant,
    region: 'eu',
    filename: 'a.ndjson',
    strict: false,
    by: { credential: 'k', name: 'Operator' },
    authority: { mbox: 'mailto:import@example.com' },
    uploadId: upload.uploadId,
    createdAt: new Date().toISOString(),
    ...more,
  });
  return { id, upload };
}

async function newFile(imports: { stub: Stub; tenant: string }, lines: number, more: { strict?: boolean } = {}) {
  const { id, upload } = await newJob(imports, more);
  const bytes = new TextEncoder().encode(`${statement}\n`.repeat(lines));
  await upload.complete([{ partNumber: 1, etag: await upload.put(1, bytes) }]);
  await imports.stub.received(id, bytes.length);
  return id;
}

async function until(stub: Stub, id: string, wanted: (job: ImportJob) => boolean): Promise<ImportJob> {
  for (let n = 0; n < 400; n++) {
    const job = (await stub.find(id)) as ImportJob | null;
    if (job !== null && wanted(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`still ${JSON.stringify(await stub.find(id))}`);
}
const isEnded = ({ state }: ImportJob) => ['done', 'failed', 'cancelled'].includes(state);

describe('a job', () => {
  it('[SIM-1] goes on behind the last batch when the object is gone in between', async () => {
    let broken = false;
    const imports = await newImports((work) => {
      if (work.lines[0]!.number > BATCH_LINES && !broken) {
        broken = true;
        throw new Error('the process is killed');
      }
      return all(work);
    });
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const id = await newFile(imports, 2 * BATCH_LINES + 5);
    const stumbled = await until(imports.stub, id, (job) => job.state === 'running' && job.stumbles === 1);
    expect(stumbled.progress).toMatchObject({ stored: BATCH_LINES, place: { line: BATCH_LINES } });
    await evictDurableObject(imports.stub);
    await imports.listen();
    await runDurableObjectAlarm(imports.stub);
    const job = await until(imports.stub, id, isEnded);
    expect(job).toMatchObject({ state: 'done', progress: { stored: 2 * BATCH_LINES + 5 } });
    expect(imports.taken).toEqual(Array.from({ length: 2 * BATCH_LINES + 5 }, (_, i) => i + 1));
  });
  it('[SIM-2] that breaks off again and again is given up', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const imports = await newImports(() => {
      throw new Error('no');
    });
    const id = await newFile(imports, 1);
    for (let n = 1; n < MAX_STUMBLES; n++) {
      await until(imports.stub, id, (job) => job.state === 'running' && job.stumbles === n);
      await runDurableObjectAlarm(imports.stub);
    }
    expect(await until(imports.stub, id, isEnded)).toMatchObject({
      state: 'failed',
      failure: { code: 'interrupted' },
    });
  });
  it('[SIM-3] one after the other, in the order in which they came', async () => {
    const order: string[] = [];
    const imports = await newImports((work) => {
      order.push(work.job.id);
      return all(work);
    });
    const ids = [await newFile(imports, 1), await newFile(imports, 1), await newFile(imports, 1)];
    await until(imports.stub, ids[2]!, isEnded);
    expect(order).toEqual(ids);
    expect(((await imports.stub.list({ limit: 2 })) as ImportJob[]).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(((await imports.stub.list({ before: ids[1]!, limit: 2 })) as ImportJob[]).map(({ id }) => id)).toEqual([
      ids[0],
    ]);
  });
  it('[SIM-4] that is cancelled stops behind its batch, and what was done stays', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const imports = await newImports(async (work) => {
      await gate;
      return all(work);
    });
    const id = await newFile(imports, 3 * BATCH_LINES);
    await until(imports.stub, id, ({ state }) => state === 'running');
    expect(await imports.stub.cancel(id)).toMatchObject({ state: 'cancelled' });
    go();
    await vi.waitFor(async () => expect(await bucket.head(statementImportKey(imports.tenant, id))).toBeNull(), 5000);
    expect(imports.taken.length).toBeLessThanOrEqual(BATCH_LINES);
    expect(await imports.stub.find(id)).toMatchObject({ state: 'cancelled' });
    const done = await newFile(imports, 1);
    await until(imports.stub, done, isEnded);
    expect(await imports.stub.cancel(done)).toMatchObject({ state: 'done' });
    expect(await imports.stub.cancel('nobody')).toBeNull();
  });
  it('[SIM-4] that is cancelled while its file comes lets it go', async () => {
    const imports = await newImports(all);
    const { id, upload } = await newJob(imports);
    await imports.stub.cancel(id);
    await upload.put(1, new TextEncoder().encode(statement)).then(
      (etag) => upload.complete([{ partNumber: 1, etag }]),
      () => {}, // the upload may be gone already
    );
    expect(await imports.stub.received(id, 1)).toMatchObject({ state: 'cancelled' });
    await vi.waitFor(async () => expect(await bucket.head(statementImportKey(imports.tenant, id))).toBeNull(), 5000);
    expect(imports.taken).toEqual([]);
  });
  it('[SIM-6] whose file never came goes after a day, with its parts', async () => {
    const imports = await newImports(all);
    const createdAt = new Date(Date.now() - RECEIVE_SECONDS * 1000).toISOString();
    const { id } = await newJob(imports, { createdAt });
    await vi.waitFor(async () => expect(await imports.stub.find(id)).toBeNull(), 5000);
    const { id: fresh } = await newJob(imports);
    await imports.stub.putPart(fresh, { part: 2, etag: 'b', bytes: 1 });
    await imports.stub.putPart(fresh, { part: 1, etag: 'a', bytes: 1 });
    expect(((await imports.stub.parts(fresh)) as { part: number }[]).map(({ part }) => part)).toEqual([1, 2]);
    await imports.stub.discard(fresh);
    expect([await imports.stub.find(fresh), await imports.stub.parts(fresh)]).toEqual([null, []]);
  });
});

describe('what is kept', () => {
  it('[SIM-5] the first reports, all of them counted, and the newest jobs', async () => {
    const { stub } = await newImports(all);
    const counts = await runInDurableObject(stub, (_, state) => {
      const store = new JobStore(state.storage);
      const finding = { path: '$', rule: 'ST-1', message: 'x' };
      const refused = Array.from({ length: 700 }, (_, i) => i).map((n) => ({
        line: n,
        id: null,
        findings: [finding],
        total: 1,
      }));
      for (let before = 0; before < MAX_KEPT_REPORTS + 1400; before += 700) {
        store.report(
          'j',
          refused.map((one) => ({ ...one, line: before + one.line + 1 })),
          before,
        );
      }
      for (let n = 0; n < MAX_KEPT_JOBS + 3; n++) {
        const id = `t-sti-${String(n).padStart(26, '0')}`;
        store.put({ id, state: 'done' } as ImportJob);
        store.forgetFile(id);
      }
      store.put({ id: 't-sti-z', state: 'cancelled' } as ImportJob);
      return [store.reports('j', { after: 0, limit: 20_000 }).length, store.list({ limit: 1000 }).length];
    });
    expect(counts).toEqual([MAX_KEPT_REPORTS, MAX_KEPT_JOBS + 1]);
  });
});
