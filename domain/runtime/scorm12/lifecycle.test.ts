import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callScorm12,
  cloneScorm12,
  createScorm12,
  leaveScorm12,
  relaunchScorm12,
  type Scorm12Init,
  type Scorm12Method,
  type Scorm12State,
} from './index.ts';
import { finalStatusOf } from './lifecycle.ts';

const fresh = (over: Partial<Scorm12Init> = {}): Scorm12State =>
  createScorm12({ strict: false, studentId: 'l', studentName: 'n', credit: 'credit', lessonMode: 'normal', ...over });
const NORMAL = { credit: 'credit', lessonMode: 'normal' } as const;

/** Initialize, then `element=value` of `cmi.` each. */
const told = (over: Partial<Scorm12Init>, ...sets: string[]): Scorm12State => {
  const state = fresh(over);
  begin(state, ...sets);
  return state;
};
const begin = (state: Scorm12State, ...sets: string[]): void => {
  callScorm12(state, 'LMSInitialize', ['']);
  for (const text of sets) {
    const [element, value] = text.split('=');
    expect(callScorm12(state, 'LMSSetValue', [`cmi.${element}`, value!]).result).toBe('true');
  }
};
const finish = (state: Scorm12State) => callScorm12(state, 'LMSFinish', ['']);
const get = (state: Scorm12State, element: string) => callScorm12(state, 'LMSGetValue', [`cmi.${element}`]).result;
const status = (state: Scorm12State) => state.values['core.lesson_status'];

describe('the status at the end', () => {
  it.each<[string, Partial<Scorm12Init>, string[], string]>([
    ['never set', {}, [], 'completed'],
    ['never set, in browse mode', { lessonMode: 'browse' }, [], 'browsed'],
    ['never set, in review mode', { lessonMode: 'review' }, [], 'completed'],
    ['never set, suspended', {}, ['core.exit=suspend'], 'completed'],
    ['set', {}, ['core.lesson_status=incomplete'], 'incomplete'],
    ['set in browse mode', { lessonMode: 'browse' }, ['core.lesson_status=failed'], 'failed'],
  ])('[RTE-30] %s', (_, init, sets, expected) => {
    const state = told(init, ...sets);
    expect(finalStatusOf(state)).toBe(expected);
    finish(state);
    expect(status(state)).toBe(expected);
  });

  it.each<[string, Partial<Scorm12Init>, string[], string]>([
    ['reached', {}, ['core.score.raw=70'], 'passed'],
    ['missed', {}, ['core.score.raw=69.9'], 'failed'],
    ['missed by one who says passed', {}, ['core.lesson_status=passed', 'core.score.raw=0'], 'failed'],
    ['reached by one who says failed', {}, ['core.lesson_status=failed', 'core.score.raw=100'], 'passed'],
    ['reached by one who says incomplete', {}, ['core.lesson_status=incomplete', 'core.score.raw=9'], 'failed'],
    ['without a score', {}, ['core.lesson_status=completed'], 'completed'],
    ['with a blank score', {}, ['core.lesson_status=completed', 'core.score.raw='], 'completed'],
    ['without credit', { credit: 'no-credit' }, ['core.lesson_status=completed', 'core.score.raw=10'], 'completed'],
    ['to go on', {}, ['core.lesson_status=incomplete', 'core.score.raw=90', 'core.exit=suspend'], 'incomplete'],
    ['suspended when done', {}, ['core.lesson_status=completed', 'core.score.raw=90', 'core.exit=suspend'], 'passed'],
  ])('[RTE-31] a mastery score of 70 %s', (_, init, sets, expected) => {
    const state = told({ masteryScore: 70, ...init }, ...sets);
    finish(state);
    expect(status(state)).toBe(expected);
  });
  it('[RTE-31] a mastery score of 0 is one', () => {
    const state = told({ masteryScore: 0 }, 'core.score.raw=0');
    finish(state);
    expect(status(state)).toBe('passed');
  });
});

