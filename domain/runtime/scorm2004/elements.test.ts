import { describe, expect, it } from 'vitest';
import { STATE_BYTES_MAX, VALUE_BYTES_MAX } from '../element-store.ts';
import { CHILDREN, ELEMENTS } from './elements.ts';
import { callScorm2004 } from './index.ts';
import { begin, fresh, get, running, set } from './scorm2004.testing.ts';

const GIVEN = {
  launchData: 'page=1',
  completionThreshold: 0.8,
  scaledPassingScore: 0.5,
  maxTimeAllowed: 'PT1H',
  timeLimitAction: 'exit,message',
  objectives: ['o-1', 'o-2'],
  stores: [{ id: 'b-1', read: true, write: true }],
} as const;
const full = () =>
  running(
    GIVEN,
    'interactions.0.id=q-1',
    'interactions.0.type=choice',
    'interactions.0.objectives.0.id=o-1',
    'comments_from_learner.0.comment=Good',
  );

const READ: readonly [string, string][] = [
  ['cmi._version', '1.0'],
  ['cmi.credit', 'credit'],
  ['cmi.entry', 'ab-initio'],
  ['cmi.launch_data', 'page=1'],
  ['cmi.learner_id', 'lrn-1'],
  ['cmi.learner_name', 'Lovelace, Ada'],
  ['cmi.max_time_allowed', 'PT1H'],
  ['cmi.mode', 'normal'],
  ['cmi.completion_threshold', '0.8'],
  ['cmi.scaled_passing_score', '0.5'],
  ['cmi.time_limit_action', 'exit,message'],
  ['cmi.total_time', 'PT0H0M0S'],
  ['adl.nav.request_valid.continue', 'unknown'],
  ['adl.nav.request_valid.previous', 'unknown'],
  ['adl.nav.request_valid.choice.{target=a.b_1}', 'unknown'],
  ['adl.nav.request_valid.jump.{target=a}', 'unknown'],
  ['adl.data.0.id', 'b-1'],
];

/** Element, value before anyone sets it (undefined: 403), value to set. */
const BOTH: readonly [string, string | undefined, string][] = [
  ['cmi.comments_from_learner.0.comment', 'Good', '{lang=en}Better'],
  ['cmi.comments_from_learner.0.location', undefined, 'p1'],
  ['cmi.comments_from_learner.0.timestamp', undefined, '2026-11-21T10:00:00.0Z'],
  ['cmi.interactions.0.timestamp', undefined, '2026-11-21T10:00:00'],
  ['cmi.interactions.0.correct_responses.0.pattern', undefined, 'a[,]b'],
  ['cmi.interactions.0.weighting', undefined, '1.5'],
  ['cmi.interactions.0.learner_response', undefined, 'a'],
  ['cmi.interactions.0.result', undefined, 'incorrect'],
  ['cmi.interactions.0.latency', undefined, 'PT5.25S'],
  ['cmi.interactions.0.description', undefined, 'Why?'],
  ['cmi.learner_preference.audio_level', '1', '2.5'],
  ['cmi.learner_preference.language', '', 'de-CH'],
  ['cmi.learner_preference.delivery_speed', '1', '0'],
  ['cmi.learner_preference.audio_captioning', '0', '-1'],
  ['cmi.location', undefined, 'page 3'],
  ['cmi.objectives.0.score.scaled', undefined, '-1'],
  ['cmi.objectives.0.score.raw', undefined, '101'],
  ['cmi.objectives.0.score.min', undefined, '-5'],
  ['cmi.objectives.0.score.max', undefined, '200'],
  ['cmi.objectives.0.success_status', 'unknown', 'passed'],
  ['cmi.objectives.0.completion_status', 'unknown', 'not attempted'],
  ['cmi.objectives.0.progress_measure', undefined, '0.25'],
  ['cmi.objectives.0.description', undefined, 'First'],
  ['cmi.progress_measure', undefined, '1'],
  ['cmi.score.scaled', undefined, '0.5'],
  ['cmi.score.raw', undefined, '50'],
  ['cmi.score.min', undefined, '0'],
  ['cmi.score.max', undefined, '100'],
  ['cmi.suspend_data', undefined, 'x'.repeat(64_000)],
  ['adl.nav.request', '_none_', '{target=activity_2}choice'],
  ['adl.data.0.store', undefined, 'kept'],
];

