import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeId } from '../kernel/ids.ts';
import { formatMicros, parseTimestamp } from '../statement/time.ts';
import type { StatementResult, StoredStatement } from '../statement/types.ts';
import { LIFE_VERBS, type LifeVerb } from '../statement/verbs.ts';
import { type Attempt, attemptsOf } from './attempts.ts';
import { completionOf } from './completion.ts';
import { statementStored } from './events.ts';
import { addFacts, type Facts, MAX_MARKS, NO_FACTS, type Reading, readStatement } from './facts.ts';
import { learnerOf, PARTITIONS_PER_REGION, partitionOf } from './learner.ts';
import { factsKey, project, readBatch } from './project.ts';

const tenant = { id: 'demo', homePage: 'https://demo.example' };
const LEARNER = makeId('demo', 'lrn', '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b');
const REGISTRATION = '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6c';
const COURSE_TYPE = 'http://adlnet.gov/expapi/activities/course';
const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;

interface Given {
  verb: LifeVerb;
  /** Minutes after noon. */
  at: number;
  id?: number;
  result?: StatementResult;
  type?: string;
  name?: Record<string, string>;
}

let serial = 0;
function statement({ verb, at, id, result, type, name }: Given): StoredStatement {
  const timestamp = formatMicros(parseTimestamp('2026-01-31T12:00:00Z')! + at * 60_000_000);
  return {
    id: uuid(id ?? ++serial),
    actor: { account: { homePage: tenant.homePage, name: LEARNER } },
    verb: { id: LIFE_VERBS[verb] },
    object: {
      id: 'https://demo.example/a',
      definition: { ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { name }) },
    },
    context: { registration: REGISTRATION },
    ...(result === undefined ? {} : { result }),
    timestamp,
    stored: timestamp,
    authority: {},
    version: '1.0.3',
  };
}

const reading = (given: Given): Reading => readStatement(statement(given), tenant)!;
const factsOf = (list: readonly Given[]): Facts => addFacts(NO_FACTS, list.map(reading));
const attempts = (...list: Given[]) => attemptsOf(factsOf(list));
const course = (...list: Given[]) => factsOf(list.map((given) => ({ ...given, type: COURSE_TYPE })));
const brief = ({ n, state, closedBy, completion, success }: Attempt) => [n, state, closedBy, completion, success];

