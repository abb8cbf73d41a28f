import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonBytes } from '../element-store.ts';
import { ELEMENTS } from './elements.ts';
import { ERROR_TEXTS } from './errors.ts';
import {
  callScorm2004,
  completionStatusOf,
  isSuspended,
  leaveScorm2004,
  relaunchScorm2004,
  type Scorm2004Method,
  type Scorm2004State,
  successStatusOf,
} from './index.ts';
import { isForCredit, isResumable, sessionTimeOf } from './lifecycle.ts';
import { begin, fresh, get, running } from './scorm2004.testing.ts';
import { finalCompletionOf } from './status.ts';
import { addIntervals, formatInterval, parseInterval } from './timeinterval.ts';

const terminate = (state: Scorm2004State) => callScorm2004(state, 'Terminate', ['']);

describe('status', () => {
  it.each<[string | undefined, string | undefined, string]>([
    [undefined, undefined, 'incomplete'],
    ['0.9', undefined, 'unknown'],
    ['0.9', '0.8', 'incomplete'],
    ['0.9', '0.9', 'completed'],
    ['0', '0', 'completed'],
  ])('[R04-11] threshold %s, measure %s: %s', (threshold, measure, expected) => {
    const init = threshold === undefined ? {} : { completionThreshold: Number(threshold) };
    const sets = measure === undefined ? [] : [`progress_measure=${measure}`];
    const state = running(init, 'completion_status=incomplete', ...sets);
    expect([completionStatusOf(state), get(state, 'cmi.completion_status')[0]]).toEqual([expected, expected]);
  });
  it.each<[string | undefined, string | undefined, string]>([
    [undefined, '1', 'failed'],
    ['0.5', undefined, 'unknown'],
    ['0.5', '0.4', 'failed'],
    ['0.5', '0.5', 'passed'],
    ['-0.5', '-0.2', 'passed'],
  ])('[R04-11] passing score %s, scaled %s: %s', (passing, scaled, expected) => {
    const init = passing === undefined ? {} : { scaledPassingScore: Number(passing) };
    const sets = scaled === undefined ? [] : [`score.scaled=${scaled}`];
    const state = running(init, 'success_status=failed', ...sets);
    expect([successStatusOf(state), get(state, 'cmi.success_status')[0]]).toEqual([expected, expected]);
  });
});

describe('silence', () => {
  it.each([
    ['is completion', {}, [], 'completed'],
    ['is none where the SCO has spoken', {}, ['completion_status=incomplete'], 'incomplete'],
    ['is none where it is the SCO’s to tell', { completionSetByContent: true }, [], 'unknown'],
    ['is none where a measure decides', { completionThreshold: 0.5 }, [], 'unknown'],
  ])('[FCT-4] at the end of an attempt %s', (_, init, sets, expected) => {
    expect(finalCompletionOf(running(init, ...sets))).toBe(expected);
  });
  it.each([
    ['abandon', 'unknown'],
    ['abandonAll', 'unknown'],
    ['continue', 'completed'],
  ])('[FCT-4] of a SCO that asks for %s is %s', (request, expected) => {
    const state = running();
    callScorm2004(state, 'SetValue', ['adl.nav.request', request]);
    expect(finalCompletionOf(state)).toBe(expected);
  });
});

