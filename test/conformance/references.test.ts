import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lrs, openLrs, STORES, statementOf, WITH_STORES } from '../support/lrs.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** References, voiding and times over the real routes: what the official suite leaves out of them. */
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

const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';
const about = (id: string, more: object = {}) =>
  statementOf({
    object: { objectType: 'StatementRef', id },
    verb: { id: 'http://adlnet.gov/expapi/verbs/mentioned' },
    ...more,
  });
const voiding = (id: string) => about(id, { verb: { id: VOIDED } });
/** A filter that only the target of a chain fulfils. */
const target = () => {
  const activity = `https://conformance.example/${randomUUID()}`;
  return { statement: statementOf({ object: { id: activity } }), filter: { activity } };
};

/** A chain: each statement is about the one before it. */
function chainOf(first: { id: string }, length: number) {
  const chain: { id: string }[] = [first];
  while (chain.length < length) chain.push(about(chain.at(-1)!.id));
  return chain;
}

describe.each(STORES)('$store: StatementRef (Communication 2.1.3)', (store) => {
  open(store);

  it.each([
    ['each after its target', false],
    ['each before its target', true],
  ])('[REF-1] [REF-2] [REF-3] a chain of five, %s, is found by what its end is about', async (_, reversed) => {
    const { statement, filter } = target();
    const chain = chainOf(statement, 5);
    for (const one of reversed ? chain.toReversed() : chain) await lrs.store(one);
    expect((await lrs.ids(filter)).sort()).toEqual(chain.map(({ id }) => id).sort());
    // Each filter for itself: the verb of one, the activity of another.
    const mentioned = await lrs.ids({ ...filter, verb: 'http://adlnet.gov/expapi/verbs/mentioned' });
    expect(mentioned.sort()).toEqual(
      chain
        .slice(1)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('[REF-3] the missing link of a chain joins both of its ends, in one batch or alone', async () => {
    const { statement, filter } = target();
    const chain = chainOf(statement, 4);
    await lrs.store([chain[3]!, chain[0]!, chain[2]!]);
    expect(await lrs.ids(filter)).toEqual([statement.id]);
    await lrs.store(chain[1]!);
    expect((await lrs.ids(filter)).sort()).toEqual(chain.map(({ id }) => id).sort());
  });

  it('[REF-1] time and limit are those of the statement that refers; a context says nothing', async () => {
    const { statement, filter } = target();
    await lrs.store(statement);
    const { stored } = (await lrs.one(statement.id)).json;
    const later = about(statement.id);
    const mentioning = statementOf({ context: { statement: { objectType: 'StatementRef', id: statement.id } } });
    await lrs.store([later, mentioning]);
    expect(await lrs.ids({ ...filter, since: stored })).toEqual([later.id]);
    expect(await lrs.ids({ ...filter, until: stored })).toEqual([statement.id]);
  });

  it('[REF-1] statements that are about each other end the search', async () => {
    const { filter } = target();
    const [one, other] = [randomUUID(), randomUUID()] as [string, string];
    await lrs.store([about(other, { id: one }), about(one, { id: other })]);
    expect(await lrs.ids(filter)).toEqual([]);
    expect(await lrs.ids({ verb: 'http://adlnet.gov/expapi/verbs/mentioned', limit: '2' })).toContain(one);
  });
});

describe.each(STORES)('$store: voiding (Data 2.3.2)', (store) => {
  open(store);

  it('[LOG-7] may come before its target, which is voided from its first moment', async () => {
    const { statement, filter } = target();
    const by = voiding(statement.id);
    await lrs.store(by);
    expect((await lrs.one(statement.id, 'voidedStatementId')).status).toBe(404);
    await lrs.store(statement);
    expect((await lrs.one(statement.id)).status).toBe(404);
    expect((await lrs.one(statement.id, 'voidedStatementId')).json.id).toBe(statement.id);
    // The target is gone from lists; what is about it is found by the target's own content still.
    expect(await lrs.ids(filter)).toEqual([by.id]);
  });

  it('[LOG-7] target and voiding in one batch, in either order', async () => {
    for (const reversed of [false, true]) {
      const { statement } = target();
      const batch = [statement, voiding(statement.id)];
      await lrs.store(reversed ? batch.toReversed() : batch);
      expect((await lrs.one(statement.id)).status).toBe(404);
      expect(await lrs.ids({ registration: statement.context.registration })).toEqual([batch[1]!.id]);
    }
  });

  it('[LOG-7] what voids cannot be voided, and voiding twice changes nothing', async () => {
    const { statement } = target();
    const first = voiding(statement.id);
    const second = voiding(statement.id);
    await lrs.store([statement, first, second, voiding(first.id)]);
    expect((await lrs.one(first.id)).status).toBe(200);
    expect((await lrs.one(first.id, 'voidedStatementId')).status).toBe(404);
    expect((await lrs.one(statement.id, 'voidedStatementId')).status).toBe(200);
  });

  it('[LOG-7] [CMP-2] a voided statement is still there: the same again is a success, another one a conflict', async () => {
    const { statement } = target();
    await lrs.store([statement, voiding(statement.id)]);
    await lrs.store(statement);
    expect((await lrs.one(statement.id)).status).toBe(404);
    const other = { ...statement, result: { success: false } };
    expect((await lrs.ask('/statements', { method: 'POST', body: other })).status).toBe(409);
  });
});

describe.each(STORES)('$store: since and until (Communication 2.1.3)', (store) => {
  open(store);

  it('[QRY-4] are told apart to the microsecond, in any zone', async () => {
    const context = { registration: randomUUID() };
    const ids = await lrs.store(Array.from({ length: 6 }, () => statementOf({ context })));
    const { json } = await lrs.ask(`/statements?registration=${context.registration}&ascending=true`);
    const stored: string[] = json.statements.map((one: { stored: string }) => one.stored);
    const query = { registration: context.registration, ascending: 'true' };
    for (const [i, time] of stored.entries()) {
      expect(time).toMatch(/\.\d{6}Z$/);
      const inAnHour = new Date(Date.parse(time) + 3_600_000).toISOString();
      const same = `${inAnHour.slice(0, 19)}${time.slice(19, -1)}+01:00`;
      expect(await lrs.ids({ ...query, since: same })).toEqual(ids.slice(i + 1));
      expect(await lrs.ids({ ...query, until: same })).toEqual(ids.slice(0, i + 1));
      expect(await lrs.ids({ ...query, since: stored[0]!, until: time })).toEqual(ids.slice(1, i + 1));
    }
  });
});
