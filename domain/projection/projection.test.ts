import { describe, expect, it } from 'vitest';
import { makeId } from '../kernel/ids.ts';
import { parseTimestamp } from '../statement/time.ts';
import type { StoredStatement } from '../statement/types.ts';
import { LIFE_VERBS, type LifeVerb } from '../statement/verbs.ts';
import { attemptsOf } from './attempts.ts';
import { completionOf } from './completion.ts';
import { learnerOf, PARTITIONS_PER_REGION, partitionOf } from './learner.ts';
import { byKey, project } from './project.ts';
import {
  attempts,
  brief,
  course,
  factsOf,
  type Given,
  LEARNER,
  REGISTRATION,
  reading,
  readingsOf,
  statement,
  tenant,
  uuid,
} from './projection.testing.ts';

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
    expect(readingsOf([{ ...good, ...change } as StoredStatement])).toEqual([]);
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
    expect(readingsOf([upper as StoredStatement])[0]?.key).toEqual({
      learner: LEARNER,
      registration: REGISTRATION,
      activity: 'https://demo.example/a',
    });
  });
  it('[PRJ-1] an activity needs no definition; the longest id that is projected has 2,000 characters', () => {
    const bare = { ...good, object: { id: `x:${'x'.repeat(1998)}` } };
    expect(readingsOf([bare])).toMatchObject([{ course: false, type: null, name: null }]);
    expect(readingsOf([{ ...bare, object: { id: `${bare.object.id}x` } }])).toEqual([]);
  });
  it('[PRJ-1] a batch is divided by learner, registration and activity; the rest is passed over', () => {
    const other = { ...good, id: uuid(990), object: { id: 'https://demo.example/b' } };
    const nobody = { ...good, id: uuid(991), actor: { mbox: 'mailto:a@b.example' } };
    const readings = byKey(readingsOf([good, other, nobody, { ...good, id: uuid(992) }]));
    expect([...readings.values()].map((list) => list.length)).toEqual([2, 1]);
    const { changes, news } = project(readings, new Map(), 0);
    expect([...changes.values()].map(({ key, record }) => [key.activity, record.facts.marks.length])).toEqual([
      ['https://demo.example/a', 2],
      ['https://demo.example/b', 1],
    ]);
    expect(news.map(([learner, , activity]) => [learner, activity])).toEqual([
      [LEARNER, 'https://demo.example/a'],
      [LEARNER, 'https://demo.example/b'],
    ]);
    expect([...readings.keys()]).toEqual([...changes.keys()]);
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

describe('voided statements', () => {
  it('[PRJ-12] open, close and tell nothing', () => {
    const session: Given[] = [
      { verb: 'initialized', at: 0 },
      { verb: 'terminated', at: 1, result: { duration: 'PT9S' } },
    ];
    expect(attempts(...session.map((given) => ({ ...given, voided: true })))).toEqual([]);
    const last: Given = { verb: 'scored', at: 2, id: 900, result: { score: { scaled: 1 } }, voided: true };
    expect(attempts(...session, last)).toEqual(attempts(...session));
    expect(attempts(session[0]!, { ...session[1]!, voided: true }).map(brief)).toEqual([
      [1, 'active', null, 'unknown', 'unknown'],
    ]);
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
  it('[PRJ-12] voided statements complete nothing, and add nothing to it', () => {
    const done: Given = { verb: 'completed', at: 1, id: 900 };
    expect(completionOf(course({ ...done, voided: true }))).toBeNull();
    const best: Given = {
      verb: 'passed',
      at: 2,
      id: 901,
      voided: true,
      result: { score: { scaled: 1 }, duration: 'PT9S' },
    };
    expect(completionOf(course(done, best))).toEqual(completionOf(course(done)));
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
