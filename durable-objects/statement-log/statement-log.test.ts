import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { type PackedBatch, packBatch } from '../../domain/statement/pack.ts';
import { prepareStatements } from '../../domain/statement/prepare.ts';
import { parseQuery } from '../../domain/statement/query.ts';
import type { LogPosition } from '../../domain/statement/shards/merge.ts';
import { parseTimestamp } from '../../domain/statement/time.ts';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { LIFE_VERBS, VOIDED } from '../../domain/statement/verbs.ts';
import type { PageAnswer, ProjectionMessage } from './contract.ts';
import { expand } from './gzip.ts';
import { MAX_MESSAGE_BODY_BYTES, messageOf } from './outbox.ts';
import type { StatementLog } from './statement-log.ts';

let made = 0;
const namespace = (env as unknown as { STATEMENT_LOG: DurableObjectNamespace<StatementLog> }).STATEMENT_LOG;

/** A log whose messages go into a list: nobody projects them, so the outbox shows what the log does by itself. */
async function newLog() {
  const log = `log${++made}`;
  const stub = namespace.getByName(log);
  const sent: ProjectionMessage[] = [];
  const listen = () =>
    runInDurableObject(stub, (object) => {
      const send = async (message: ProjectionMessage) => void sent.push(message);
      (object as unknown as { env: object }).env = { PROJECTION: { send } };
    });
  await listen();
  return { stub, sent, listen, identity: { tenant: log, region: 'eu', log } };
}

const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;
const plain = (n: number, more: object = {}) => ({
  id: uuid(n),
  actor: { mbox: 'mailto:ada@example.com' },
  verb: { id: LIFE_VERBS.scored },
  object: { id: 'https://example.com/a' },
  ...more,
});

function packed(statements: object[], partition: number | ((i: number) => number) = 0): PackedBatch {
  const prepared = prepareStatements(statements, {
    authority: { mbox: 'mailto:lrs@example.com' },
    newId: crypto.randomUUID,
  });
  if (!prepared.ok) throw new Error(prepared.error.detail);
  let i = 0;
  const place = () => ({ partition: typeof partition === 'number' ? partition : partition(i++), reading: '' });
  return packBatch(prepared.value, place);
}
const text = (body: Uint8Array) => new TextDecoder().decode(expand(body));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function list(parameters: Record<string, string> = {}) {
  const asked = parseQuery(Object.entries(parameters));
  if (!asked.ok || asked.value.query.kind !== 'list') throw new Error('no list');
  return asked.value.query;
}
const numberOf = (text: string) => Number((JSON.parse(text) as StoredStatement).id.slice(-12));
const numbers = (page: PageAnswer) => page.found.map(({ text }) => numberOf(text));

async function allPages(
  stub: DurableObjectStub<StatementLog>,
  parameters: Record<string, string>,
): Promise<number[][]> {
  const pages: number[][] = [];
  let position: LogPosition | undefined;
  do {
    const page = (await stub.page({ query: list(parameters), ...(position ? { position } : {}) })) as PageAnswer;
    pages.push(numbers(page));
    position = page.next ?? undefined;
  } while (position !== undefined);
  return pages;
}

describe('appending', () => {
  it('[LOG-6] a batch is stored whole; equal again is a success; a conflict leaves nothing', async () => {
    const { stub, identity } = await newLog();
    const batch = packed([plain(1), plain(2)]);
    const first = await stub.append({ identity, batch });
    expect(first).toEqual({ stored: expect.stringMatching(/^20.*\.\d{6}Z$/), added: 2, full: false });
    expect(await stub.append({ identity, batch })).toEqual({ ...first, added: 0 });
    const refused = await stub.append({
      identity,
      batch: packed([plain(3), plain(2, { result: { success: true } })]),
    });
    expect(refused).toMatchObject({ problem: { code: 'statement_conflict', extra: { statements: [uuid(2)] } } });
    expect((await stub.one(uuid(3), false)).statement).toBeNull();
    expect(await allPages(stub, {})).toEqual([[2, 1]]);
  });
  it('[LOG-14] says how many were not there before', async () => {
    const { stub, identity } = await newLog();
    await stub.append({ identity, batch: packed([plain(1)]) });
    const answer = await stub.append({ identity, batch: packed([plain(1), plain(2), plain(3)]) });
    expect(answer).toMatchObject({ added: 2 });
  });
  it('[LOG-3] stored goes on rising when the object starts anew', async () => {
    const { stub, identity, listen } = await newLog();
    const times: string[] = [];
    for (const n of range(1, 4)) {
      const answer = await stub.append({ identity, batch: packed([plain(n)]) });
      times.push('stored' in answer ? answer.stored : '');
      await stub.acknowledge(0, n);
      await evictDurableObject(stub);
      await listen();
    }
    expect([...new Set(times)].sort()).toEqual(times);
  });
  it('[LOG-6] large batches become blocks within the row limit', async () => {
    const { stub, identity } = await newLog();
    const noise = (chars: number) => {
      const bytes = new Uint8Array(chars / 2);
      for (let i = 0; i < bytes.length; i += 65_536) crypto.getRandomValues(bytes.subarray(i, i + 65_536));
      return bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
    };
    const batch = [...range(1, 3).map((n) => plain(n, { result: { response: noise(300_000) } })), plain(4), plain(5)];
    await stub.append({ identity, batch: packed(batch) });
    const sizes = await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec('SELECT n, length(body) AS size FROM blocks ORDER BY first').toArray(),
    );
    expect(sizes.map((row) => row.n)).toEqual([1, 1, 1, 2]);
    for (const { size } of sizes) expect(Number(size)).toBeLessThan(2_000_000);
    expect((await allPages(stub, { ascending: 'true' })).flat()).toEqual([1, 2, 3, 4, 5]);
    const chunk = await stub.pull(0, 0);
    expect(messageOf(identity, 0, chunk!).body).toBeNull();
    expect(chunk!.body.byteLength).toBeGreaterThan(MAX_MESSAGE_BODY_BYTES);
  });
});

