import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { makeId } from '../../domain/kernel/ids.ts';
import type { Gathered } from '../../domain/projection/gathering.ts';
import { learnerOf } from '../../domain/projection/learner.ts';
import { packReading, summaryOf, unpackReadings } from '../../domain/projection/packed.ts';
import { packBatch } from '../../domain/statement/pack.ts';
import { prepareStatements } from '../../domain/statement/prepare.ts';
import { LIFE_VERBS, VOIDED } from '../../domain/statement/verbs.ts';
import type { ProjectionMessage } from './contract.ts';
import { openLog } from './log.ts';
import { Outbox } from './outbox.ts';
import type { StatementLog } from './statement-log.ts';

// Objects that begin anew call the real projector, which has no tables here and fails.
vi.spyOn(console, 'error').mockImplementation(() => {});

const namespace = (env as unknown as { STATEMENT_LOG: DurableObjectNamespace<StatementLog> }).STATEMENT_LOG;
const TENANT = { id: 'demo', homePage: 'https://demo.example' };
const ADA = makeId('demo', 'lrn', '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b');
const BOB = makeId('demo', 'lrn', '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6c');
const partitionOf = (learner: string | undefined) => (learner === undefined ? 2 : learner === BOB ? 1 : 0);

const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;
const life = (n: number, learner = ADA, more: object = {}) => ({
  id: uuid(n),
  actor: { account: { homePage: TENANT.homePage, name: learner } },
  verb: { id: LIFE_VERBS.scored },
  object: { id: 'https://example.com/a' },
  context: { registration: uuid(0) },
  timestamp: '2026-01-31T12:00:00Z',
  ...more,
});
const voiding = (n: number, target: number) => ({
  id: uuid(n),
  actor: { mbox: 'mailto:admin@example.com' },
  verb: { id: VOIDED },
  object: { objectType: 'StatementRef', id: uuid(target).toUpperCase() },
});

let made = 0;
/** A log whose calls go into a list: nobody projects. */
async function newLog() {
  const log = `outbox${++made}`;
  const stub = namespace.getByName(log);
  const calls: ProjectionMessage[] = [];
  const listen = () =>
    runInDurableObject(stub, (object) => {
      const send = async (message: ProjectionMessage) => void calls.push(message);
      (object as unknown as { env: object }).env = { PROJECTION: { send } };
    });
  await listen();
  const identity = { tenant: TENANT.id, region: 'eu', log, homePage: TENANT.homePage };
  return {
    name: log,
    stub,
    calls,
    listen,
    append: async (...statements: object[]) => {
      const authority = { mbox: 'mailto:lrs@example.com' };
      const prepared = prepareStatements(statements, { authority, newId: crypto.randomUUID });
      if (!prepared.ok) throw new Error(prepared.error.detail);
      const batch = packBatch(prepared.value, ({ statement }) => ({
        partition: partitionOf(learnerOf(statement.actor, TENANT)),
        reading: packReading(statement, TENANT),
      }));
      expect(await stub.append({ identity, batch })).toHaveProperty('added', statements.length);
    },
    /** What it gives, in words. */
    pull: async (partition: number, after: number, corrected = 0) =>
      told((await stub.pull(partition, after, corrected)) as Gathered | null),
    alarm: () => runInDurableObject(stub, (_, state) => state.storage.getAlarm()),
    restart: async () => {
      await evictDurableObject(stub);
      await listen();
    },
  };
}

const number = (id: string) => Number(id.slice(-12));
const told = (gathered: Gathered | null) =>
  gathered && {
    to: gathered.to,
    count: gathered.count,
    marks: unpackReadings(gathered.readings).map(({ mark }) => (mark.voided ? -number(mark.id) : number(mark.id))),
    latest: gathered.latest.map((reading) => number(summaryOf(reading).statement)),
    corrections: gathered.corrections,
  };