describe('the data model', () => {
  it.each(READ)('[R04-5] %s is read only', (element, value) => {
    const state = full();
    expect(get(state, element)).toEqual([value, 0]);
    expect(set(state, element, 'x')).toEqual(['false', 404]);
  });
  it.each(BOTH)('[R04-5] %s is read and set', (element, before, value) => {
    const state = full();
    const isMissing = element.includes('correct_responses');
    expect(get(state, element)).toEqual(before === undefined ? ['', isMissing ? 301 : 403] : [before, 0]);
    expect(set(state, element, value)).toEqual(['true', 0]);
    expect(get(state, element)).toEqual([value, 0]);
  });
  it.each([
    ['cmi.exit', 'normal'],
    ['cmi.session_time', 'PT1H5M'],
  ])('[R04-5] %s is set only', (element, value) => {
    const state = full();
    expect(set(state, element, value)).toEqual(['true', 0]);
    expect(get(state, element)).toEqual(['', 405]);
  });
  it('[R04-5] status is what the SCO said where nothing judges it', () => {
    const state = running();
    for (const [element, value] of [
      ['cmi.completion_status', 'incomplete'],
      ['cmi.success_status', 'failed'],
    ] as const) {
      expect(get(state, element)).toEqual(['unknown', 0]);
      expect(set(state, element, value)).toEqual(['true', 0]);
      expect(get(state, element)).toEqual([value, 0]);
    }
  });
  it('[R04-5] what the platform does not tell has no value', () => {
    const state = running();
    for (const name of ['launch_data', 'max_time_allowed', 'completion_threshold', 'scaled_passing_score']) {
      expect(get(state, `cmi.${name}`)).toEqual(['', 403]);
    }
    expect(get(state, 'cmi.time_limit_action')).toEqual(['continue,no message', 0]);
  });
  it('[R04-5] names that are none', () => {
    const state = full();
    for (const element of [
      'cmi',
      'cmi.',
      'cmi.nope',
      'cmi._children',
      'cmi.score',
      'cmi.objectives',
      'x.y',
      'adl.nav',
    ]) {
      expect([element, ...get(state, element)]).toEqual([element, '', 401]);
      expect([element, ...set(state, element, 'x')]).toEqual([element, 'false', 401]);
    }
    for (const element of ['cmi.objectives.01.id', 'cmi.interactions.-1.id', 'cmi.toString', 'cmi.__proto__']) {
      expect(get(state, element)).toEqual(['', 401]);
    }
    expect([get(state, ''), set(state, '', 'x')]).toEqual([
      ['', 301],
      ['false', 351],
    ]);
    expect(JSON.stringify(state.values)).toContain('"learner_id":"lrn-1"');
  });
  it('[R04-5] no rule of the table is left out here', () => {
    const tested = new Set([...READ, ...BOTH].map(([name]) => pattern(name)));
    for (const name of ['completion_status', 'success_status', 'exit', 'session_time']) tested.add(name);
    for (const name of [
      'interactions.n.id',
      'interactions.n.type',
      'interactions.n.objectives.n.id',
      'objectives.n.id',
    ])
      tested.add(name);
    const untold = /^comments_from_lms/; // the platform has none to tell
    expect(Object.keys(ELEMENTS).filter((name) => !tested.has(name) && !untold.test(name))).toEqual([]);
  });
});

const pattern = (element: string): string =>
  element
    .replace(/^cmi\./, '')
    .replace(/\{.*\}/, '{target}')
    .replace(/\.\d+(?=\.|$)/g, '.n');

