import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activity, ada, bob, cy, did, good } from '../statements.testing.ts';
import { term, termNumber, termsOf } from '../terms.ts';
import type { Statement } from '../types.ts';
import { drained, inParts, keptPostingRun, postingRunOf, termTableOf } from './index.testing.ts';
import { postingList, union } from './posting-list.ts';
import { mergePostingRuns } from './posting-merge.ts';
import type { PostingRun } from './posting-run.ts';
import { candidates, type IndexSource } from './search.ts';

const actors = [ada, bob, cy, { mbox: 'mailto:dan@example.com' }];
const actor = fc.constantFrom(...actors);
const verb = fc.constantFrom(did, { id: 'https://example.com/verbs/saw' }, { id: 'https://example.com/verbs/left' });
const activities = [activity, { id: 'https://example.com/b' }, { id: 'https://example.com/c' }];
const someActivity = fc.constantFrom(...activities);
const registrations = ['0193a1b2-c3d4-4e5f-8a6b-00000000000a', '0193a1b2-c3d4-4e5f-8a6b-00000000000b'];

const object: fc.Arbitrary<Statement['object']> = fc.oneof(
  { weight: 4, arbitrary: someActivity },
  actor.map((one) => ({ objectType: 'Agent' as const, ...one })),
  fc.uniqueArray(actor, { minLength: 1, maxLength: 3 }).map((member) => ({ objectType: 'Group' as const, member })),
  fc.tuple(actor, verb, someActivity).map(([who, what, of]) => ({
    objectType: 'SubStatement' as const,
    actor: who,
    verb: what,
    object: of,
  })),
);
const context = fc.record(
  {
    registration: fc.constantFrom(...registrations),
    instructor: actor,
    contextActivities: fc.record({ parent: fc.uniqueArray(someActivity, { minLength: 1, maxLength: 2 }) }),
  },
  { requiredKeys: [] },
);
const statement: fc.Arbitrary<Statement> = fc
  .tuple(actor, verb, object, context, actor)
  .map(([who, what, of, around, authority]) => ({
    ...good,
    actor: who,
    verb: what,
    object: of,
    context: around,
    authority,
  }));

const kinds = ['a', 'A'] as const;
const asked = fc.array(
  fc.oneof(
    fc.constantFrom(...registrations).map((one) => [term('r', one)]),
    fc
      .tuple(fc.constantFrom(...activities), fc.boolean())
      .map(([{ id }, related]) => (related ? [term('o', id), term('O', id)] : [term('o', id)])),
    verb.map(({ id }) => [term('v', id)]),
    fc.tuple(fc.nat(actors.length - 1), fc.boolean()).map(([n, related]) => {
      const own = [...termsOf({ ...good, actor: actors[n]! })].find((one) => one.startsWith('a'))!.slice(1);
      return (related ? kinds : kinds.slice(0, 1)).map((kind) => term(kind, own));
    }),
    fc.constant([term('v', 'https://example.com/verbs/never')]),
  ),
  { maxLength: 3, size: 'max' },
);

/** A log of `length` statements, each one of the pool, without pattern but the same for the same seed. */
const log = (pool: readonly Statement[], length: number, seed: number): Statement[] =>
  Array.from({ length }, (_, i) => {
    const mixed = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + i, 0x85ebca6b);
    return pool[((mixed ^ (mixed >>> 15)) >>> 0) % pool.length]!;
  });

/** The log in parts of the lengths given, in turn a run and a merged one; what is left is in memory. */
function sourcesOf(statements: readonly Statement[], first: number, lengths: readonly number[]): IndexSource[] {
  const parts = inParts(
    statements.map((one) => [...termsOf(one)].map(termNumber)),
    lengths,
  );
  let next = first;
  return parts.map((part, i) => {
    const from = next;
    next += part.length;
    const index =
      i === parts.length - 1
        ? termTableOf(part, from)
        : i % 2 === 0
          ? postingRunOf(part, from).run
          : merged(part, from);
    return { first: from, last: next - 1, list: (one) => index.list(one) };
  });
}

function merged(lists: readonly (readonly number[])[], first: number): PostingRun {
  const middle = lists.length >>> 1;
  const halves = [postingRunOf(lists.slice(0, middle), first), postingRunOf(lists.slice(middle), first + middle)];
  return keptPostingRun(drained(mergePostingRuns(halves.map(({ run }) => run)))).run;
}

