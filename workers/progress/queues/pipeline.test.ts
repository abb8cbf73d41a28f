import {
  createExecutionContext,
  createMessageBatch,
  evictDurableObject,
  getQueueResult,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { listAttempts, listCompletions } from '../../../d1/progress/learner-reader.ts';
import { readWatermark } from '../../../d1/progress/projection-store.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { partitionOf } from '../../../domain/projection/learner.ts';
import type { ProjectionMessage } from '../../../durable-objects/statement-log/index.ts';
import worker from '../index.ts';
import { feedOf, partitionDatabase } from '../services/bindings.ts';
import { appendTo, callOf, stubOf } from '../testing/log.testing.ts';
import { bindings, eventually, lifeStatement, migrate } from '../testing/support.testing.ts';

vi.spyOn(console, 'error').mockImplementation(() => {});
beforeAll(migrate);

let made = 0;
/** A log of its own; after `lose` nobody hears its calls. */
async function newLog() {
  const log = `pipe${++made}`;
  const learner = makeId('demo', 'lrn', crypto.randomUUID());
  const partition = partitionOf('demo', learner);
  const db = partitionDatabase(bindings, 'eu', partition);
  const registration = crypto.randomUUID();
  const minute = (n: number) => new Date(Date.UTC(2026, 0, 31, 12, n)).toISOString();
  return {
    log,
    learner,
    partition,
    db,
    /** Attempt `n` of the course: begun and completed, two statements. */
    take: (n: number) => [
      lifeStatement('initialized', { registration, learner, at: minute(2 * n) }),
      lifeStatement('completed', { registration, learner, at: minute(2 * n + 1), result: { duration: 'PT1M' } }),
    ],
    lose: () =>
      runInDurableObject(stubOf(log), (object) => {
        (object as unknown as { env: object }).env = { PROJECTION: { send: async () => {} } };
      }),
    watermark: () => readWatermark(db, { tenant: 'demo', log }),
    attempts: () => listAttempts(db, { tenant: 'demo', learner }, null, 100),
    completions: () => listCompletions(db, { tenant: 'demo', learner }, null, 100),
    pending: () =>
      runInDurableObject(stubOf(log), (_, state) =>
        state.storage.sql
          .exec('SELECT * FROM projected WHERE position < (SELECT max(first + n - 1) FROM blocks)')
          .toArray(),
      ),
    /** What the feed tells of the learner: kinds of events, and each statement. */
    announced: async () => {
      const page = await feedOf(bindings, 'demo').read({ after: 0, limit: 500 });
      return page.items.flatMap(({ event: { type, data } }) => {
        if (type === 'progress.statement.stored.v1') {
          const statements = data.statements as { learner: string; statement: string }[];
          return statements.filter((one) => one.learner === learner).map(({ statement }) => `stored ${statement}`);
        }
        return data.learner === learner ? [type.split('.')[1]! + type.split('.')[2]!] : [];
      });
    },
    call: callOf(log, partition),
  };
}
type Statement = ReturnType<typeof lifeStatement>;
type Log = Awaited<ReturnType<typeof newLog>>;

/** Delivers messages as the queue would, in one batch; tells which were acknowledged. */
async function deliver(messages: readonly ProjectionMessage[], env: ProgressEnv = bindings) {
  const batch = createMessageBatch(
    'lectern-projection',
    messages.map((body, i) => ({ id: String(i), timestamp: new Date(), attempts: 1, body })),
  );
  const context = createExecutionContext();
  await worker.queue(batch, env);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, context);
  return { acknowledged: explicitAcks.length, again: retryMessages.length };
}

async function expectOnce(log: Log, takes: number): Promise<void> {
  const attempts = await log.attempts();
  expect(attempts.map(({ attempt: { n, state, seconds } }) => [n, state, seconds])).toEqual(
    Array.from({ length: takes }, (_, i) => [takes - i, 'closed', 60]),
  );
  expect(await log.completions()).toHaveLength(1);
  const announced = await log.announced();
  const count = (what: string) => announced.filter((name) => name === what).length;
  expect([count('attemptopened'), count('attemptclosed'), count('completionrecorded')]).toEqual([takes, takes, 1]);
  const stored = announced.filter((name) => name.startsWith('stored'));
  expect([stored.length, new Set(stored).size]).toEqual([2 * takes, 2 * takes]);
  expect(await log.pending()).toEqual([]);
}

