import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lrs, openLrs, STORES, statementOf, WITH_STORES } from '../support/lrs.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** What holds when many write and read at once; the official suite asks one thing after the other. */
let stack: Stack;
let lrs: Lrs;
beforeAll(async () => {
  stack = await startStack(WITH_STORES);
});
afterAll(() => stack?.stop());
const open = (store: (typeof STORES)[number]) =>
  beforeAll(async () => {
    lrs = await openLrs(stack, store);
  });

const RACERS = 12;
const racing = <T>(run: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: RACERS }, (_, i) => run(i)));
const post = (body: unknown) => lrs.ask('/statements', { method: 'POST', body });
const put = (id: string, body: unknown) => lrs.ask(`/statements?statementId=${id}`, { method: 'PUT', body });
const counted = (list: readonly number[]) =>
  Object.fromEntries([...new Set(list)].map((n) => [n, list.filter((m) => m === n).length]));

describe.each(STORES)('$store: one id, many writers (Communication 2.1.1, 2.1.2)', (store) => {
  open(store);

  it('[XAPI-5] [XAPI-6] the same content is a success for all of them, and stored once', async () => {
    const statement = statementOf();
    const answers = await racing((i) => (i % 2 === 0 ? post(statement) : put(statement.id, statement)));
    expect(counted(answers.map(({ status }) => status))).toEqual({ 200: RACERS / 2, 204: RACERS / 2 });
    expect(await lrs.ids({ registration: statement.context.registration })).toEqual([statement.id]);
  });

  it('[XAPI-5] [XAPI-6] of different contents exactly one is stored, all others are conflicts', async () => {
    const statement = statementOf();
    const contentOf = (i: number) => ({ ...statement, result: { response: `racer ${i}` } });
    const answers = await racing((i) => (i % 2 === 0 ? post(contentOf(i)) : put(statement.id, contentOf(i))));
    const won = answers.flatMap(({ status }, i) => (status < 300 ? [i] : []));
    expect(won).toHaveLength(1);
    expect(counted(answers.map(({ status }) => status))[409]).toBe(RACERS - 1);
    const { json } = await lrs.one(statement.id);
    expect(json.result.response).toBe(`racer ${won[0]}`);
  });

  it('[LOG-6] batches that share a statement: one is stored, the others leave nothing', async () => {
    const shared = statementOf();
    const context = { registration: randomUUID() };
    const batches = Array.from({ length: RACERS }, (_, i) => [
      statementOf({ context }),
      { ...shared, result: { response: `racer ${i}` } },
      statementOf({ context }),
    ]);
    const answers = await racing((i) => post(batches[i]));
    const won = answers.findIndex(({ status }) => status === 200);
    expect(counted(answers.map(({ status }) => status))).toEqual({ 200: 1, 409: RACERS - 1 });
    const [first, , last] = batches[won]!;
    expect(await lrs.ids({ registration: context.registration, ascending: 'true' })).toEqual([first!.id, last!.id]);
  });
});

describe('one document, many writers (Communication 3.1)', () => {
  open(STORES[0]);

  const path = () =>
    `/activities/profile?${new URLSearchParams({ activityId: `https://conformance.example/${randomUUID()}`, profileId: 'p' })}`;
  const write = (at: string, body: object, headers: Record<string, string>) =>
    lrs.ask(at, { method: 'PUT', body, headers });

  it('[DOC-6] of those that want to be the first, one is', async () => {
    const at = path();
    const answers = await racing((i) => write(at, { by: i }, { 'if-none-match': '*' }));
    const won = answers.findIndex(({ status }) => status === 204);
    expect(counted(answers.map(({ status }) => status))).toEqual({ 204: 1, 412: RACERS - 1 });
    expect((await lrs.ask(at)).json).toEqual({ by: won });
  });

  it('[DOC-6] a counter that everybody raises by its ETag loses nothing', async () => {
    const at = path();
    await write(at, { count: 0 }, { 'if-none-match': '*' });
    const raise = async () => {
      for (;;) {
        const { json, headers } = await lrs.ask(at);
        const { status } = await write(at, { count: json.count + 1 }, { 'if-match': headers.get('etag')! });
        if (status === 204) return;
        expect(status).toBe(412);
      }
    };
    await racing(raise);
    expect((await lrs.ask(at)).json).toEqual({ count: RACERS });
  });
});

