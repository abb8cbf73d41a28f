import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIFE_VERBS, type LifeVerb } from '../statement/verbs.ts';
import { attemptsOf } from './attempts.ts';
import { addFacts, type Facts, MAX_MARKS, NO_FACTS } from './facts.ts';
import { byKey, factsKey, project } from './project.ts';
import { COURSE_TYPE, factsOf, type Given, LEARNER, REGISTRATION, reading, uuid } from './projection.testing.ts';

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
/** A history with an order of arrival and places where batches end. */
const histories = fc.uniqueArray(given, { selector: ({ id }) => id, maxLength: 25 }).chain((list) =>
  fc.record({
    list: fc.constant(list),
    shuffled: fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    cuts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 25, maxLength: 25 }),
  }),
);

/** Folds batch after batch as the projector does; tells what is known and what was announced. */
function projectAll(batches: readonly (readonly Given[])[]) {
  let known = new Map<string, Facts>();
  const announced: string[] = [];
  let last: ReturnType<typeof project>['changes'] = [];
  for (const batch of batches) {
    const projection = project('demo', byKey(batch.map(reading)), known);
    known = new Map(projection.changes.map(({ key, facts }) => [factsKey(key), facts]));
    announced.push(...projection.events.map((event) => event.id));
    last = projection.changes;
  }
  return { told: last.map(({ attempts, completion, facts }) => ({ attempts, completion, facts })), announced };
}

function cut(list: readonly Given[], sizes: readonly number[]): Given[][] {
  const batches: Given[][] = [];
  for (let i = 0, k = 0; i < list.length; i += sizes[k]!, k++) batches.push(list.slice(i, i + sizes[k]!));
  return batches;
}

describe('the order of arrival', () => {
  it('[PRJ-2] [PRJ-8] late, repeated and re-ordered statements give what one rebuild in order gives', () => {
    fc.assert(
      fc.property(histories, ({ list, shuffled, cuts }) => {
        fc.pre(list.length > 0);
        const rebuilt = projectAll([[...list].sort((a, b) => a.at - b.at)]);
        const arrived = projectAll([...cut(shuffled, cuts), shuffled.slice(0, 3)]);
        expect(arrived.told).toEqual(rebuilt.told);
      }),
    );
  });
  it('[EVT-1] nothing is announced twice under another id when a history is replayed', () => {
    fc.assert(
      fc.property(histories, ({ shuffled, cuts }) => {
        const first = projectAll(cut(shuffled, cuts)).announced;
        expect(projectAll(cut(shuffled, cuts)).announced).toEqual(first);
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
  it('[PRJ-2] facts have a size', () => {
    const many = Array.from({ length: MAX_MARKS + 1 }, (_, i) => reading({ verb: 'scored', at: i, id: i }));
    expect(addFacts(NO_FACTS, many).marks).toHaveLength(MAX_MARKS);
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

describe('events', () => {
  const announced = (before: Given[], now: Given[]) => {
    const key = factsKey(reading(now[0]!).key);
    const known = new Map(before.length === 0 ? [] : [[key, factsOf(before)]]);
    return project('demo', new Map([[key, now.map(reading)]]), known).events;
  };
  const types = (before: Given[], now: Given[]) => announced(before, now).map(({ type }) => type);
  const begun: Given = { verb: 'initialized', at: 0, id: 1, type: COURSE_TYPE };
  const done: Given = { verb: 'completed', at: 1, id: 2, type: COURSE_TYPE };

  it('[EVT-1] an attempt that opens and closes, a completion when it is recorded and when it becomes better', () => {
    expect(types([], [begun])).toEqual(['progress.attempt.opened.v1']);
    expect(types([begun], [done])).toEqual(['progress.attempt.closed.v1', 'progress.completion.recorded.v1']);
    expect(types([begun, done], [{ verb: 'scored', at: 2, id: 3, result: { score: { scaled: 1 } } }])).toEqual([
      'progress.completion.recorded.v1',
    ]);
    expect(types([begun, done], [done])).toEqual([]);
    const [opened, closed, recorded] = announced([], [begun, done]);
    expect(opened).toMatchObject({
      subject: REGISTRATION,
      tenant: 'demo',
      source: '/progress/tenants/demo',
      data: { learner: LEARNER, attempt: 1 },
    });
    expect(closed).toMatchObject({
      time: '2026-01-31T12:01:00.000000Z',
      data: { closedBy: 'completed', completion: 'completed' },
    });
    expect(recorded).toMatchObject({
      data: { activity: 'https://demo.example/a', success: 'unknown', completedAt: '2026-01-31T12:01:00.000000Z' },
    });
    expect(new Set([opened, closed, recorded].map((event) => event!.id)).size).toBe(3);
  });
});