describe('time', () => {
  it.each([
    ['PT1M', 6_000],
    ['P1DT0.5S', 8_640_050],
    ['P1M', undefined],
    ['P1Y', undefined],
    ['P0MT1S', 100],
  ])('[R04-12] a session of %s took %s hundredths', (time, expected) => {
    expect(sessionTimeOf(running({}, `session_time=${time}`))).toBe(expected);
    expect(sessionTimeOf(running())).toBeUndefined();
  });
  it.each([
    ['PT0H0M0S', 'PT0S', 'PT0H0M0S'],
    ['PT1M', 'PT01H059M020S', 'PT2H20S'],
    ['PT0.5S', 'PT0.75S', 'PT1.25S'],
    ['PT23H59M59S', 'PT1S', 'P1D'],
    ['P11M', 'P1M', 'P1Y'],
    ['P1Y1M', 'P1M30DT1H', 'P1Y2M30DT1H'],
  ])('[R04-12] %s and %s', (a, b, sum) => {
    expect(formatInterval(addIntervals(parseInterval(a)!, parseInterval(b)!))).toBe(sum);
  });
  it('[R04-12] what is written is read again', () => {
    const interval = fc.record({ months: fc.nat(2_000), hundredths: fc.nat(1_000_000_000) });
    fc.assert(
      fc.property(interval, (value) => {
        expect(parseInterval(formatInterval(value))).toEqual(value);
      }),
    );
  });
  it('[R04-12] a launch that was cut off counts too, and an endless one stops', () => {
    const state = running({}, 'session_time=PT10S');
    relaunchScorm2004(state);
    begin(state, `session_time=PT${'9'.repeat(30)}H`);
    expect(get(state, 'cmi.total_time')[0]).toBe('PT10S');
    terminate(state);
    expect(parseInterval(state.values.total_time!)).toEqual({ months: 0, hundredths: 1e12 });
  });
});

describe('the next launch', () => {
  const WORK = ['suspend_data=s', 'location=p', 'objectives.1.id=mine', 'score.scaled=0.5', 'session_time=PT1S'];
  const init = { objectives: ['given'], stores: [{ id: 'bucket', read: true, write: true }], launchData: 'd' };

  it.each([
    ['suspended', ['exit=suspend'], undefined, true],
    ['suspended altogether', [], 'suspendAll', true],
    ['ended', ['exit=normal'], undefined, false],
    ['ended without a word', [], 'continue', false],
    ['timed out', ['exit=time-out'], undefined, false],
    ['logged out', ['exit=logout'], undefined, false],
  ])('[R04-13] after an attempt that was %s', (_, exit, request, resumes) => {
    const state = running(init, ...WORK, ...exit);
    callScorm2004(state, 'SetValue', ['adl.data.0.store', 'kept']);
    if (request !== undefined) callScorm2004(state, 'SetValue', ['adl.nav.request', request]);
    terminate(state);
    expect(isSuspended(state)).toBe(resumes);
    relaunchScorm2004(state);
    begin(state);
    expect(get(state, 'cmi.entry')[0]).toBe(resumes ? 'resume' : 'ab-initio');
    expect(get(state, 'cmi.suspend_data')).toEqual(resumes ? ['s', 0] : ['', 403]);
    expect(get(state, 'cmi.objectives._count')[0]).toBe(resumes ? '2' : '1');
    expect([get(state, 'cmi.objectives.0.id')[0], get(state, 'cmi.launch_data')[0]]).toEqual(['given', 'd']);
    expect(get(state, 'cmi.total_time')[0]).toBe(resumes ? 'PT1S' : 'PT0H0M0S');
    expect(get(state, 'adl.data.0.store')[0]).toBe('kept');
    expect([state.values.exit, state.values.session_time, get(state, 'adl.nav.request')[0]]).toEqual([
      undefined,
      undefined,
      '_none_',
    ]);
    expect(state.bytes).toBe(recount(state));
  });
  it('[R04-13] one that was cut off goes on, and one that nobody began is the first', () => {
    const state = running({}, 'location=p');
    relaunchScorm2004(state);
    begin(state);
    expect([get(state, 'cmi.entry')[0], get(state, 'cmi.location')[0]]).toEqual(['resume', 'p']);
    const untouched = fresh();
    relaunchScorm2004(untouched);
    expect([untouched.phase, untouched.values.entry]).toEqual(['ready', 'ab-initio']);
  });
  it('[R04-13] begins without an error and with nothing to commit', () => {
    const state = running({}, 'location=p');
    get(state, 'cmi.nope');
    relaunchScorm2004(state);
    expect([state.last, state.dirty]).toEqual([{ error: 0, diagnostic: '' }, false]);
  });
  it.each([
    ['not complete', [], true],
    ['not complete, with an exit', ['exit=normal'], false],
    ['complete', ['completion_status=completed'], false],
  ])('[R04-13] left without Terminate, %s', (_, sets, suspended) => {
    const state = running({}, ...sets);
    leaveScorm2004(state);
    expect([state.phase, isSuspended(state)]).toEqual(['terminated', suspended]);
    const before = JSON.stringify(state);
    leaveScorm2004(state);
    expect(JSON.stringify(state)).toBe(before);
  });
  it('[R04-13] one that was to go on and is left before it begins is still to go on', () => {
    const state = running({}, 'exit=suspend', 'location=p');
    terminate(state);
    relaunchScorm2004(state);
    expect(isResumable(state)).toBe(false);
    leaveScorm2004(state);
    expect([state.phase, isSuspended(state), isResumable(state)]).toEqual(['terminated', true, true]);
    relaunchScorm2004(state);
    expect(get(begin(state), 'cmi.location')).toEqual(['p', 0]);
    expect(isResumable(state)).toBe(true);
  });
  it('[R04-13] a launch tells its own credit and mode, and by itself those of the last', () => {
    const state = fresh();
    const told = () => [state.values.credit, state.values.mode, isForCredit(state)];
    expect(told()).toEqual(['credit', 'normal', true]);
    relaunchScorm2004(state, { credit: 'no-credit', mode: 'review' });
    expect(told()).toEqual(['no-credit', 'review', false]);
    terminate(begin(state));
    relaunchScorm2004(state);
    expect(told()).toEqual(['no-credit', 'review', false]);
  });
  it('[R04-13] a SCO that never called has ended when it is left, and the next attempt is a new one', () => {
    const state = fresh();
    leaveScorm2004(state);
    expect([state.phase, isSuspended(state)]).toEqual(['terminated', false]);
    relaunchScorm2004(state);
    expect(state.values.entry).toBe('ab-initio');
  });
});

