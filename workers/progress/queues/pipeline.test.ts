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
import { appendTo, messageFrom, stubOf } from '../testing/log.testing.ts';
import { bindings, eventually, lifeStatement, migrate } from '../testing/support.testing.ts';

vi.spyOn(console, 'error').mockImplementation(() => {});
beforeAll(migrate);

let made = 0;
/** A log of its own, with the queue of its object under control: `lose` drops what it sends, `keep` lets it through. */
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
        state.storage.sql.exec('SELECT * FROM outbox WHERE head > acknowledged').toArray(),
      ),
    announced: async () => {
      const page = await feedOf(bindings, 'demo').read({ after: 0, limit: 500 });
      return page.items
        .filter(({ event }) => event.data.learner === learner)
        .map(({ event }) => event.type.split('.')[1] + event.type.split('.')[2]!);
    },
  };
}
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
  expect(attempts.map(({ n, state, seconds }) => [n, state, seconds])).toEqual(
    Array.from({ length: takes }, (_, i) => [takes - i, 'closed', 60]),
  );
  expect(await log.completions()).toHaveLength(1);
  const announced = await log.announced();
  const count = (what: string) => announced.filter((name) => name === what).length;
  expect([
    count('statementstored'),
    count('attemptopened'),
    count('attemptclosed'),
    count('completionrecorded'),
  ]).toEqual([2 * takes, takes, takes, 1]);
  expect(await log.pending()).toEqual([]);
}

describe('messages', () => {
  /** What the log sends when every append is drained before the next one. */
  async function messagesOf(log: Log, takes: number): Promise<ProjectionMessage[]> {
    await log.lose();
    const messages: ProjectionMessage[] = [];
    for (let n = 0; n < takes; n++) {
      await appendTo(log.log, log.take(n));
      messages.push(await messageFrom(log.log, { partition: log.partition, after: 2 * n }));
    }
    return messages;
  }
  it('[PIPE-2] repeated and re-ordered ones give every statement once', async () => {
    const log = await newLog();
    const [m0, m1, m2, m3] = (await messagesOf(log, 4)) as [ProjectionMessage, ...ProjectionMessage[]];
    expect(await deliver([m2!, m0, m1!])).toEqual({ acknowledged: 3, again: 0 });
    expect(await log.watermark()).toBe(6);
    expect(await deliver([m1!, m3!, m2!, m3!, m0])).toEqual({ acknowledged: 5, again: 0 });
    await expectOnce(log, 4);
  });
  it('[PIPE-3] what is missing before a message is pulled', async () => {
    const log = await newLog();
    const messages = await messagesOf(log, 4);
    expect(await deliver([messages[2]!])).toEqual({ acknowledged: 1, again: 0 });
    expect(await log.watermark()).toBe(8);
    expect(await deliver(messages)).toEqual({ acknowledged: 4, again: 0 });
    await expectOnce(log, 4);
  });
  it('[PIPE-3] a pointer makes the consumer pull', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    const pointer = await messageFrom(log.log, { partition: log.partition, after: 0, pointer: true });
    expect(await deliver([pointer])).toEqual({ acknowledged: 1, again: 0 });
    await expectOnce(log, 1);
  });
  it('[PIPE-2] two consumers at the same message project it once', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    const message = await messageFrom(log.log, { partition: log.partition, after: 0 });
    await Promise.all([deliver([message]), deliver([message]), deliver([message])]);
    await expectOnce(log, 1);
  });
  it('[PIPE-4] one that fails is asked for again and does not hold up its neighbours', async () => {
    const [good, bad] = [await newLog(), await newLog()];
    await good.lose();
    await appendTo(good.log, good.take(0));
    const message = await messageFrom(good.log, { partition: good.partition, after: 0 });
    const lie = { ...message, log: bad.log, partition: bad.partition, body: null };
    expect(await deliver([lie, message])).toEqual({ acknowledged: 1, again: 1 });
    await expectOnce(good, 1);
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
    const message = await messageFrom(log.log, { partition: log.partition, after: 0 });
    const db = { prepare: log.db.prepare.bind(log.db), batch: dies };
    expect(await deliver([message], dying({ [databaseName(log.partition)]: db }))).toEqual({
      acknowledged: 0,
      again: 1,
    });
    expect(await log.watermark()).toBe(0);
    await deliver([message]);
    await expectOnce(log, 1);
  });
  it('[PIPE-2] a consumer killed between the projection and the announcement', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    const message = await messageFrom(log.log, { partition: log.partition, after: 0 });
    const feed = feedOf(bindings, 'demo');
    let calls = 0;
    const append = (events: Parameters<typeof feed.append>[0]) => (calls++ === 0 ? feed.append(events) : dies());
    const env = dying({ EVENT_FEED: { getByName: () => ({ append }) } });
    expect(await deliver([message], env)).toEqual({ acknowledged: 0, again: 1 });
    expect(await log.watermark()).toBe(2);
    expect(await log.pending()).toHaveLength(1);
    expect(await log.announced()).toEqual(['statementstored', 'statementstored']);
    await deliver([message]);
    await expectOnce(log, 1);
  });
  it('[PIPE-2] a consumer killed between the announcement and the acknowledgement', async () => {
    const log = await newLog();
    await log.lose();
    await appendTo(log.log, log.take(0));
    const message = await messageFrom(log.log, { partition: log.partition, after: 0 });
    const stub = stubOf(log.log);
    const env = dying({ STATEMENT_LOG: { getByName: () => ({ pull: dies, acknowledge: dies }) } });
    expect(await deliver([message], env)).toEqual({ acknowledged: 0, again: 1 });
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
  it('[PIPE-5] are kept once, in the region of their tenant, without statements', async () => {
    const log = await newLog();
    await bury('lectern-projection-dead', {
      version: 1,
      tenant: 'demo',
      region: 'eu',
      log: log.log,
      partition: log.partition,
      from: 0,
      to: 2,
      body: new Uint8Array([1]),
    });
    const rows = await log.db.prepare("SELECT body FROM dead_letters WHERE queue = 'lectern-projection-dead'").all();
    expect(rows.results).toEqual([
      {
        body: JSON.stringify({
          version: 1,
          tenant: 'demo',
          region: 'eu',
          log: log.log,
          partition: log.partition,
          from: 0,
          to: 2,
        }),
      },
    ]);
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