describe('time', () => {
  it('[RTE-32] adds up over launches, and stops at the most there is', () => {
    const state = told({}, 'core.session_time=00:00:10.5', 'core.session_time=00:01:00.25');
    expect(get(state, 'core.total_time')).toBe('0000:00:00.00');
    finish(state);
    expect(state.values['core.total_time']).toBe('0000:01:00.25');
    relaunchScorm12(state, NORMAL);
    begin(state, 'core.session_time=01:00:00');
    expect(get(state, 'core.total_time')).toBe('0000:01:00.25');
    finish(state);
    expect(state.values['core.total_time']).toBe('0001:01:00.25');
    relaunchScorm12(state, NORMAL);
    begin(state);
    finish(state);
    expect(state.values['core.total_time']).toBe('0001:01:00.25');
    relaunchScorm12(state, NORMAL);
    begin(state, 'core.session_time=9999:99:99');
    finish(state);
    expect(state.values['core.total_time']).toBe('9999:99:99.99');
  });
  it('[RTE-32] of a launch that was cut off counts too, once', () => {
    const state = told({}, 'core.session_time=00:00:07');
    relaunchScorm12(state, NORMAL);
    expect(state.values['core.total_time']).toBe('0000:00:07.00');
    relaunchScorm12(state, NORMAL);
    expect(state.values['core.total_time']).toBe('0000:00:07.00');
  });
});

describe('leaving', () => {
  it.each<[string, string[], string, string | undefined]>([
    ['said nothing', [], 'completed', undefined],
    ['is incomplete', ['core.lesson_status=incomplete'], 'incomplete', 'suspend'],
    ['is incomplete and blanked its exit', ['core.lesson_status=incomplete', 'core.exit='], 'incomplete', 'suspend'],
    ['is incomplete and says how it ends', ['core.lesson_status=incomplete', 'core.exit=logout'], 'failed', 'logout'],
    ['is complete', ['core.lesson_status=completed'], 'failed', undefined],
  ])('[RTE-33] a running SCO that %s', (_, sets, expected, exit) => {
    const mastery = sets.length === 0 ? {} : { masteryScore: 70 };
    const state = told(mastery, ...sets, ...(sets.length === 0 ? [] : ['core.score.raw=1']));
    leaveScorm12(state);
    expect([state.phase, status(state), state.values['core.exit']]).toEqual(['finished', expected, exit]);
  });
  it('[RTE-33] one that never called, and one that has finished', () => {
    const silent = fresh();
    leaveScorm12(silent);
    expect([silent.phase, status(silent)]).toEqual(['finished', 'completed']);
    const done = told({}, 'core.lesson_status=incomplete', 'core.session_time=00:00:05');
    finish(done);
    const before = JSON.stringify(done);
    leaveScorm12(done);
    expect(JSON.stringify(done)).toBe(before);
  });
});

describe('the next launch', () => {
  const DATA = ['suspend_data=s', 'core.lesson_location=p', 'core.score.raw=5', 'objectives.0.id=o', 'comments=c'];
  const QUESTION = ['interactions.0.id=q', 'interactions.0.correct_responses.0.pattern=a'];

  it.each<[string, string[], boolean, string]>([
    ['suspended', ['core.exit=suspend'], true, 'resume'],
    ['cut off', [], false, 'resume'],
    ['ended', [], true, ''],
    ['timed out', ['core.exit=time-out'], true, ''],
    ['logged out', ['core.exit=logout'], true, ''],
  ])('[RTE-34] [RTE-35] after an attempt that was %s', (_, exit, finishes, entry) => {
    const state = told(
      {},
      ...DATA,
      ...QUESTION,
      'core.lesson_status=incomplete',
      ...exit,
      'core.session_time=00:00:01',
    );
    if (finishes) finish(state);
    relaunchScorm12(state, { credit: 'no-credit', lessonMode: 'review' });
    expect(state.phase).toBe('ready');
    expect([state.values['core.exit'], state.values['core.session_time']]).toEqual([undefined, undefined]);
    begin(state);
    expect(get(state, 'core.entry')).toBe(entry);
    expect([get(state, 'core.credit'), get(state, 'core.lesson_mode')]).toEqual(['no-credit', 'review']);
    expect(get(state, 'core.lesson_status')).toBe('incomplete');
    for (const text of DATA) expect(`${text.split('=')[0]}=${get(state, text.split('=')[0]!)}`).toBe(text);
    expect(get(state, 'objectives._count')).toBe('1');
    expect(get(state, 'interactions._count')).toBe(entry === 'resume' ? '1' : '0');
    const left = [...Object.keys(state.values), ...Object.keys(state.counts)].filter((n) =>
      n.startsWith('interactions'),
    );
    expect(left.length > 0).toBe(entry === 'resume');
    expect(state.bytes).toBe(recount(state));
  });
  it('[RTE-34] of a SCO that nobody began is still the first', () => {
    const state = fresh();
    relaunchScorm12(state, NORMAL);
    expect([state.values['core.entry'], state.phase]).toEqual(['ab-initio', 'ready']);
  });
  it('[RTE-34] begins without an error and with nothing to commit', () => {
    const state = told({}, 'suspend_data=x');
    callScorm12(state, 'LMSGetValue', ['cmi.nope.x']);
    relaunchScorm12(state, NORMAL);
    expect([state.last, state.dirty]).toEqual([{ error: 0, diagnostic: '' }, false]);
  });
});