describe('the search through the index', () => {
  it('[IDX-8] finds what a look at the terms of every statement finds, in either order and any range', () => {
    const shape = fc.record({
      pool: fc.array(statement, { minLength: 1, maxLength: 25, size: 'max' }),
      length: fc.nat(2_500),
      seed: fc.nat(),
      lengths: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 4, size: 'max' }),
      first: fc.constantFrom(1, 2 ** 34),
      queries: fc.array(asked, { minLength: 1, maxLength: 6, size: 'max' }),
      bounds: fc.tuple(fc.integer({ min: -5, max: 2_505 }), fc.integer({ min: -5, max: 2_505 })),
      ascending: fc.boolean(),
    });
    fc.assert(
      fc.property(shape, ({ pool, length, seed, lengths, first, queries, bounds, ascending }) => {
        const statements = log(pool, length, seed);
        const sources = sourcesOf(statements, first, lengths);
        const texts = new Map(pool.map((one) => [one, termsOf(one)]));
        const everything = { low: first, high: first + length - 1 };
        const part = {
          low: Math.max(first, first + Math.min(...bounds)),
          high: Math.min(everything.high, first + Math.max(...bounds)),
        };
        for (const query of queries) {
          const numbers = query.map((any) => any.map(termNumber));
          for (const range of [everything, part]) {
            const matches = statements.flatMap((one, i) => {
              const held = query.every((any) => any.some((wanted) => texts.get(one)!.has(wanted)));
              return held && first + i >= range.low && first + i <= range.high ? [first + i] : [];
            });
            const found = [...candidates(sources, numbers, range, ascending)];
            expect(found).toEqual(ascending ? matches : matches.toReversed());
          }
        }
      }),
      { numRuns: 40 },
    );
  });
  it('[IDX-8] without terms every sequence number of the range is one, known to a source or not', () => {
    expect([...candidates([], [], { low: 3, high: 6 }, true)]).toEqual([3, 4, 5, 6]);
    expect([...candidates([], [], { low: 3, high: 6 }, false)]).toEqual([6, 5, 4, 3]);
    expect([...candidates([], [], { low: 6, high: 5 }, true)]).toEqual([]);
  });

  /** Sources that tell which of their terms were asked for. */
  const told = (lists: Record<number, readonly number[]>[], asks: string[]): IndexSource[] =>
    lists.map((byTerm, i) => ({
      first: i * 10 + 1,
      last: i * 10 + 10,
      list: (one) => {
        asks.push(`${i}:${one}`);
        return postingList(byTerm[one] ?? []);
      },
    }));

  it('[IDX-8] goes from source to source only as far as numbers are taken, and leaves those outside of the range alone', () => {
    const asks: string[] = [];
    const sources = told([{ 7: [2] }, { 7: [12, 15] }, { 7: [22] }], asks);
    const search = candidates(sources.toReversed(), [[7]], { low: 3, high: 22 }, false);
    expect(search.next().value).toBe(22);
    expect(asks).toEqual(['2:7']);
    expect([search.next().value, search.next().value]).toEqual([15, 12]);
    expect(asks).toEqual(['2:7', '1:7']);
    expect(search.next().done).toBe(true);
    expect([...candidates(sources, [[7]], { low: 11, high: 20 }, true)]).toEqual([12, 15]);
    expect(asks.filter((ask) => ask.startsWith('0'))).toEqual(['0:7']);
  });
  it('[IDX-8] a source that lacks all alternatives of one term is left at once', () => {
    const asks: string[] = [];
    const sources = told(
      [
        { 7: [2], 8: [2], 9: [2] },
        { 7: [12], 9: [12] },
      ],
      asks,
    );
    expect([...candidates(sources, [[7], [8, 6], [9]], { low: 1, high: 20 }, false)]).toEqual([2]);
    expect(asks).toEqual(['1:7', '1:8', '1:6', '0:7', '0:8', '0:6', '0:9']);
  });
  it('[IDX-8] the shortest list leads: a long one is asked only for what it may have', () => {
    const wanted: number[] = [];
    const every = Array.from({ length: 1_000 }, (_, i) => i + 1);
    const long = {
      weight: 1_000,
      walk: (ascending: boolean) => {
        const walk = postingList(every).walk(ascending);
        return (from: number) => {
          wanted.push(from);
          return walk(from);
        };
      },
    };
    const source = { first: 1, last: 1_000, list: (one: number) => (one === 1 ? long : postingList([400, 800])) };
    expect([...candidates([source], [[1], [2]], { low: 1, high: 1_000 }, true)]).toEqual([400, 800]);
    expect(wanted.slice(0, 2)).toEqual([400, 800]);
  });
  it('[IDX-8] terms that a statement gained later are one more list of its source', () => {
    const { run } = postingRunOf([[1], [2], [1], [2]], 1);
    const late = new Map([[2, [3]]]);
    const list = (one: number) => union([run.list(one), postingList(late.get(one) ?? [])]);
    expect([...candidates([{ first: 1, last: 4, list }], [[2]], { low: 1, high: 4 }, false)]).toEqual([4, 3, 2]);
    expect([...candidates([{ first: 1, last: 4, list }], [[2], [1]], { low: 1, high: 4 }, false)]).toEqual([3]);
  });
});