/** Counts anew what the state keeps along. */
const recount = ({ values, counts }: Scorm2004State): number =>
  Object.entries(values).reduce((sum, [name, value]) => sum + name.length + 4 + jsonBytes(value), 2) +
  Object.keys(counts).reduce((sum, name) => sum + name.length + 13, 0);

const METHOD = fc.constantFrom<Scorm2004Method>('Initialize', 'Terminate', 'GetValue', 'SetValue', 'Commit');
const ELEMENT = fc.oneof(
  fc.constantFrom(...Object.keys(ELEMENTS)).chain((name) =>
    fc.nat(2).map((n) => {
      const element = name.replaceAll(/\bn\b/g, String(n)).replace('{target}', '{target=a}');
      return element.startsWith('adl') ? element : `cmi.${element}`;
    }),
  ),
  fc.string({ maxLength: 30 }),
);
const VALUE = fc.oneof(
  fc.constantFrom('', 'a', '1', '0.5', 'true', 'choice', 'numeric', 'suspend', 'completed', 'PT1M', 'a[,]b', '1[:]2'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

describe('any calls', () => {
  it('[R04-14] come to the same on equal states, with codes of the standard and an honest weight', () => {
    const calls = fc.array(fc.tuple(METHOD, ELEMENT, VALUE, fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(calls, (list) => {
        let copied = fresh({ objectives: ['o'], stores: [{ id: 'b', read: true, write: true }] });
        const straight = fresh({ objectives: ['o'], stores: [{ id: 'b', read: true, write: true }] });
        for (const [method, element, value, relaunches] of list) {
          const args = method === 'GetValue' ? [element] : method === 'SetValue' ? [element, value] : [''];
          copied = JSON.parse(JSON.stringify(copied)) as Scorm2004State;
          const outcome = callScorm2004(straight, method, args);
          expect(callScorm2004(copied, method, args)).toEqual(outcome);
          expect(Object.keys(ERROR_TEXTS)).toContain(String(outcome.errorCode));
          expect(outcome.result === 'false').toBe(outcome.errorCode !== 0 && method !== 'GetValue');
          if (relaunches && method === 'Terminate') for (const state of [straight, copied]) relaunchScorm2004(state);
        }
        expect(copied).toEqual(straight);
        expect(straight.bytes).toBe(recount(straight));
      }),
      { numRuns: 300 },
    );
  });
});