/** Counts anew what the state keeps along (all values here are plain ASCII). */
const recount = (state: Scorm12State): number =>
  Object.entries(state.values).reduce((sum, [name, value]) => sum + name.length + 6 + value.length, 2) +
  Object.keys(state.counts).reduce((sum, name) => sum + name.length + 13, 0);

const ELEMENT = fc.constantFrom(
  'cmi.core.lesson_status',
  'cmi.core.score.raw',
  'cmi.core.exit',
  'cmi.core.session_time',
  'cmi.suspend_data',
  'cmi.comments',
  'cmi.objectives.0.id',
  'cmi.objectives.1.status',
  'cmi.interactions.0.id',
  'cmi.interactions.0.student_response',
  'cmi.interactions.1.correct_responses.0.pattern',
  'cmi.core.nope',
);
const VALUE = fc.constantFrom(
  '',
  'passed',
  'completed',
  'failed',
  'incomplete',
  '80',
  '30',
  'suspend',
  '00:00:09',
  'a',
);
type Call = [Scorm12Method, string[]];
const CALL: fc.Arbitrary<Call> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(ELEMENT, VALUE).map((args): Call => ['LMSSetValue', args]) },
  fc.constantFrom<Scorm12Method>('LMSInitialize', 'LMSCommit', 'LMSFinish').map((method): Call => [method, ['']]),
  ELEMENT.map((element): Call => ['LMSGetValue', [element]]),
);

describe('replay', () => {
  it('[RTE-36] the recorded calls alone, over copies in JSON, give the same values', () => {
    fc.assert(
      fc.property(fc.array(CALL, { maxLength: 60 }), fc.option(fc.integer({ min: 0, max: 100 })), (calls, mastery) => {
        const init = mastery === null ? {} : { masteryScore: mastery };
        const browser = fresh(init);
        let server = fresh(init);
        begin(browser);
        callScorm12(server, 'LMSInitialize', ['']);
        for (const [method, args] of calls) {
          const outcome = callScorm12(browser, method, args);
          if (!outcome.recorded) continue;
          server = JSON.parse(JSON.stringify(server));
          expect(callScorm12(server, method, args)).toEqual(outcome);
        }
        const { last: _, ...seen } = browser;
        expect(server).toMatchObject(seen);
        expect(browser.bytes).toBe(recount(browser));
      }),
    );
  });
  it('[RTE-36] a copy shares nothing that a call changes', () => {
    const state = told({}, 'objectives.0.id=o');
    const before = JSON.stringify(state);
    const copy = cloneScorm12(state);
    expect(copy).toEqual(state);
    callScorm12(copy, 'LMSSetValue', ['cmi.objectives.1.id', 'p']);
    callScorm12(copy, 'LMSGetValue', ['nope']);
    leaveScorm12(copy);
    expect(JSON.stringify(state)).toBe(before);
  });
});
