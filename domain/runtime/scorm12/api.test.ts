import { describe, expect, it } from 'vitest';
import { ERROR_TEXTS } from './errors.ts';
import {
  callScorm12,
  createScorm12,
  type Scorm12Method,
  type Scorm12State,
  STATE_BYTES_MAX,
  VALUE_BYTES_MAX,
} from './index.ts';

const fresh = (over: Partial<Parameters<typeof createScorm12>[0]> = {}): Scorm12State =>
  createScorm12({
    strict: true,
    studentId: 'lrn-1',
    studentName: 'Lovelace, Ada',
    credit: 'credit',
    lessonMode: 'normal',
    ...over,
  });
const running = (over: Partial<Parameters<typeof createScorm12>[0]> = {}): Scorm12State => {
  const state = fresh(over);
  callScorm12(state, 'LMSInitialize', ['']);
  return state;
};
/** [result, error code] of a call. */
const call = (state: Scorm12State, method: Scorm12Method, ...args: string[]): [string, number] => {
  const { result, errorCode } = callScorm12(state, method, args);
  expect(callScorm12(state, 'LMSGetLastError', [])).toEqual({
    result: String(errorCode),
    errorCode,
    recorded: false,
    warnings: [],
  });
  return [result, errorCode];
};
const set = (state: Scorm12State, element: string, value: string) => call(state, 'LMSSetValue', element, value);
const get = (state: Scorm12State, element: string) => call(state, 'LMSGetValue', element);

describe('phases', () => {
  it('[RTE-1] ready, running, finished; never back', () => {
    const state = fresh();
    expect(state.phase).toBe('ready');
    expect(call(state, 'LMSInitialize', '')).toEqual(['true', 0]);
    expect(state.phase).toBe('running');
    expect(call(state, 'LMSInitialize', '')).toEqual(['false', 101]);
    expect(callScorm12(state, 'LMSGetDiagnostic', ['']).result).toBe('The SCO has been initialized already.');
    expect(call(state, 'LMSCommit', '')).toEqual(['true', 0]);
    expect(call(state, 'LMSFinish', '')).toEqual(['true', 0]);
    expect(state.phase).toBe('finished');
    expect(call(state, 'LMSInitialize', '')).toEqual(['false', 101]);
  });

  it.each([
    ['before LMSInitialize', fresh, 'LMSInitialize has not been called.'],
    [
      'after LMSFinish',
      () => {
        const state = running();
        callScorm12(state, 'LMSFinish', ['']);
        return state;
      },
      'LMSFinish has been called.',
    ],
  ])('[RTE-2] %s everything is 301', (_, make, why) => {
    const state = make();
    const before = JSON.stringify(state.values);
    expect(get(state, 'cmi.core.student_id')).toEqual(['', 301]);
    expect(set(state, 'cmi.core.lesson_status', 'passed')).toEqual(['false', 301]);
    expect(call(state, 'LMSCommit', '')).toEqual(['false', 301]);
    expect(call(state, 'LMSFinish', '')).toEqual(['false', 301]);
    expect(callScorm12(state, 'LMSGetDiagnostic', ['301']).result).toBe(why);
    expect(JSON.stringify(state.values)).toBe(before);
  });

  it('[RTE-3] an argument is 201 in strict mode and overlooked otherwise', () => {
    const strict = fresh();
    expect(call(strict, 'LMSInitialize', 'x')).toEqual(['false', 201]);
    expect(callScorm12(strict, 'LMSGetDiagnostic', ['']).result).toBe('The argument must be an empty string.');
    expect(call(strict, 'LMSInitialize')).toEqual(['true', 0]);
    expect(call(strict, 'LMSCommit', 'null')).toEqual(['false', 201]);
    expect(call(strict, 'LMSFinish', 'null')).toEqual(['false', 201]);
    expect(strict.phase).toBe('running');
    const lenient = fresh({ strict: false });
    for (const method of ['LMSInitialize', 'LMSCommit', 'LMSFinish'] as const) {
      expect(call(lenient, method, 'null')).toEqual(['true', 0]);
    }
  });
});