describe('scanning', () => {
  const voiding = plain(4, { verb: { id: VOIDED }, object: { objectType: 'StatementRef', id: uuid(2) } });
  const large = range(5, 9).map((n) => plain(n, { result: { response: 'x'.repeat(300_000) } }));
  async function scanned(stub: DurableObjectStub<StatementLog>, { after, upTo }: { after: number; upTo: number }) {
    const found: number[][] = [];
    for (let at = after; at < upTo; ) {
      const { lines, count, last } = await stub.scan(at, upTo);
      expect(lines.endsWith('\n')).toBe(true);
      found.push(lines.slice(0, -1).split('\n').map(numberOf));
      expect([found.at(-1)!.length, last]).toEqual([count, at + count]);
      at = last;
    }
    return found;
  }

  it('[LOG-13] gives everything in order, step by step, and nothing that came later', async () => {
    const { stub, identity } = await newLog();
    await stub.append({ identity, batch: packed([plain(1), plain(2), plain(3)]) });
    await stub.append({ identity, batch: packed([voiding, ...large]) });
    const all = await stub.extent({});
    await stub.append({ identity, batch: packed([plain(10)]) });
    const steps = await scanned(stub, all);
    expect(steps.flat()).toEqual(range(1, 9));
    expect(steps.length).toBeGreaterThan(1);
    expect(await scanned(stub, { after: 1, upTo: 3 })).toEqual([[2, 3]]);
  });
  it('[LOG-13] an extent is told by times', async () => {
    const { stub, identity } = await newLog();
    expect(await stub.extent({})).toMatchObject({ after: 0, upTo: 0 });
    await stub.append({ identity, batch: packed([plain(1), plain(2)]) });
    const stored = async (n: number) =>
      parseTimestamp((JSON.parse((await stub.one(uuid(n), false)).statement!) as StoredStatement).stored)!;
    await stub.append({ identity, batch: packed([plain(3)]) });
    expect(await stub.extent({})).toMatchObject({ after: 0, upTo: 3 });
    expect(await stub.extent({ since: await stored(1) })).toMatchObject({ after: 1, upTo: 3 });
    expect(await stub.extent({ until: await stored(2) })).toMatchObject({ after: 0, upTo: 2 });
    expect(await stub.extent({ since: await stored(3) })).toMatchObject({ after: 3, upTo: 3 });
    expect(await stub.extent({ since: await stored(3), until: await stored(1) })).toMatchObject({ after: 3, upTo: 3 });
  });
});

describe('finding one', () => {
  it('[LOG-7] by id in any case; voided ones only as voided; what voids stays', async () => {
    const { stub, identity } = await newLog();
    const voiding = (n: number, target: number) =>
      plain(n, { verb: { id: VOIDED }, object: { objectType: 'StatementRef', id: uuid(target) } });
    // The first voids what comes later; the last tries to void what voids.
    await stub.append({ identity, batch: packed([voiding(1, 3), plain(2)]) });
    await stub.append({ identity, batch: packed([plain(3), voiding(4, 1)]) });
    const is = async (n: number, voided: boolean) => (await stub.one(uuid(n), voided)).statement !== null;
    expect(await is(2, false)).toBe(true);
    expect(await is(2, true)).toBe(false);
    expect(await is(3, false)).toBe(false);
    expect(await is(3, true)).toBe(true);
    expect(await is(1, false)).toBe(true);
    expect(await is(1, true)).toBe(false);
    expect(await is(9, false)).toBe(false);
    expect((await stub.one(uuid(2).toUpperCase(), false)).statement).toContain(uuid(2));
    expect(await allPages(stub, {})).toEqual([[4, 2, 1]]);
  });
});