describe('what is projected', () => {
  const good = statement({ verb: 'initialized', at: 0 });
  it.each([
    ['another actor', { actor: { mbox: 'mailto:a@b.example' } }],
    ['another home page', { actor: { account: { homePage: 'https://x.example', name: LEARNER } } }],
    ['a name that is no learner id', { actor: { account: { homePage: tenant.homePage, name: 'ada' } } }],
    [
      'a learner of another tenant',
      { actor: { account: { homePage: tenant.homePage, name: LEARNER.replace('demo', 'other') } } },
    ],
    ['a group', { actor: { ...good.actor, objectType: 'Group' as const } }],
    ['no registration', { context: {} }],
    ['no context', { context: undefined }],
    ['another verb', { verb: { id: 'https://example.com/did' } }],
    ['an agent as object', { object: { objectType: 'Agent' as const, mbox: 'mailto:a@b.example' } }],
    ['an id without end', { object: { id: `https://x.example/${'x'.repeat(2000)}` } }],
  ])('[PRJ-1] not %s', (_what, change) => {
    expect(readStatement({ ...good, ...change } as StoredStatement, tenant)).toBeUndefined();
  });
  it('[PRJ-1] a learner, an activity, a registration and a verb of a played activity', () => {
    for (const verb of Object.keys(LIFE_VERBS) as LifeVerb[]) {
      expect(reading({ verb, at: 0 }).mark.verb).toBe(verb);
    }
    const upper = {
      ...good,
      context: { registration: REGISTRATION.toUpperCase() },
      object: { ...good.object, objectType: 'Activity' as const },
    };
    expect(readStatement(upper as StoredStatement, tenant)?.key).toEqual({
      learner: LEARNER,
      registration: REGISTRATION,
      activity: 'https://demo.example/a',
    });
  });
  it('[PRJ-1] an activity needs no definition; the longest id that is projected has 2,000 characters', () => {
    const bare = { ...good, object: { id: `x:${'x'.repeat(1998)}` } };
    expect(readStatement(bare, tenant)).toMatchObject({ course: false, type: null, name: null });
    expect(readStatement({ ...bare, object: { id: `${bare.object.id}x` } }, tenant)).toBeUndefined();
  });
  it('[PRJ-1] a batch is divided by learner, registration and activity; the rest is passed over', () => {
    const other = { ...good, id: uuid(990), object: { id: 'https://demo.example/b' } };
    const nobody = { ...good, id: uuid(991), actor: { mbox: 'mailto:a@b.example' } };
    const readings = readBatch([good, other, nobody, { ...good, id: uuid(992) }], tenant);
    expect([...readings.values()].map((list) => list.length)).toEqual([2, 1]);
    const { changes, events } = project('demo', readings, new Map());
    expect(changes.map(({ key, facts }) => [key.activity, facts.marks.length])).toEqual([
      ['https://demo.example/a', 2],
      ['https://demo.example/b', 1],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    expect([...readings.keys()][0]).toBe(JSON.stringify([LEARNER, REGISTRATION, 'https://demo.example/a']));
  });
  it('[PRJ-9] partitions are stable, within bounds and used evenly', () => {
    const all = Array.from({ length: 1000 }, (_, i) => partitionOf('demo', makeId('demo', 'lrn', uuid(i))));
    for (let p = 0; p < PARTITIONS_PER_REGION; p++) expect(all.filter((x) => x === p).length).toBeGreaterThan(400);
    expect(new Set(all).size).toBe(PARTITIONS_PER_REGION);
    expect(partitionOf('demo', undefined)).toBe(partitionOf('demo', undefined));
    expect(learnerOf({ account: { homePage: tenant.homePage, name: LEARNER } }, tenant)).toBe(LEARNER);
  });
});

describe('attempts', () => {
  it('[PRJ-3] terminated and abandoned close, an opening verb begins the next', () => {
    const list = attempts(
      { verb: 'initialized', at: 0 },
      { verb: 'terminated', at: 1 },
      { verb: 'resumed', at: 2 },
      { verb: 'abandoned', at: 3 },
      { verb: 'attempted', at: 4 },
    );
    expect(list.map(brief)).toEqual([
      [1, 'closed', 'terminated', 'unknown', 'unknown'],
      [2, 'closed', 'abandoned', 'unknown', 'unknown'],
      [3, 'active', null, 'unknown', 'unknown'],
    ]);
    expect(list.map(({ openedAt, closedAt }) => (closedAt === null ? null : closedAt - openedAt))).toEqual([
      60_000_000,
      60_000_000,
      null,
    ]);
  });
  it('[PRJ-3] the first statement opens, whatever it says; a second beginning changes nothing', () => {
    expect(attempts({ verb: 'terminated', at: 0 }).map(brief)).toEqual([
      [1, 'closed', 'terminated', 'unknown', 'unknown'],
    ]);
    expect(
      attempts({ verb: 'scored', at: 0 }, { verb: 'initialized', at: 1 }, { verb: 'initialized', at: 2 }).map(brief),
    ).toEqual([[1, 'active', null, 'unknown', 'unknown']]);
  });
  it('[PRJ-3] only a course closes with its completion', () => {
    const list: Given[] = [
      { verb: 'initialized', at: 0 },
      { verb: 'completed', at: 1 },
    ];
    expect(attempts(...list).map(brief)).toEqual([[1, 'active', null, 'completed', 'unknown']]);
    expect(attemptsOf(course(...list)).map(brief)).toEqual([[1, 'closed', 'completed', 'completed', 'unknown']]);
    expect(factsOf([{ verb: 'scored', at: 0, type: 'https://w3id.org/xapi/cmi5/activitytype/course' }]).course).toBe(
      true,
    );
    expect(factsOf([{ verb: 'scored', at: 0, type: 'http://adlnet.gov/expapi/activities/lesson' }]).course).toBe(false);
  });
  it('[PRJ-4] a late outcome belongs to what closed last; the first closing counts', () => {
    const list = attempts(
      { verb: 'initialized', at: 0 },
      { verb: 'terminated', at: 1 },
      { verb: 'passed', at: 2 },
      { verb: 'abandoned', at: 3 },
    );
    expect(list.map(brief)).toEqual([[1, 'closed', 'terminated', 'completed', 'passed']]);
  });
  it('[PRJ-4] suspended until it is resumed', () => {
    const begun: Given[] = [
      { verb: 'initialized', at: 0 },
      { verb: 'suspended', at: 1 },
    ];
    expect(attempts(...begun)[0]!.state).toBe('suspended');
    expect(attempts(...begun, { verb: 'scored', at: 2 })[0]!.state).toBe('suspended');
    expect(attempts(...begun, { verb: 'resumed', at: 2 })[0]!.state).toBe('active');
    expect(attempts({ verb: 'scored', at: 0 })[0]!.state).toBe('active');
    expect(attempts(...begun, { verb: 'initialized', at: 2 })[0]!.state).toBe('active');
  });
  it('[PRJ-5] completion stays, passed implies it, success and score are the last', () => {
    const outcome = (...list: Given[]) => {
      const { completion, success, score } = attempts(...list)[0]!;
      return [completion, success, score];
    };
    expect(outcome({ verb: 'passed', at: 0 }, { verb: 'failed', at: 1 })).toEqual(['completed', 'failed', null]);
    expect(
      outcome(
        { verb: 'failed', at: 0, result: { score: { raw: 9 } } },
        { verb: 'scored', at: 1, result: { score: { raw: 1 } } },
      ),
    ).toEqual(['unknown', 'failed', { raw: 1 }]);
    expect(outcome({ verb: 'terminated', at: 0, result: { success: true } })).toEqual(['completed', 'passed', null]);
    expect(outcome({ verb: 'terminated', at: 0, result: { success: false, completion: false } })).toEqual([
      'incomplete',
      'failed',
      null,
    ]);
    expect(outcome({ verb: 'completed', at: 0 }, { verb: 'terminated', at: 1, result: { completion: false } })[0]).toBe(
      'completed',
    );
    expect(outcome({ verb: 'suspended', at: 0, result: { completion: true } })[0]).toBe('completed');
    expect(outcome({ verb: 'suspended', at: 0, result: { completion: false } }, { verb: 'completed', at: 1 })[0]).toBe(
      'completed',
    );
  });
  it('[PRJ-6] the ends of sessions tell the time', () => {
    const seconds = (...list: Given[]) => attempts(...list)[0]!.seconds;
    expect(seconds({ verb: 'initialized', at: 0 })).toBeNull();
    expect(
      seconds(
        { verb: 'suspended', at: 1, result: { duration: 'PT0.1S' } },
        { verb: 'completed', at: 2, result: { duration: 'PT1H' } },
        { verb: 'terminated', at: 3, result: { duration: 'PT0.2S' } },
      ),
    ).toBe(0.3);
    expect(
      seconds(
        { verb: 'passed', at: 1, result: { duration: 'PT5S' } },
        { verb: 'completed', at: 2, result: { duration: 'PT4S' } },
      ),
    ).toBe(5);
  });
});

describe('completions', () => {
  it('[PRJ-7] only of a course, made by the first that says so', () => {
    expect(completionOf(factsOf([{ verb: 'completed', at: 1 }]))).toBeNull();
    expect(completionOf(course({ verb: 'failed', at: 1 }))).toBeNull();
    expect(
      completionOf(course({ verb: 'completed', at: 2, id: 900 }, { verb: 'passed', at: 1, id: 901 })),
    ).toMatchObject({
      completedAt: parseTimestamp('2026-01-31T12:01:00Z'),
      statement: uuid(901),
      success: 'passed',
    });
  });
  it('[PRJ-7] is never made worse', () => {
    const best = (...list: Given[]) => {
      const { success, score } = completionOf(course({ verb: 'completed', at: 0 }, ...list))!;
      return [success, score];
    };
    expect(best()).toEqual(['unknown', null]);
    expect(best({ verb: 'failed', at: 1 })).toEqual(['failed', null]);
    expect(best({ verb: 'passed', at: 1 }, { verb: 'failed', at: 2 })).toEqual(['passed', null]);
    const scores = (...list: object[]) =>
      best(...list.map((score, i) => ({ verb: 'scored' as const, at: i + 1, result: { score } })))[1];
    expect(scores({ scaled: 0.5 }, { scaled: 0.9 }, { scaled: 0.7 })).toEqual({ scaled: 0.9 });
    expect(scores({ raw: 60 }, { scaled: 0.5 })).toEqual({ raw: 60 });
    expect(scores({ raw: 5, min: 0, max: 10 }, { raw: 6, min: 2, max: 12 })).toEqual({ raw: 5, min: 0, max: 10 });
    expect(scores({ max: 10 }, { raw: -5 })).toEqual({ raw: -5 });
    expect(scores({ raw: 8, min: 0, max: 10 }, { raw: 50, max: 100 })).toEqual({ raw: 8, min: 0, max: 10 });
    expect(scores({ raw: 15, min: 10, max: 20 }, { scaled: 0.6 }, { raw: 16, min: 10, max: 20 })).toEqual({
      scaled: 0.6,
    });
    expect(scores({ scaled: 0.5, raw: 1 }, { scaled: 0.5, raw: 2 })).toEqual({ scaled: 0.5, raw: 1 });
    expect(scores({ raw: 3, min: 3, max: 3 })).toEqual({ raw: 3, min: 3, max: 3 });
  });
});

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
    const projection = project('demo', readBatch(batch.map(statement), tenant), known);
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
  it('[EVT-1] a stored statement is told small', () => {
    const stored = statement({ verb: 'passed', at: 0, id: 7 });
    const event = statementStored(stored, tenant);
    expect(event).toMatchObject({
      subject: uuid(7),
      data: {
        statement: uuid(7),
        verb: LIFE_VERBS.passed,
        activity: 'https://demo.example/a',
        registration: REGISTRATION,
        learner: LEARNER,
      },
    });
    expect(statementStored({ ...stored, id: uuid(7).toUpperCase() }, tenant).id).toBe(event.id);
    const other = {
      ...stored,
      actor: { mbox: 'mailto:a@b.example' },
      context: {},
      object: { objectType: 'StatementRef', id: uuid(1) },
    };
    expect(statementStored(other as StoredStatement, tenant).data).toMatchObject({
      activity: null,
      registration: null,
      learner: null,
    });
  });
});