describe('calls', () => {
  it('[PIPE-2] [PIPE-3] repeated ones give every statement once, also what came after the call', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    await appendTo(log.log, log.take(1));
    expect(await deliver([log.call, log.call, log.call])).toEqual({ acknowledged: 3, again: 0 });
    expect(await log.watermark()).toBe(4);
    await appendTo(log.log, log.take(2));
    await deliver([log.call]);
    await deliver([log.call]);
    await expectOnce(log, 3);
  });
  it('[PIPE-2] two consumers at the same time project everything once', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    await Promise.all([deliver([log.call]), deliver([log.call]), deliver([log.call])]);
    await expectOnce(log, 1);
  });
  it('[PIPE-2] several logs that hold statements of one key are folded together', async () => {
    const [one, other] = [await newLog(), await newLog()];
    await Promise.all([one.lose(), other.lose()]);
    const takes = Array.from({ length: 6 }, (_, n) => one.take(n));
    for (const [n, take] of takes.entries()) await appendTo((n % 2 === 0 ? one : other).log, take);
    const otherCall = { ...one.call, log: other.log };
    const again = () =>
      Promise.all([deliver([one.call]), deliver([otherCall]), deliver([one.call]), deliver([otherCall])]);
    await again();
    await again();
    expect([await one.watermark(), await readWatermark(one.db, { tenant: 'demo', log: other.log })]).toEqual([6, 6]);
    await expectOnce(one, 6);
  });
  it('[PIPE-2] a row that somebody has changed is read again, whatever was remembered of it', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    await deliver([log.call]);
    await log.db.prepare('UPDATE facts SET version = version + 1 WHERE learner = ?').bind(log.learner).run();
    await appendTo(log.log, log.take(1));
    await deliver([log.call]);
    await deliver([log.call]);
    await expectOnce(log, 2);
    await log.db.prepare('DELETE FROM facts WHERE learner = ?').bind(log.learner).run();
    await appendTo(log.log, log.take(2));
    await deliver([log.call]);
    await deliver([log.call]);
    expect((await log.attempts()).map(({ attempt }) => attempt.n)).toEqual([1]);
  });
  it('[PIPE-4] one that fails is asked for again and does not hold up its neighbours', async () => {
    const [good, bad] = [await newLog(), await newLog()];
    await good.lose();
    await appendTo(good.log, good.take(0));
    const nowhere = { ...bad.call, partition: 99 };
    expect(await deliver([nowhere, good.call])).toEqual({ acknowledged: 1, again: 1 });
    await expectOnce(good, 1);
  });
});

describe('voiding', () => {
  const voiding = (target: { id: string }) => ({
    actor: { mbox: 'mailto:admin@example.com' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: target.id },
  });
  it('[PRJ-12] [EVT-3] takes back what a statement told, and says so', async () => {
    const log = await newLog();
    await log.lose();
    const [begun, done] = log.take(0) as [Statement, Statement];
    await appendTo(log.log, [begun, done]);
    await deliver([log.call]);
    expect(await log.completions()).toHaveLength(1);
    await appendTo(log.log, [voiding(done)]);
    await deliver([log.call]);
    await deliver([log.call]);
    expect(await log.completions()).toEqual([]);
    expect((await log.attempts()).map(({ attempt }) => attempt.state)).toEqual(['active']);
    expect((await log.announced()).at(-1)).toBe('recordcorrected');
    await appendTo(log.log, [voiding(begun)]);
    await deliver([log.call]);
    await deliver([log.call]);
    expect(await log.attempts()).toEqual([]);
  });
  it('[PRJ-12] of a statement that comes later leaves it untold', async () => {
    const log = await newLog();
    await log.lose();
    const [begun, done] = log.take(0) as [Statement, Statement];
    await appendTo(log.log, [voiding(done)]);
    await appendTo(log.log, [begun, done]);
    await deliver([log.call]);
    expect((await log.attempts()).map(({ attempt }) => attempt.state)).toEqual(['active']);
    expect(await log.completions()).toEqual([]);
  });
});