/** Writes batches of one registration until it is told to stop; answers all ids in the order of their batches. */
function writer(registration: string) {
  let stopped = false;
  const ids: string[] = [];
  const running = (async () => {
    while (!stopped) {
      const batch = Array.from({ length: 5 }, () => statementOf({ context: { registration } }));
      ids.push(...(await lrs.store(batch)));
    }
  })();
  return {
    written: ids,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

describe.each(STORES)('$store: reading while others write', (store) => {
  open(store);

  it.each([['true'], ['false']])(
    '[XAPI-9] [LOG-10] pages (ascending %s) neither repeat nor drop',
    async (ascending) => {
      const registration = randomUUID();
      const before = await lrs.store(Array.from({ length: 60 }, () => statementOf({ context: { registration } })));
      const writers = [writer(registration), writer(registration)];
      const read = await lrs.ids({ registration, ascending, limit: '7' });
      await Promise.all(writers.map((one) => one.stop()));

      expect(new Set(read).size).toBe(read.length);
      expect(before.filter((id) => !read.includes(id))).toEqual([]);
      // In the order of storing, without a gap: what is read is a beginning or an end of everything.
      const all = await lrs.ids({ registration, ascending, limit: '100' });
      const from = all.indexOf(read[0]!);
      expect(all.slice(from, from + read.length)).toEqual(read);
      expect(all.length).toBeGreaterThan(read.length);
    },
  );

  it('[XAPI-3] [LOG-11] nothing appears later that is older than consistent-through said', async () => {
    const registration = randomUUID();
    const writers = [writer(registration), writer(registration)];
    const looks: { through: string; seen: string[] }[] = [];
    for (let i = 0; i < 6; i++) {
      const { headers } = await lrs.ask('/statements?limit=1', { method: i % 2 === 0 ? 'HEAD' : 'GET' });
      const through = headers.get('x-experience-api-consistent-through')!;
      looks.push({ through, seen: await lrs.ids({ registration, until: through, limit: '100' }) });
    }
    await Promise.all(writers.map((one) => one.stop()));
    for (const { through, seen } of looks) {
      expect((await lrs.ids({ registration, until: through })).sort()).toEqual(seen.sort());
    }
    // And what was acknowledged is there at once.
    const all = await lrs.ids({ registration });
    expect(all.sort()).toEqual(writers.flatMap(({ written }) => written).sort());
  });

  it('[LOG-3] pages are in the order of stored, which rises from statement to statement of one log', async () => {
    const context = { registration: randomUUID() };
    await racing(() => lrs.store(Array.from({ length: 4 }, () => statementOf({ context }))));
    const { json } = await lrs.ask(`/statements?registration=${context.registration}&ascending=true&limit=100`);
    const stored: string[] = json.statements.map((statement: { stored: string }) => statement.stored);
    expect(stored).toHaveLength(RACERS * 4);
    expect([...stored].sort()).toEqual(stored);
    if (store.logs === 1) expect(new Set(stored).size).toBe(stored.length);
  });
});

describe.each(STORES)('$store: a `more` link (Communication 2.1.3: valid for 24 hours at least)', (store) => {
  open(store);

  it('[XAPI-9] outlives the server that gave it, with every filter, format and the page size', async () => {
    const context = { registration: randomUUID() };
    const object = { id: 'https://conformance.example/more', definition: { name: { en: 'Named' } } };
    const ids = await lrs.store(Array.from({ length: 5 }, () => statementOf({ context, object })));
    const query = new URLSearchParams({
      registration: context.registration,
      limit: '2',
      format: 'ids',
      ascending: 'true',
    });
    const first = await lrs.ask(`/statements?${query}`);
    await stack.stop({ keepState: true });
    await stack.startAgain();
    await lrs.store(statementOf({ context }));

    const second = await lrs.ask(first.json.more);
    const third = await lrs.ask(second.json.more);
    const pages = [first, second, third].map(({ json }) => json.statements);
    expect(pages.flat().map(({ id }) => id)).toEqual(ids);
    expect(pages.flat().every(({ object: { definition } }) => definition === undefined)).toBe(true);
    expect(third.json.more).toBe('');
    // Nothing is used up: the same link leads to the same page.
    expect((await lrs.ask(first.json.more)).json).toEqual(second.json);
  });
});