describe('pages', () => {
  it('[LOG-10] neither repeat nor drop while others write, and end where the log ended at first', async () => {
    const { stub, identity } = await newLog();
    for (const n of range(1, 12)) await stub.append({ identity, batch: packed([plain(n), plain(n + 100)]) });
    for (const ascending of ['true', 'false']) {
      const seen: number[] = [];
      let position: LogPosition | undefined;
      for (let i = 0; ; i++) {
        const page = (await stub.page({
          query: list({ limit: '5', ascending }),
          ...(position ? { position } : {}),
        })) as PageAnswer;
        seen.push(...numbers(page));
        if (page.next === null) break;
        position = page.next;
        await stub.append({ identity, batch: packed([plain(1000 + i + (ascending === 'true' ? 0 : 100))]) });
      }
      const upTo = seen.filter((n) => n < 1000);
      expect(new Set(upTo).size).toBe(24);
      expect(seen.length).toBe(new Set(seen).size);
      expect(upTo).toEqual(
        [...range(1, 12).flatMap((n) => [n, n + 100])][ascending === 'true' ? 'slice' : 'toReversed'](0),
      );
    }
  });
  it('[LOG-10] a match is not lost behind more voided statements than one page looks at', async () => {
    const { stub, identity } = await newLog();
    const append = (statements: object[]) => stub.append({ identity, batch: packed(statements) });
    const voiding = (n: number) => ({
      ...plain(n + 5000, { verb: { id: VOIDED } }),
      object: { objectType: 'StatementRef', id: uuid(n) },
    });
    const voided = (from: number, to: number) => range(from, to).map((n) => plain(n));
    await append([plain(1), ...voided(1001, 1600)]);
    await append([...voided(1601, 2200), plain(2)]);
    const until = (JSON.parse((await stub.one(uuid(2), false)).statement!) as StoredStatement).stored;
    await append(range(1001, 1600).map(voiding));
    await append(range(1601, 2200).map(voiding));
    for (const ascending of ['false', 'true']) {
      const pages = await allPages(stub, { until, ascending });
      expect(pages.flat()).toEqual(ascending === 'true' ? [1, 2] : [2, 1]);
      expect(pages.length).toBe(2);
    }
  });
  it('[QRY-5] filters find exactly what has all the terms', async () => {
    const { stub, identity } = await newLog();
    const registration = uuid(777);
    for (const n of range(1, 40)) {
      const statement = plain(n, {
        verb: { id: n % 2 ? LIFE_VERBS.scored : LIFE_VERBS.passed },
        object: { id: `https://example.com/${n % 5}` },
        context: {
          contextActivities: { grouping: [{ id: 'https://example.com/course' }] },
          ...(n % 3 ? {} : { registration }),
        },
      });
      await stub.append({ identity, batch: packed([statement]) });
    }
    const found = async (parameters: Record<string, string>) =>
      (await allPages(stub, { ascending: 'true', ...parameters })).flat();
    expect(await found({ verb: LIFE_VERBS.passed })).toEqual(range(1, 40).filter((n) => n % 2 === 0));
    expect(await found({ registration })).toEqual(range(1, 40).filter((n) => n % 3 === 0));
    expect(await found({ registration, verb: LIFE_VERBS.scored, activity: 'https://example.com/0' })).toEqual([15]);
    expect(await found({ activity: 'https://example.com/course' })).toEqual([]);
    expect(await found({ activity: 'https://example.com/course', related_activities: 'true' })).toEqual(range(1, 40));
    expect(await found({ agent: JSON.stringify({ mbox: 'mailto:lrs@example.com' }) })).toEqual([]);
    expect(await found({ agent: JSON.stringify({ mbox: 'mailto:lrs@example.com' }), related_agents: 'true' })).toEqual(
      range(1, 40),
    );
    expect((await allPages(stub, { verb: LIFE_VERBS.passed, limit: '7' })).map((page) => page.length)).toEqual([
      7, 7, 6,
    ]);
  });
  it('[QRY-4] since is exclusive and until inclusive, within a block too', async () => {
    const { stub, identity } = await newLog();
    await stub.append({ identity, batch: packed(range(1, 5).map((n) => plain(n))) });
    await stub.append({ identity, batch: packed(range(6, 8).map((n) => plain(n))) });
    const all = (await stub.page({ query: list({ ascending: 'true' }) })) as PageAnswer;
    const stored = all.found.map(({ text }) => (JSON.parse(text) as StoredStatement).stored);
    const found = async (parameters: Record<string, string>) =>
      (await allPages(stub, { ascending: 'true', ...parameters })).flat();
    expect(await found({ since: stored[1]!, until: stored[6]! })).toEqual([3, 4, 5, 6, 7]);
    expect(await found({ since: stored[4]! })).toEqual([6, 7, 8]);
    expect(await found({ until: stored[0]! })).toEqual([1]);
    expect(await found({ since: stored[7]! })).toEqual([]);
    expect(await found({ until: '2020-01-01T00:00:00Z' })).toEqual([]);
  });
  it('[LOG-11] consistent-through lies before what comes next', async () => {
    const { stub, identity } = await newLog();
    const before = (await stub.page({ query: list() })).consistentThrough;
    const answer = await stub.append({ identity, batch: packed([plain(1)]) });
    const after = (await stub.one(uuid(1), false)).consistentThrough;
    expect('stored' in answer && before < answer.stored && answer.stored <= after).toBe(true);
  });
});