describe('kills', () => {
  it('[PIPE-1] lost messages are sent again by the alarm', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    await appendTo(log.log, log.take(1));
    expect(await log.watermark()).toBe(0);
    await evictDurableObject(stubOf(log.log));
    expect(await runDurableObjectAlarm(stubOf(log.log))).toBe(true);
    await eventually(log.pending, (rows) => rows.length === 0);
    await expectOnce(log, 2);
  });
  it('[PIPE-1] an object that starts anew sends what was not acknowledged without waiting', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    await evictDurableObject(stubOf(log.log));
    await log.pending(); // any call wakes it
    await eventually(log.watermark, (position) => position === 2);
    await eventually(log.pending, (rows) => rows.length === 0);
    await expectOnce(log, 1);
  });

  /** The bindings with one D1 database or namespace behaving as if the process died at that moment. */
  const dying = (change: Partial<Record<keyof ProgressEnv, unknown>>): ProgressEnv =>
    ({ ...bindings, ...change }) as ProgressEnv;
  const dies = () => {
    throw new Error('killed');
  };
  const databaseName = (partition: number) => `PROGRESS_EU_0${partition}` as keyof ProgressEnv;

  it('[PIPE-2] a consumer killed before the projection', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    const db = { prepare: log.db.prepare.bind(log.db), batch: dies };
    expect(await deliver([log.call], dying({ [databaseName(log.partition)]: db }))).toEqual({
      acknowledged: 0,
      again: 1,
    });
    expect(await log.watermark()).toBe(0);
    await deliver([log.call]);
    await expectOnce(log, 1);
  });
  it('[PIPE-2] a consumer killed between the projection and the announcement', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    const env = dying({ EVENT_FEED: { getByName: () => ({ appendNews: dies }) } });
    expect(await deliver([log.call], env)).toEqual({ acknowledged: 0, again: 1 });
    expect(await log.watermark()).toBe(2);
    expect(await log.pending()).toHaveLength(1);
    expect(await log.announced()).toEqual([]);
    await deliver([log.call]);
    await deliver([log.call]);
    await expectOnce(log, 1);
  });
  it('[PIPE-2] a consumer killed between the announcement and forgetting it', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    let batches = 0;
    const batch = (statements: D1PreparedStatement[]) => (batches++ === 0 ? log.db.batch(statements) : dies());
    const db = { prepare: log.db.prepare.bind(log.db), batch };
    expect(await deliver([log.call], dying({ [databaseName(log.partition)]: db }))).toEqual({
      acknowledged: 0,
      again: 1,
    });
    expect(await log.announced()).not.toEqual([]);
    await deliver([log.call]);
    await deliver([log.call]);
    await expectOnce(log, 1);
  });
  it('[PIPE-2] a consumer killed before it says how far it came', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    const stub = stubOf(log.log);
    let pulls = 0;
    const pull = (partition: number, after: number) => (pulls++ === 0 ? stub.pull(partition, after) : dies());
    const env = dying({ STATEMENT_LOG: { getByName: () => ({ pull }) } });
    expect(await deliver([log.call], env)).toEqual({ acknowledged: 0, again: 1 });
    expect(await log.pending()).toHaveLength(1);
    await evictDurableObject(stub);
    await runDurableObjectAlarm(stub);
    await eventually(log.pending, (rows) => rows.length === 0);
    await expectOnce(log, 1);
  });
  it('[PIPE-1] random kills between appends: every acknowledged statement is projected exactly once', async () => {
    const log = await newLog();
    for (let n = 0; n < 12; n++) {
      if (n % 3 === 0) await log.lose();
      await appendTo(log.log, log.take(n));
      if (n % 4 === 1) await evictDurableObject(stubOf(log.log));
    }
    await evictDurableObject(stubOf(log.log));
    await eventually(log.pending, (rows) => rows.length === 0);
    await expectOnce(log, 12);
  });
});

describe('dead letters', () => {
  const bury = async (queue: string, body: unknown) => {
    const batch = createMessageBatch(queue, [{ id: 'dead-1', timestamp: new Date(), attempts: 1, body }]);
    await worker.queue(batch, bindings);
    await worker.queue(batch, bindings);
  };
  it('[PIPE-5] are kept once, in the region of their tenant', async () => {
    const log = await newLog();
    await bury('lectern-projection-dead', log.call);
    const rows = await log.db.prepare("SELECT body FROM dead_letters WHERE queue = 'lectern-projection-dead'").all();
    expect(rows.results).toEqual([{ body: JSON.stringify(log.call) }]);
    await bury('lectern-events-dead', { tenant: 'other', events: [] });
    const events = await bindings.PROGRESS_US_00.prepare('SELECT tenant, queue FROM dead_letters').all();
    expect(events.results).toEqual([{ tenant: 'other', queue: 'lectern-events-dead' }]);
  });
  it('[PIPE-6] events of other Workers reach the feed once', async () => {
    const event = {
      specversion: '1.0',
      id: 'demo-evt-x',
      source: '/content/tenants/other',
      type: 'content.play_package.built.v1',
      subject: 's',
      time: '2026-01-01T00:00:00Z',
      datacontenttype: 'application/json',
      tenant: 'other',
      data: {},
    };
    const batch = createMessageBatch('lectern-events', [
      { id: '1', timestamp: new Date(), attempts: 1, body: { tenant: 'other', events: [event, event] } },
    ]);
    await worker.queue(batch, bindings);
    const page = await feedOf(bindings, 'other').read({ after: 0, limit: 10 });
    expect(page.items.map((item) => item.event)).toEqual([event]);
  });
  it('[PIPE-4] a queue that nobody knows is a fault', async () => {
    await expect(worker.queue(createMessageBatch('other', []), bindings)).rejects.toThrow('no consumer for other');
  });
});
