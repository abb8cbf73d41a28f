import { describe, expect, it } from 'vitest';
import { factsOf, leaveRuntime } from '../sco.ts';
import type { Scorm12Init } from '../scorm12/index.ts';
import { courseActivity, scoActivity } from './activities.ts';
import { ACT, CONTEXT, REGISTRATION, SCO, SCO_IRI, said, speaker, state } from './adapter.testing.ts';
import { scoreOf } from './facts-scorm12.ts';
import { saySet } from './say.ts';
import { createTeller, type TellContext } from './teller.ts';
import { sayBegun, sayEnded, sayInterrupted, sayResumed, sayVerdict } from './voice.ts';

describe('facts', () => {
  it.each([
    ['passed', 'completed', 'passed'],
    ['completed', 'completed', 'unknown'],
    ['failed', 'incomplete', 'failed'],
    ['incomplete', 'incomplete', 'unknown'],
    ['browsed', 'incomplete', 'unknown'],
  ])('[FCT-1] %s', (status, completion, success) => {
    expect(factsOf(state({}, `core.lesson_status=${status}`))).toEqual({ completion, success });
  });
  it('[FCT-1] nothing yet', () => {
    expect(factsOf(state({}))).toEqual({ completion: 'not attempted', success: 'unknown' });
  });

  it.each<[Partial<Scorm12Init>, string[], string, string]>([
    [{ masteryScore: 70 }, ['core.lesson_status=completed'], 'incomplete', 'unknown'],
    [{ masteryScore: 70 }, ['core.lesson_status=passed'], 'incomplete', 'unknown'],
    [{ masteryScore: 70 }, ['core.lesson_status=failed'], 'incomplete', 'unknown'],
    [{ masteryScore: 70 }, ['core.lesson_status=completed', 'core.score.raw=70'], 'completed', 'passed'],
    [{ masteryScore: 70 }, ['core.lesson_status=passed', 'core.score.raw=69'], 'incomplete', 'failed'],
    [{ masteryScore: 70 }, ['core.lesson_status=incomplete', 'core.score.raw=90'], 'incomplete', 'unknown'],
    [{ masteryScore: 70 }, ['core.lesson_status=browsed', 'core.score.raw=90'], 'incomplete', 'unknown'],
    [{ masteryScore: 70, credit: 'no-credit' }, ['core.lesson_status=completed'], 'completed', 'unknown'],
    [{}, ['core.lesson_status=completed', 'core.score.raw=10'], 'completed', 'unknown'],
  ])('[FCT-2] %j, running, %j', (init, sets, completion, success) => {
    expect(factsOf(state(init, ...sets))).toMatchObject({ completion, success });
  });
  it('[FCT-2] finished without a score, the own status stands', () => {
    const done = state({ masteryScore: 70 }, 'core.lesson_status=completed');
    leaveRuntime(done);
    expect(factsOf(done)).toEqual({ completion: 'completed', success: 'unknown' });
  });

  it.each<[Record<string, string>, unknown]>([
    [{}, undefined],
    [{ min: '0', max: '100' }, undefined],
    [{ raw: '80' }, { scaled: 0.8, raw: 80 }],
    [
      { raw: '58', min: '0', max: '100' },
      { scaled: 0.58, raw: 58, min: 0, max: 100 },
    ],
    [
      { raw: '0', min: '0' },
      { scaled: 0, raw: 0, min: 0 },
    ],
    [
      { raw: '100', max: '100' },
      { scaled: 1, raw: 100, max: 100 },
    ],
    [
      { raw: '80', max: '10' },
      { scaled: 0.8, raw: 80 },
    ],
    [
      { raw: '5', min: '10', max: '20' },
      { scaled: 0.05, raw: 5 },
    ],
    [
      { raw: '5', min: '10' },
      { scaled: 0.05, raw: 5 },
    ],
    [
      { raw: '5', min: '5', max: '5' },
      { scaled: 0.05, raw: 5 },
    ],
    [{ raw: '33.3333333333' }, { scaled: 0.333333, raw: 33.3333333333 }],
  ])('[FCT-3] %j', (parts, expected) => {
    expect(scoreOf((name) => parts[name] ?? '')).toEqual(expected);
  });
});

