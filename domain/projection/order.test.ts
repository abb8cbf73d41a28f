import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIFE_VERBS, type LifeVerb } from '../statement/verbs.ts';
import { attemptsOf } from './attempts.ts';
import { addFacts, MAX_MARKS, NO_FACTS } from './facts.ts';
import type { NewsItem } from './news.ts';
import { byKey, factsKey, type KeyRecord, project, recordOf } from './project.ts';
import { COURSE_TYPE, factsOf, type Given, reading, uuid } from './projection.testing.ts';
import { factsText, parseFacts } from './stored.ts';

const given: fc.Arbitrary<Given> = fc.record(
  {
    verb: fc.constantFrom(...(Object.keys(LIFE_VERBS) as LifeVerb[])),
    at: fc.integer({ min: 0, max: 12 }),
    id: fc.integer({ min: 0, max: 60 }),
    type: fc.constantFrom(COURSE_TYPE, 'http://adlnet.gov/expapi/activities/lesson'),
    name: fc.constantFrom({ en: 'A' }, { en: 'B' }),
    result: fc.record(
      {
        completion: fc.boolean(),
        success: fc.boolean(),
        score: fc.record({ scaled: fc.constantFrom(0.1, 0.5, 0.9) }),
        duration: fc.constantFrom('PT1.5S', 'PT0.1S', 'PT1M'),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['verb', 'at', 'id'] },
);
/** A history with an order of arrival, places where steps end, and what of it is voided when. */
const histories = fc.uniqueArray(given, { selector: ({ id }) => id, maxLength: 25 }).chain((list) =>
  fc.record({
    list: fc.constant(list),
    shuffled: fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    cuts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 50, maxLength: 50 }),
    voided: fc.subarray(list, { maxLength: Math.min(6, list.length) }),
    places: fc.array(fc.nat(30), { minLength: 6, maxLength: 6 }),
  }),
);

/** Folds step after step as the projector does; tells what is known and what was announced. */
function projectAll(steps: readonly (readonly Given[])[]) {
  const known = new Map<string, KeyRecord>();
  const announced: unknown[] = [];
  for (const step of steps) {
    const { changes, news } = project(byKey(step.map(reading)), known, 0);
    // As they are read from their rows.
    for (const [name, { record }] of changes) known.set(name, recordOf(parseFacts(factsText(record.facts))));
    announced.push(...news.flatMap(([, , , items]) => items));
  }
  return { known, announced };
}

function cut(list: readonly Given[], sizes: readonly number[]): Given[][] {
  const batches: Given[][] = [];
  for (let i = 0, k = 0; i < list.length; i += sizes[k]!, k++) batches.push(list.slice(i, i + sizes[k]!));
  return batches;
}

/** What a log tells of statements that are voided: each of them again, as voided, at any place. */
function withVoidings(list: readonly Given[], voided: readonly Given[], places: readonly number[]): Given[] {
  const all = [...list];
  for (const [i, given] of voided.entries()) all.splice(places[i]! % (all.length + 1), 0, { ...given, voided: true });
  return all;
}