describe('what is projected', () => {
  it('[LOG-8] is what one partition has after a position, all of it up to the end of the log', async () => {
    const log = await newLog();
    await log.append(life(1), life(2, BOB), life(3), { ...life(4), verb: { id: 'https://example.com/did' } });
    expect(await log.pull(0, 0)).toEqual({ to: 4, count: 3, marks: [1, 3], latest: [1, 3, 4], corrections: 0 });
    expect(await log.pull(0, 1)).toEqual({ to: 4, count: 2, marks: [3], latest: [3, 4], corrections: 0 });
    expect(await log.pull(1, 0)).toEqual({ to: 4, count: 1, marks: [2], latest: [2], corrections: 0 });
    expect(await log.pull(2, 0)).toBeNull();
    expect(await log.pull(0, 4)).toBeNull();
  });
  it('[LOG-8] is the same when it is read from the blocks again, wherever a step ended', async () => {
    const log = await newLog();
    const untimed = (n: number) => ({ ...life(n), timestamp: undefined });
    await log.append(life(1), untimed(2), life(3, BOB));
    await log.append(life(4, BOB), untimed(5));
    await log.append({ ...life(6), verb: { id: 'https://example.com/did' } });
    const positions = [0, 1, 2, 4, 5];
    const remembered = [];
    for (const after of positions) remembered.push(await log.stub.pull(0, after));
    for (const after of positions.toReversed()) {
      await log.restart();
      const read = await log.stub.pull(0, after);
      expect(read).toEqual(remembered[positions.indexOf(after)]);
    }
    await log.append(life(7));
    expect(await log.pull(0, 5)).toEqual({ to: 7, count: 2, marks: [7], latest: [6, 7], corrections: 0 });
  });
  it('[LOG-22] [PRJ-12] a statement is told again as voided in its own partition, until the projector has heard', async () => {
    const log = await newLog();
    await log.append(life(1, BOB), life(2, BOB));
    expect(await log.pull(1, 0)).toMatchObject({ marks: [1, 2] });
    await log.append(voiding(3, 1), voiding(4, 2));
    expect(await log.pull(1, 2)).toBeNull(); // who comes back rests
    const again = { to: 4, count: 0, marks: [-1, -2], latest: [], corrections: 2 };
    expect(await log.pull(1, 2)).toEqual(again);
    await log.restart();
    expect(await log.pull(1, 4)).toEqual(again);
    expect(await log.pull(1, 4, 1)).toBeNull();
    expect(await log.pull(1, 4)).toEqual({ ...again, marks: [-2] });
    expect(await log.pull(1, 4, 2)).toBeNull();
    expect(await log.pull(1, 4)).toBeNull();
    expect(await log.pull(2, 0)).toMatchObject({ count: 2, marks: [], latest: [3, 4], corrections: 0 });
    expect(await log.pull(1, 0)).toMatchObject({ marks: [-1, -2], corrections: 0 });
  });
  it('[LOG-22] [PRJ-12] so is one that was voided before it came, in whatever request', async () => {
    const log = await newLog();
    await log.append(voiding(1, 2), voiding(4, 3));
    await log.append(life(2, BOB));
    await log.append(voiding(5, 6), life(3), life(6));
    expect(await log.pull(1, 0)).toMatchObject({ count: 1, marks: [-2, 2], corrections: 1 });
    expect(await log.pull(0, 0)).toMatchObject({ count: 2, marks: [-6, -3, 3, 6], corrections: 3 });
  });
  it('[LOG-22] so are those that are committed together, and what another log has voided', async () => {
    const log = await newLog();
    await Promise.all([log.append(life(1, BOB)), log.append(voiding(2, 1)), log.append(voiding(3, 4), life(4, BOB))]);
    expect((await log.pull(1, 0))!.marks.toSorted()).toEqual([-1, -4, 1, 4]);
    expect(await log.pull(1, 4, 2)).toBeNull();
    await log.append(life(5));
    await log.stub.hear({ kind: 'voided', log: 0, target: uuid(5), by: uuid(90) });
    await log.stub.hear({ kind: 'voided', log: 0, target: uuid(91), by: uuid(92) });
    expect((await log.pull(0, 0))!.marks).toEqual([-5, 5]);
  });
  it('[LOG-22] of what is not projected, or voids itself, nothing is told', async () => {
    const log = await newLog();
    await log.append({ ...life(1, BOB), context: {} }, voiding(2, 1), voiding(3, 2));
    expect(await log.pull(1, 0)).toMatchObject({ count: 1, marks: [], corrections: 1 });
    expect(await log.pull(2, 0)).toMatchObject({ count: 2, marks: [], corrections: 2 });
  });
});