describe('the outbox', () => {
  it('[LOG-8] a chunk holds the statements of one partition and leads to the next without a gap', async () => {
    const { stub, identity } = await newLog();
    await stub.append({
      identity,
      batch: packed(
        range(1, 4).map((n) => plain(n)),
        (i) => i % 2,
      ),
    });
    await stub.append({ identity, batch: packed([plain(5)], 1) });
    const ids = async (partition: number, after: number) => {
      const chunk = await stub.pull(partition, after);
      if (chunk === null) return null;
      const lines = text(chunk.body).split('\n');
      return [
        chunk.from,
        chunk.to,
        ...lines.map((line) => Number((JSON.parse(line) as StoredStatement).id.slice(-12))),
      ];
    };
    expect(await ids(0, 0)).toEqual([0, 4, 1, 3]);
    expect(await ids(0, 4)).toBeNull();
    expect(await ids(1, 0)).toEqual([0, 5, 2, 4, 5]);
    expect(await ids(1, 4)).toEqual([4, 5, 5]);
    expect(await ids(2, 0)).toBeNull();
  });
  it('[LOG-8] what was acknowledged is released, what was not stays', async () => {
    const { stub, identity } = await newLog();
    await stub.append({
      identity,
      batch: packed(
        range(1, 4).map((n) => plain(n)),
        (i) => i % 2,
      ),
    });
    const pending = () =>
      runInDurableObject(stub, (_, state) =>
        state.storage.sql
          .exec('SELECT partition FROM outbox WHERE head > acknowledged ORDER BY 1')
          .toArray()
          .map((row) => row.partition),
      );
    expect(await pending()).toEqual([0, 1]);
    await stub.acknowledge(0, 3);
    expect(await pending()).toEqual([0, 1]);
    await stub.acknowledge(0, 4);
    await stub.acknowledge(0, 2);
    expect(await pending()).toEqual([1]);
  });
  it('[LOG-8] a drain follows at once and sends everything once', async () => {
    const { stub, identity, sent } = await newLog();
    await stub.append({ identity, batch: packed([plain(1), plain(2)], (i) => i) });
    await stub.append({ identity, batch: packed([plain(3)]) });
    expect(sent.map(({ partition, from, to }) => [partition, from, to])).toEqual([
      [0, 0, 2],
      [1, 0, 2],
      [0, 2, 3],
    ]);
    expect(sent[0]).toMatchObject({ version: 1, ...identity });
    expect(text(sent[2]!.body!)).toContain(uuid(3));
  });
  it('[LOG-9] an alarm stands while the outbox is not empty, and none when it is', async () => {
    const { stub, identity } = await newLog();
    const alarm = () => runInDurableObject(stub, (_, state) => state.storage.getAlarm());
    expect(await alarm()).toBeNull();
    await stub.append({ identity, batch: packed([plain(1)]) });
    expect(await alarm()).not.toBeNull();
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await alarm()).not.toBeNull();
    await stub.acknowledge(0, 1);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await alarm()).toBeNull();
  });
  it('[LOG-9] what made no progress between two looks is sent again, what moves is left alone', async () => {
    const { stub, identity, sent } = await newLog();
    const looks = async () => {
      const before = sent.length;
      await runDurableObjectAlarm(stub);
      return sent.slice(before).map(({ from, to }) => [from, to]);
    };
    await stub.append({ identity, batch: packed([plain(1)]) });
    expect(await looks()).toEqual([]);
    expect(await looks()).toEqual([[0, 1]]);
    await stub.append({ identity, batch: packed([plain(2)]) });
    await stub.acknowledge(0, 1);
    expect(await looks()).toEqual([]);
    expect(await looks()).toEqual([[1, 2]]);
  });
});