describe('the order of arrival', () => {
  it('[PRJ-2] [PRJ-8] late, repeated and re-ordered statements give what one rebuild in order gives', () => {
    fc.assert(
      fc.property(histories, ({ list, shuffled, cuts }) => {
        const rebuilt = projectAll([[...list].sort((a, b) => a.at - b.at)]);
        const arrived = projectAll([...cut(shuffled, cuts), shuffled.slice(0, 3)]);
        expect(arrived.known).toEqual(rebuilt.known);
      }),
    );
  });
  it('[PRJ-12] whenever and however often a voiding comes, before its target or after, the result is the same', () => {
    fc.assert(
      fc.property(histories, ({ list, shuffled, cuts, voided, places }) => {
        const once = list.map((given) => (voided.includes(given) ? { ...given, voided: true } : given));
        const rebuilt = projectAll([once]);
        const arrived = projectAll([
          ...cut(withVoidings(shuffled, voided, places), cuts),
          ...cut(withVoidings(shuffled.slice(0, 5), voided.slice(0, 2), places), cuts),
        ]);
        expect(arrived.known).toEqual(rebuilt.known);
      }),
    );
  });
  it('[PRJ-12] what is told is what the statements that are not voided tell', () => {
    fc.assert(
      fc.property(histories, ({ list, shuffled, cuts, voided, places }) => {
        // What an activity is stays known.
        const about = { verb: 'scored', at: 99, id: 99, type: COURSE_TYPE, name: { en: 'Z' } } as const;
        const left = projectAll([[about], list.filter((given) => !voided.includes(given))]);
        const arrived = projectAll([[about], ...cut(withVoidings(shuffled, voided, places), cuts)]);
        const told = ({ known }: typeof left) =>
          [...known.values()].map(({ attempts, completion }) => [attempts, completion]);
        expect(told(arrived)).toEqual(told(left));
      }),
    );
  });
  it('[EVT-1] every attempt is announced once when it opens and once when it closes, as long as nothing is voided', () => {
    fc.assert(
      fc.property(histories, ({ shuffled, cuts }) => {
        const { known, announced } = projectAll(cut(shuffled, cuts));
        const of = (kind: string) => (announced as NewsItem[]).filter((item) => item[0] === kind).map(([, n]) => n);
        const attempts = [...known.values()].flatMap((record) => record.attempts);
        expect(of('opened').sort()).toEqual(attempts.map(({ n }) => n).sort());
        const closed = attempts.filter(({ state }) => state === 'closed').map(({ n }) => n);
        expect(of('closed')).toEqual(expect.arrayContaining(closed));
      }),
    );
  });
  it('[PRJ-2] attempts never become fewer, so their numbers stay', () => {
    fc.assert(
      fc.property(histories, ({ shuffled }) => {
        let facts = NO_FACTS;
        for (const next of shuffled) {
          const more = addFacts(facts, [reading(next)]);
          expect(attemptsOf(more).length).toBeGreaterThanOrEqual(attemptsOf(facts).length);
          facts = more;
        }
      }),
    );
  });
  it('[PRJ-2] statements of one instant stand in the order of their verbs', () => {
    const facts = factsOf([
      { verb: 'terminated', at: 0 },
      { verb: 'passed', at: 0 },
      { verb: 'initialized', at: 0 },
    ]);
    expect(facts.marks.map(({ verb }) => verb)).toEqual(['initialized', 'passed', 'terminated']);
  });
  it('[PRJ-2] and of one verb in the order of their ids', () => {
    const facts = factsOf([3, 1, 2].map((id) => ({ verb: 'scored' as const, at: 0, id })));
    expect(facts.marks.map(({ id }) => id)).toEqual([1, 2, 3].map(uuid));
  });
  it('[PRJ-8] of two names as new the one whose text sorts later holds', () => {
    const names = [{ en: 'B' }, { en: 'C' }, { en: 'A' }];
    const facts = factsOf(names.map((name) => ({ verb: 'scored' as const, at: 0, name })));
    expect(facts.name?.value).toEqual({ en: 'C' });
    expect(
      factsOf([{ verb: 'scored', at: 0, name: { en: 'x'.repeat(4000 - '{"en":""}'.length) } }]).name,
    ).not.toBeNull();
  });
  it('[PRJ-2] facts have a size: the first ones in order are kept, however they come', () => {
    const many = Array.from({ length: MAX_MARKS + 3 }, (_, i) => reading({ verb: 'scored', at: i, id: i }));
    const kept = addFacts(NO_FACTS, many);
    expect(kept.marks).toEqual(many.slice(0, MAX_MARKS).map(({ mark }) => mark));
    expect(addFacts(addFacts(NO_FACTS, many.slice(3)), many.toReversed())).toEqual(kept);
    expect(addFacts(kept, many.slice(-2))).toBe(kept);
  });
  it('[PRJ-2] what is known already changes nothing', () => {
    const all = [0, 1, 2].map((id) => reading({ verb: 'scored', at: id, id, name: { en: 'A' }, type: COURSE_TYPE }));
    const facts = addFacts(NO_FACTS, all);
    expect(addFacts(facts, all.toReversed())).toBe(facts);
    expect(project(byKey(all), new Map([[factsKey(all[0]!.key), recordOf(facts)]]), 0).changes.size).toBe(0);
  });
  it('[PRJ-8] the newest description holds; one that is too long is left out', () => {
    const facts = factsOf([
      { verb: 'scored', at: 2, name: { en: 'new' } },
      { verb: 'scored', at: 1, name: { en: 'old' }, type: 'x:old' },
      { verb: 'scored', at: 3, name: { en: 'x'.repeat(4000) } },
    ]);
    expect([facts.name?.value, facts.type?.value]).toEqual([{ en: 'new' }, 'x:old']);
  });
});

describe('news', () => {
  const news = (before: Given[], now: Given[]): readonly NewsItem[] => {
    const key = factsKey(reading(now[0]!).key);
    const known = new Map(before.length === 0 ? [] : [[key, recordOf(factsOf(before))]]);
    return project(byKey(now.map(reading)), known, 5).news.flatMap(([, , , items]) => items);
  };
  const kinds = (before: Given[], now: Given[]) => news(before, now).map(([kind]) => kind);
  const begun: Given = { verb: 'initialized', at: 0, id: 1, type: COURSE_TYPE };
  const done: Given = { verb: 'completed', at: 1, id: 2, type: COURSE_TYPE };
  const better: Given = { verb: 'scored', at: 2, id: 3, result: { score: { scaled: 1 } } };
  const voided = (given: Given): Given => ({ ...given, voided: true });

  it('[EVT-1] an attempt that opens and closes, a completion when it is recorded and when it becomes better', () => {
    expect(kinds([], [begun])).toEqual(['opened']);
    expect(kinds([begun], [done])).toEqual(['closed', 'recorded']);
    expect(kinds([begun, done], [better])).toEqual(['recorded']);
    expect(kinds([begun, done], [{ ...better, result: {} }])).toEqual([]);
    expect(kinds([begun, done], [done])).toEqual([]);
    expect(kinds([], [begun, done])).toEqual(['opened', 'closed', 'recorded']);
  });
  it('[EVT-3] what is voided after it was told is corrected, and what still holds is told', () => {
    const [{ at }] = [reading(done).mark];
    expect(news([begun, done, better], [voided(better)])).toEqual([
      ['corrected', 5, 1, at],
      ['recorded', at, 'unknown', null, null],
    ]);
    expect(news([begun, done], [voided(done)])).toEqual([['corrected', 5, 1, null]]);
    expect(news([begun, done], [voided(begun), voided(done)])).toEqual([['corrected', 5, 0, null]]);
  });
  it('[EVT-3] what was never told, or is voided already, is not corrected', () => {
    expect(kinds([], [voided(begun)])).toEqual([]);
    expect(kinds([], [begun, voided(begun)])).toEqual([]);
    expect(kinds([begun], [voided(done)])).toEqual([]);
    expect(kinds([begun, voided(done)], [voided(done), done])).toEqual([]);
  });
});