describe('calls', () => {
  it('[LOG-8] one goes to the queue at once, and no other while it is worked on', async () => {
    const log = await newLog();
    await log.append(life(1), life(2, BOB));
    await log.append(life(3));
    expect(log.calls.map(({ partition, to }) => [partition, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    const place = { tenant: 'demo', region: 'eu', log: log.name };
    expect(log.calls[0]).toEqual({ version: 2, ...place, partition: 0, to: 1 });
    await log.pull(0, 0);
    await log.append(life(4));
    expect(log.calls).toHaveLength(2);
    expect(await log.pull(0, 3)).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(log.calls.map(({ partition, to }) => [partition, to]).slice(2)).toEqual([[0, 4]]);
  });
  it('[LOG-9] an alarm stands while something is not projected, and none when everything is', async () => {
    const log = await newLog();
    expect(await log.alarm()).toBeNull();
    await log.append(life(1));
    expect(await log.alarm()).not.toBeNull();
    expect(await runDurableObjectAlarm(log.stub)).toBe(true);
    expect(await log.alarm()).not.toBeNull();
    await log.pull(0, 1);
    expect(await runDurableObjectAlarm(log.stub)).toBe(true);
    expect(await log.alarm()).toBeNull();
  });
  it('[LOG-9] what made no progress between two looks is called for again, what moves is left alone', async () => {
    const log = await newLog();
    const looks = async () => {
      const before = log.calls.length;
      await runDurableObjectAlarm(log.stub);
      return log.calls.slice(before).map(({ to }) => to);
    };
    await log.append(life(1));
    await log.append(life(2));
    expect([await looks(), await looks()]).toEqual([[], [2]]);
    await log.pull(0, 1);
    expect([await looks(), await looks()]).toEqual([[], [2]]);
  });
  it('[LOG-9] a call that the queue did not take goes out again after a second', async () => {
    const log = await newLog();
    await runInDurableObject(log.stub, (object) => {
      const { env } = object as unknown as {
        env: { PROJECTION: { send: (message: ProjectionMessage) => Promise<void> } };
      };
      const { send } = env.PROJECTION;
      env.PROJECTION.send = () => {
        env.PROJECTION.send = send;
        return Promise.reject(new Error('Too Many Requests'));
      };
    });
    await log.append(life(1));
    expect(log.calls).toEqual([]);
    await vi.waitFor(() => expect(log.calls.map(({ to }) => to)).toEqual([1]), { timeout: 3000 });
  });
  it('[LOG-9] [LOG-22] corrections are called for like statements', async () => {
    const log = await newLog();
    await log.append(life(1));
    await log.pull(0, 1);
    expect(log.calls).toHaveLength(1);
    await log.stub.hear({ kind: 'voided', log: 0, target: uuid(1), by: uuid(90) });
    expect(log.calls).toHaveLength(2);
    expect(await log.pull(0, 1)).toMatchObject({ to: 1, marks: [-1], corrections: 1 });
    expect(await log.pull(0, 1, 1)).toBeNull();
    expect(await runDurableObjectAlarm(log.stub)).toBe(true);
    expect(await log.alarm()).toBeNull();
  });
  it('[LOG-9] an object that begins anew calls for what is not projected', async () => {
    const log = await newLog();
    await log.append(life(1), life(2, BOB));
    await log.pull(1, 2);
    const calls = await runInDurableObject(log.stub, async (_, { storage }) => {
      const sent: number[] = [];
      const send = async ({ partition, to }: ProjectionMessage) => void sent.push(partition, to);
      await new Outbox(openLog(storage), { storage, send }).begin();
      return sent;
    });
    expect(calls).toEqual([0, 2]);
  });
});