describe('keywords and indices', () => {
  it('[R04-6] _children and _count answer where there are some, and cannot be set', () => {
    const state = full();
    for (const [name, list] of Object.entries(CHILDREN)) {
      const element = `${name.startsWith('adl') ? '' : 'cmi.'}${name.replaceAll('.n', '.0')}._children`;
      expect([element, ...get(state, element)]).toEqual([element, list, 0]);
      expect(set(state, element, 'x')).toEqual(['false', 404]);
    }
    const counts = ['objectives', 'interactions', 'interactions.0.objectives', 'comments_from_learner'];
    expect(counts.map((name) => get(state, `cmi.${name}._count`)[0])).toEqual(['2', '1', '1', '1']);
    expect(get(state, 'cmi.interactions.0.correct_responses._count')).toEqual(['0', 0]);
    expect(get(state, 'cmi.comments_from_lms._count')).toEqual(['0', 0]);
    expect(get(state, 'adl.data._count')).toEqual(['1', 0]);
    expect(set(state, 'cmi.objectives._count', '1')).toEqual(['false', 404]);
    expect(set(state, 'cmi._version', '1')).toEqual(['false', 404]);
  });
  it.each(['cmi.location._children', 'cmi.score._count', 'cmi.score._version', 'cmi.objectives.0.id._count'])(
    '[R04-6] %s',
    (element) => {
      expect(get(full(), element)).toEqual(['', 301]);
      expect(set(full(), element, 'x')).toEqual(['false', 404]);
    },
  );
  it('[R04-6] what is beyond the end', () => {
    const state = full();
    expect(get(state, 'cmi.objectives.2.id')).toEqual(['', 301]);
    expect(get(state, 'cmi.objectives.2.score._children')).toEqual(['', 301]);
    expect(get(state, 'cmi.interactions.1.objectives._count')).toEqual(['', 301]);
    expect(set(state, 'cmi.objectives.3.id', 'o-4')).toEqual(['false', 351]);
    expect(set(state, 'cmi.objectives.2.id', 'o-3')).toEqual(['true', 0]);
    expect(get(state, 'cmi.objectives._count')).toEqual(['3', 0]);
    expect(set(state, 'cmi.comments_from_lms.0.comment', 'x')).toEqual(['false', 404]);
    expect(set(state, 'adl.data.1.store', 'x')).toEqual(['false', 351]);
  });
});

describe('what depends on something', () => {
  it('[R04-7] is 408 without it', () => {
    const state = running();
    for (const field of ['score.raw', 'success_status', 'completion_status', 'progress_measure', 'description']) {
      expect(set(state, `cmi.objectives.0.${field}`, '1')).toEqual(['false', 408]);
    }
    for (const field of ['type', 'objectives.0.id', 'timestamp', 'weighting', 'result', 'latency', 'description']) {
      expect(set(state, `cmi.interactions.0.${field}`, '1')).toEqual(['false', 408]);
    }
    expect(set(state, 'cmi.interactions.0.id', 'q')).toEqual(['true', 0]);
    for (const field of ['learner_response', 'correct_responses.0.pattern']) {
      expect(set(state, `cmi.interactions.0.${field}`, '1')).toEqual(['false', 408]);
    }
    expect(get(state, 'cmi.objectives._count')).toEqual(['0', 0]);
  });
});