describe('every statement', () => {
  it('[XAS-1] has an id that comes from its place in the journal', () => {
    const ids = (act: Partial<typeof ACT>, context: Partial<TellContext> = {}) => {
      const teller = createTeller({ ...CONTEXT, ...context }, { ...ACT, ...act });
      const course = courseActivity(CONTEXT.course);
      for (let i = 0; i < 2; i++) teller.say({ verb: 'initialized', object: course, attempt: course });
      return teller.statements.map(({ id }) => id);
    };
    const base = ids({});
    expect(ids({})).toEqual(base);
    expect(base[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    const others = [
      ids({ writer: 'w2' }),
      ids({ seq: 8 }),
      ids({}, { adapterVersion: 2 }),
      ids({}, { registration: '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6c' }),
    ];
    expect(new Set([...base, ...others.flat()]).size).toBe(10);
    // Pinned: another id for the same journal would double what is stored.
    expect(base).toEqual(['018b5e7f-2426-528a-8cd8-9dd18bb9f7cd', '99c31545-1c25-517a-9ac9-342d8b1208d0']);
  });

  it('[XAS-2] is whole', () => {
    const voice = speaker();
    sayBegun(voice, state({}));
    expect(voice.teller.statements).toEqual([
      {
        id: expect.any(String),
        actor: CONTEXT.actor,
        verb: { id: 'http://adlnet.gov/expapi/verbs/initialized', display: { en: 'initialized' } },
        object: {
          objectType: 'Activity',
          id: SCO_IRI,
          definition: { type: 'http://adlnet.gov/expapi/activities/lesson', name: { en: 'Playing' } },
        },
        context: {
          registration: REGISTRATION,
          contextActivities: {
            category: [
              {
                objectType: 'Activity',
                id: 'https://w3id.org/xapi/scorm',
                definition: { type: 'http://adlnet.gov/expapi/activities/profile' },
              },
            ],
            grouping: [
              {
                objectType: 'Activity',
                id: 'https://demo.example/courses/golf/',
                definition: { type: 'http://adlnet.gov/expapi/activities/course', name: { en: 'Golf' } },
              },
              {
                objectType: 'Activity',
                id: `${SCO_IRI}/attempts/${REGISTRATION}/2`,
                definition: { type: 'http://adlnet.gov/expapi/activities/attempt' },
              },
            ],
          },
        },
        timestamp: ACT.at,
      },
    ]);
  });
});

describe('a SCO', () => {
  it('[XAS-3] begins or goes on', () => {
    const first = speaker();
    sayBegun(first, state({}), '2026-03-01T09:00:00Z');
    expect(first.teller.statements[0]).toMatchObject({
      verb: { display: { en: 'initialized' } },
      timestamp: '2026-03-01T09:00:00Z',
    });
    const again = state({});
    again.state.values['core.entry'] = 'resume';
    const second = speaker();
    sayBegun(second, again);
    again.state.values['core.entry'] = '';
    sayBegun(second, again);
    sayResumed(second);
    expect(said(second.teller.statements)).toEqual([
      ['resumed', undefined],
      ['initialized', undefined],
      ['resumed', undefined],
    ]);
  });

  it.each<[Partial<Scorm12Init>, string[], unknown[]]>([
    [{}, [], ['terminated', { duration: 'PT9S' }]],
    [{}, ['core.exit=suspend'], ['suspended', { duration: 'PT9S' }]],
    [
      {},
      ['core.lesson_status=incomplete', 'core.exit=logout'],
      ['terminated', { completion: false, duration: 'PT9S' }],
    ],
    [
      {},
      ['core.lesson_status=failed', 'core.score.raw=10'],
      ['terminated', { success: false, score: { scaled: 0.1, raw: 10 }, duration: 'PT9S' }],
    ],
    [{}, ['core.lesson_status=passed'], ['terminated', { completion: true, success: true, duration: 'PT9S' }]],
    [{ credit: 'no-credit' }, ['core.lesson_status=passed', 'core.score.raw=1'], ['terminated', { duration: 'PT9S' }]],
  ])('[XAS-4] [XAS-8] %j %j ends', (init, sets, expected) => {
    const voice = speaker();
    sayEnded(voice, state(init, ...sets), 900);
    expect(said(voice.teller.statements)).toEqual([expected]);
  });
  it('[XAS-4] is suspended when contact is lost, without a verdict', () => {
    const voice = speaker();
    sayInterrupted(voice, 250);
    expect(said(voice.teller.statements)).toEqual([['suspended', { duration: 'PT2.5S' }]]);
  });

  const UNKNOWN = { completion: 'incomplete', success: 'unknown' } as const;
  it.each<[Parameters<typeof sayVerdict>[1], string, unknown[]]>([
    [UNKNOWN, 'incomplete', []],
    [UNKNOWN, 'completed', [['completed', { completion: true }]]],
    [UNKNOWN, 'passed', [['passed', { completion: true, success: true }]]],
    [UNKNOWN, 'failed', [['failed', { success: false }]]],
    [{ completion: 'completed', success: 'unknown' }, 'completed', []],
    [{ completion: 'completed', success: 'unknown' }, 'passed', [['passed', { completion: true, success: true }]]],
    [{ completion: 'completed', success: 'unknown' }, 'failed', [['failed', { success: false }]]],
    [{ completion: 'completed', success: 'passed' }, 'passed', []],
    [{ completion: 'incomplete', success: 'failed' }, 'completed', [['completed', { completion: true }]]],
  ])('[XAS-5] %j, then %s', (before, status, expected) => {
    const voice = speaker();
    sayVerdict(voice, before, state({}, `core.lesson_status=${status}`));
    expect(said(voice.teller.statements)).toEqual(expected);
    const review = speaker();
    sayVerdict(review, before, state({ credit: 'no-credit' }, `core.lesson_status=${status}`));
    expect(review.teller.statements).toEqual([]);
  });
  it('[XAS-5] tells the score along', () => {
    const voice = speaker();
    sayVerdict(voice, UNKNOWN, state({}, 'core.score.raw=80', 'core.lesson_status=passed'));
    expect(said(voice.teller.statements)).toEqual([
      ['passed', { completion: true, success: true, score: { scaled: 0.8, raw: 80 } }],
    ]);
    const only = speaker();
    sayVerdict(only, UNKNOWN, state({}, 'core.score.raw=100'));
    expect(only.teller.statements).toEqual([]);
  });
});

describe('values that say something', () => {
  const hear = (init: Partial<Scorm12Init>, sets: string[]) => {
    const now = state(init, ...sets);
    const voice = speaker();
    const last = sets.at(-1)!;
    saySet(voice, now, [`cmi.${last.slice(0, last.indexOf('='))}`, last.slice(last.indexOf('=') + 1)]);
    return voice.teller.statements;
  };
  it.each<[string[], unknown[]]>([
    [['core.score.raw=80'], [['scored', { score: { scaled: 0.8, raw: 80 } }]]],
    [['core.score.raw='], []],
    [['core.score.raw=80', 'core.score.max=100'], []],
    [['comments=Well done'], [['commented', { response: 'Well done' }]]],
    [['comments='], []],
    [['suspend_data=x'], []],
    [['objectives.0.status=passed'], []],
    [['objectives.0.id=o', 'objectives.0.status=passed'], [['passed', { completion: true, success: true }]]],
    [['objectives.0.id=o', 'objectives.0.status=completed'], [['completed', { completion: true }]]],
    [
      ['objectives.0.id=o', 'objectives.0.score.raw=50', 'objectives.0.status=failed'],
      [['failed', { success: false, score: { scaled: 0.5, raw: 50 } }]],
    ],
    [['objectives.0.id=o', 'objectives.0.status=incomplete'], []],
    [['objectives.0.id=o', 'objectives.0.score.raw=50'], [['scored', { score: { scaled: 0.5, raw: 50 } }]]],
    [['objectives.0.id=o', 'objectives.0.score.raw='], []],
    [['objectives.0.id=o', 'objectives.0.score.max=50'], []],
  ])('[XAS-6] %j', (sets, expected) => {
    expect(said(hear({}, sets))).toEqual(expected);
  });
  it('[XAS-6] of a dozen objectives each', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `objectives.${i}.id=o${i}`);
    expect(said(hear({}, [...ids, 'objectives.11.status=completed']))).toEqual([['completed', { completion: true }]]);
  });
  it('[XAS-6] an objective lies in its SCO', () => {
    const [statement] = hear({}, ['objectives.0.id=o', 'objectives.1.id=a/b', 'objectives.1.status=passed']);
    expect(statement!.object).toEqual({
      objectType: 'Activity',
      id: `${SCO_IRI}/objectives/a%2Fb`,
      definition: { type: 'http://adlnet.gov/expapi/activities/objective' },
    });
    expect(statement!.context.contextActivities.parent).toEqual([scoActivity(CONTEXT.course, SCO)]);
  });
  it('[XAS-8] without credit only comments', () => {
    const init = { credit: 'no-credit' } as const;
    expect(hear(init, ['core.score.raw=80'])).toEqual([]);
    expect(hear(init, ['objectives.0.id=o', 'objectives.0.status=passed'])).toEqual([]);
    expect(said(hear(init, ['comments=x']))).toEqual([['commented', { response: 'x' }]]);
  });
});