describe('errors', () => {
  it('[RTE-4] the last error stays through the error functions and ends with the next call', () => {
    const state = running();
    get(state, 'cmi.core.exit');
    callScorm12(state, 'LMSGetErrorString', ['201']);
    callScorm12(state, 'LMSGetDiagnostic', ['201']);
    expect(callScorm12(state, 'LMSGetLastError', []).result).toBe('404');
    get(state, 'cmi.core.entry');
    expect(callScorm12(state, 'LMSGetLastError', []).result).toBe('0');
  });

  it('[RTE-4] texts of all codes, and of no other', () => {
    const state = fresh();
    const text = (...code: string[]) => callScorm12(state, 'LMSGetErrorString', code).result;
    for (const [code, words] of Object.entries(ERROR_TEXTS)) expect(text(code)).toBe(words);
    expect(Object.keys(ERROR_TEXTS).map(Number)).toEqual([0, 101, 201, 202, 203, 301, 401, 402, 403, 404, 405]);
    expect([text('407'), text(''), text()]).toEqual(['', '', '']);
  });

  it('[RTE-4] the diagnostic of the last call, or the text of another code', () => {
    const state = running();
    const diagnostic = (...code: string[]) => callScorm12(state, 'LMSGetDiagnostic', code).result;
    expect(diagnostic()).toBe('No error');
    set(state, 'cmi.core.score.raw', '101');
    expect(diagnostic('')).toBe('cmi.core.score.raw: not a value of type score.');
    expect(diagnostic('405')).toBe('cmi.core.score.raw: not a value of type score.');
    expect(diagnostic('201')).toBe('Invalid argument error');
    get(state, 'cmi.core.entry');
    expect(diagnostic('405')).toBe('Incorrect data type');
    expect(diagnostic('0')).toBe('No error');
  });

  it.each([
    ['get', 'cmi.nope.x', 'cmi.nope.x cannot be read.'],
    ['get', 'cmi.objectives.0.id', 'cmi.objectives.0.id: there is nothing at this index.'],
    ['get', 'cmi.core.exit', 'cmi.core.exit can only be set.'],
    ['set', 'cmi.nope.x', 'cmi.nope.x cannot be set.'],
    ['set', 'cmi.core._children', 'cmi.core._children is a keyword.'],
    ['set', 'cmi.core.entry', 'cmi.core.entry can only be read.'],
    ['set', 'cmi.objectives.1.id', 'cmi.objectives.1.id: the index leaves a hole.'],
  ])('[RTE-4] %s %s says why', (verb, element, why) => {
    const state = running();
    if (verb === 'get') get(state, element);
    else set(state, element, 'x');
    expect(callScorm12(state, 'LMSGetDiagnostic', ['']).result).toBe(why);
  });
});

describe('what belongs in the journal', () => {
  it('[RTE-5] what changes something, and a commit after it', () => {
    const state = fresh();
    const recorded = (method: Scorm12Method, ...args: string[]) => callScorm12(state, method, args).recorded;
    expect(recorded('LMSSetValue', 'cmi.suspend_data', 'x')).toBe(false);
    expect(recorded('LMSInitialize', '')).toBe(true);
    expect(recorded('LMSCommit', '')).toBe(false);
    expect(recorded('LMSGetValue', 'cmi.suspend_data')).toBe(false);
    expect(recorded('LMSSetValue', 'cmi.suspend_data', 'x')).toBe(true);
    expect(recorded('LMSSetValue', 'cmi.suspend_data', 'x')).toBe(false);
    expect(recorded('LMSSetValue', 'cmi.core.lesson_status', 'nonsense')).toBe(false);
    expect(recorded('LMSCommit', '')).toBe(true);
    expect(recorded('LMSCommit', '')).toBe(false);
    expect(recorded('LMSSetValue', 'cmi.suspend_data', 'x')).toBe(false);
    expect(recorded('LMSCommit', '')).toBe(false);
    expect(recorded('LMSSetValue', 'cmi.interactions.0.id', 'q')).toBe(true);
    expect(recorded('LMSSetValue', 'cmi.interactions.0.id', 'q')).toBe(true);
    expect(recorded('LMSSetValue', 'cmi.comments', '')).toBe(true);
    expect(recorded('LMSSetValue', 'cmi.comments', '')).toBe(false);
    expect(recorded('LMSFinish', '')).toBe(true);
    expect(state.dirty).toBe(false);
    expect(recorded('LMSInitialize', '')).toBe(false);
  });
});