describe('what clashes', () => {
  it('[R04-8] ids of objectives', () => {
    const state = full();
    expect(set(state, 'cmi.objectives.2.id', 'o-1')).toEqual(['false', 351]);
    expect(set(state, 'cmi.objectives.0.id', 'other')).toEqual(['false', 351]);
    expect(set(state, 'cmi.objectives.0.id', 'o-1')).toEqual(['true', 0]);
    expect(set(state, 'cmi.interactions.0.objectives.1.id', 'o-1')).toEqual(['false', 351]);
    expect(set(state, 'cmi.interactions.0.objectives.0.id', 'o-9')).toEqual(['true', 0]);
    expect(set(state, 'cmi.interactions.1.id', 'q-1')).toEqual(['true', 0]);
  });
  it('[R04-8] patterns', () => {
    const told = (type: string, ...patterns: string[]) => {
      const state = running({}, 'interactions.0.id=q', `interactions.0.type=${type}`);
      return patterns.map((text, i) => set(state, `cmi.interactions.0.correct_responses.${i}.pattern`, text)[1]);
    };
    expect(told('true-false', 'true', 'false')).toEqual([0, 351]);
    expect(told('likert', 'a', 'b')).toEqual([0, 351]);
    expect(told('numeric', '1[:]2', '3[:]4')).toEqual([0, 351]);
    expect(told('other', 'a', 'b')).toEqual([0, 351]);
    expect(told('choice', 'a', 'a')).toEqual([0, 351]);
    expect(told('choice', 'a', 'a[,]b')).toEqual([0, 0]);
    expect(told('sequencing', 'a[,]b', 'a[,]b')).toEqual([0, 351]);
    expect(told('fill-in', 'a', 'a')).toEqual([0, 0]);
  });
});

describe('the buckets of the manifest', () => {
  const stores = [
    { id: 'both', read: true, write: true },
    { id: 'in', read: true, write: false },
    { id: 'out', read: false, write: true },
  ];
  it('[R04-6] are read and written as it allows, and their ids are read', () => {
    const state = running({ stores });
    const store = (n: number): [number, number] => [
      set(state, `adl.data.${n}.store`, 'x')[1],
      get(state, `adl.data.${n}.store`)[1],
    ];
    expect([store(0), store(1), store(2)]).toEqual([
      [0, 0],
      [404, 403],
      [0, 405],
    ]);
    expect([0, 1, 2].map((n) => get(state, `adl.data.${n}.id`))).toEqual([
      ['both', 0],
      ['in', 0],
      ['out', 0],
    ]);
    expect(get(state, 'adl.data._count')).toEqual(['3', 0]);
    expect(get(state, 'adl.data.3.store')).toEqual(['', 301]);
  });
});

describe('what may be asked of the navigation', () => {
  const requests = { continue: true, previous: false, choice: ['a.b', 'c'], jump: ['d'] };
  it('[R04-5] is what the platform says, and unknown where it says nothing', () => {
    const asked = [
      'continue',
      'previous',
      'choice.{target=a.b}',
      'choice.{target=d}',
      'jump.{target=d}',
      'jump.{target=c}',
    ];
    const answers = (state: ReturnType<typeof running>) =>
      asked.map((name) => get(state, `adl.nav.request_valid.${name}`)[0]);
    expect(answers(running())).toEqual(asked.map(() => 'unknown'));
    expect(answers(Object.assign(running(), { requests }))).toEqual([
      'true',
      'false',
      'true',
      'false',
      'true',
      'false',
    ]);
  });
  it('[R04-5] a target is named without spaces and braces', () => {
    for (const name of [
      'choice',
      'choice.{target=}',
      'choice.{target=a b}',
      'jump.{target={}}',
      'exit.{target=a}',
      'choice.{target=a}x',
    ]) {
      expect([name, get(running(), `adl.nav.request_valid.${name}`)[1]]).toEqual([name, 401]);
    }
  });
});

describe('limits', () => {
  it('[R04-9] no value and no SCO weighs more than its limit', () => {
    const state = running();
    expect(set(state, 'cmi.suspend_data', 'x'.repeat(VALUE_BYTES_MAX))).toEqual(['false', 351]);
    const large = 'x'.repeat(VALUE_BYTES_MAX - 2);
    expect(set(state, 'cmi.suspend_data', large)).toEqual(['true', 0]);
    expect(set(state, 'cmi.location', large)).toEqual(['false', 351]);
    expect(state.bytes).toBeLessThanOrEqual(STATE_BYTES_MAX);
    const { warnings } = callScorm2004(begin(fresh()), 'SetValue', ['cmi.location', 'x'.repeat(1001)]);
    expect(warnings).toEqual(['cmi.location: 1001 characters, more than the standard has to keep.']);
  });
});