describe('arrays', () => {
  it('[RTE-13] grow at the end, level by level', () => {
    const state = running();
    expect(get(state, 'cmi.objectives._count')).toEqual(['0', 0]);
    expect(get(state, 'cmi.objectives.0.id')).toEqual(['', 201]);
    expect(get(state, 'cmi.objectives.0.score._children')).toEqual(['', 201]);
    expect(set(state, 'cmi.objectives.1.id', 'o')).toEqual(['false', 201]);
    expect(set(state, 'cmi.objectives.0.status', 'nonsense')).toEqual(['false', 405]);
    expect(get(state, 'cmi.objectives._count')).toEqual(['0', 0]);
    expect(set(state, 'cmi.objectives.0.id', 'o1')).toEqual(['true', 0]);
    expect(set(state, 'cmi.objectives.1.id', 'o2')).toEqual(['true', 0]);
    expect(set(state, 'cmi.objectives.0.id', 'o3')).toEqual(['true', 0]);
    expect(get(state, 'cmi.objectives._count')).toEqual(['2', 0]);
    expect(get(state, 'cmi.objectives.0.id')).toEqual(['o3', 0]);
    expect(get(state, 'cmi.objectives.1.score._children')).toEqual(['raw,min,max', 0]);
    expect(get(state, 'cmi.objectives.2.id')).toEqual(['', 201]);
    expect(set(state, 'cmi.interactions.0.objectives.0.id', 'o')).toEqual(['true', 0]);
    expect(set(state, 'cmi.interactions.0.objectives.2.id', 'o')).toEqual(['false', 201]);
    expect(set(state, 'cmi.interactions.0.correct_responses.0.pattern', 'a')).toEqual(['true', 0]);
    expect(get(state, 'cmi.interactions._count')).toEqual(['1', 0]);
    expect(get(state, 'cmi.interactions.0.objectives._count')).toEqual(['1', 0]);
    expect(get(state, 'cmi.interactions.0.correct_responses._count')).toEqual(['1', 0]);
    expect(get(state, 'cmi.interactions.1.objectives._count')).toEqual(['', 201]);
  });

  it.each([
    'cmi.objectives.00.id',
    'cmi.objectives.-1.id',
    'cmi.objectives.01.id',
    'cmi.objectives.1e0.id',
    'cmi.objectives.9999999999.id',
  ])('[RTE-13] %s has no index', (element) => {
    const state = running();
    set(state, 'cmi.objectives.0.id', 'o');
    set(state, 'cmi.objectives.1.id', 'o');
    expect([get(state, element), set(state, element, 'x')]).toEqual([
      ['', 201],
      ['false', 201],
    ]);
  });
});

describe('bounds', () => {
  it('[RTE-26] of one value', () => {
    const state = running({ strict: false });
    const most = 'x'.repeat(VALUE_BYTES_MAX - 2);
    expect(set(state, 'cmi.suspend_data', `${most}x`)).toEqual(['false', 405]);
    expect(callScorm12(state, 'LMSGetDiagnostic', ['']).result).toBe('cmi.suspend_data: longer than 1048576 bytes.');
    expect(set(state, 'cmi.suspend_data', most)).toEqual(['true', 0]);
  });
  it('[RTE-26] of all values together', () => {
    const state = running({ strict: false });
    expect(state.bytesMax).toBe(STATE_BYTES_MAX);
    state.bytesMax = 5_000;
    const rest = state.bytesMax - state.bytes - 'suspend_data'.length - 6;
    expect(set(state, 'cmi.suspend_data', 'x'.repeat(rest + 1))).toEqual(['false', 101]);
    expect(callScorm12(state, 'LMSGetDiagnostic', ['']).result).toBe('The SCO has stored all that it may.');
    expect(set(state, 'cmi.suspend_data', 'x'.repeat(rest))).toEqual(['true', 0]);
    expect(state.bytes).toBe(5_000);
    expect(JSON.stringify(state.values)).toHaveLength(4_999);
    expect(set(state, 'cmi.core.lesson_location', '')).toEqual(['false', 101]);
    expect(set(state, 'cmi.suspend_data', 'y'.repeat(rest))).toEqual(['true', 0]);
    expect(set(state, 'cmi.suspend_data', '')).toEqual(['true', 0]);
    expect(set(state, 'cmi.core.lesson_location', 'x')).toEqual(['true', 0]);
  });
  it('[RTE-26] of many arrays with hardly anything in them', () => {
    const state = running({ strict: false });
    state.bytesMax = 10_000;
    let n = 0;
    while (set(state, `cmi.interactions.${n}.objectives.0.id`, 'a')[0] === 'true') n++;
    expect(n).toBeGreaterThan(90);
    expect(JSON.stringify([state.values, state.counts]).length).toBeLessThanOrEqual(10_000);
  });
});
