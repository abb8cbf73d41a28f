import { describe, expect, it } from 'vitest';
import { CHILDREN, ELEMENTS } from './elements.ts';
import { callScorm12, createScorm12, type Scorm12State } from './index.ts';

const running = (strict = true): Scorm12State => {
  const state = createScorm12({
    strict,
    studentId: 'lrn-1',
    studentName: 'Lovelace, Ada',
    credit: 'no-credit',
    lessonMode: 'browse',
    launchData: 'page=1',
    masteryScore: 70,
    maxTimeAllowed: '01:00:00',
    timeLimitAction: 'exit,message',
    commentsFromLms: 'Welcome',
  });
  callScorm12(state, 'LMSInitialize', ['']);
  // One of each array, so that `n` can be 0.
  callScorm12(state, 'LMSSetValue', ['cmi.objectives.0.score.raw', '']);
  callScorm12(state, 'LMSSetValue', ['cmi.interactions.0.objectives.0.id', 'o']);
  callScorm12(state, 'LMSSetValue', ['cmi.interactions.0.correct_responses.0.pattern', 'x']);
  return state;
};
const get = (state: Scorm12State, element: string) => {
  const { result, errorCode } = callScorm12(state, 'LMSGetValue', [element]);
  return [result, errorCode];
};
const set = (state: Scorm12State, element: string, value: string) => {
  const { result, errorCode } = callScorm12(state, 'LMSSetValue', [element, value]);
  return [result, errorCode];
};

const READ: readonly [string, string][] = [
  ['core.student_id', 'lrn-1'],
  ['core.student_name', 'Lovelace, Ada'],
  ['core.credit', 'no-credit'],
  ['core.entry', 'ab-initio'],
  ['core.total_time', '0000:00:00.00'],
  ['core.lesson_mode', 'browse'],
  ['launch_data', 'page=1'],
  ['comments_from_lms', 'Welcome'],
  ['student_data.mastery_score', '70'],
  ['student_data.max_time_allowed', '01:00:00'],
  ['student_data.time_limit_action', 'exit,message'],
];
const BOTH: readonly [string, string, string][] = [
  ['core.lesson_location', '', 'p7'],
  ['core.lesson_status', 'not attempted', 'passed'],
  ['core.score.raw', '', '80'],
  ['core.score.min', '', '0'],
  ['core.score.max', '', '100'],
  ['suspend_data', '', 'a=1'],
  ['comments', '', 'Good'],
  ['objectives.0.id', '', 'o1'],
  ['objectives.0.score.raw', '', '80'],
  ['objectives.0.score.min', '', '0'],
  ['objectives.0.score.max', '', '100'],
  ['objectives.0.status', 'not attempted', 'not attempted'],
  ['student_preference.audio', '0', '-1'],
  ['student_preference.language', '', 'fr'],
  ['student_preference.speed', '0', '-100'],
  ['student_preference.text', '0', '1'],
];
const WRITE: readonly [string, string][] = [
  ['core.exit', 'time-out'],
  ['core.session_time', '00:00:01'],
  ['interactions.0.id', 'q1'],
  ['interactions.0.objectives.0.id', 'o1'],
  ['interactions.0.time', '10:00:00'],
  ['interactions.0.type', 'choice'],
  ['interactions.0.correct_responses.0.pattern', 'a,b'],
  ['interactions.0.weighting', '-1.5'],
  ['interactions.0.student_response', 'a'],
  ['interactions.0.result', 'wrong'],
  ['interactions.0.latency', '0000:00:09.5'],
];

describe('elements', () => {
  it('[RTE-10] the tables of this test are the data model', () => {
    const names = [...READ, ...BOTH, ...WRITE].map(([name]) => name.replaceAll('.0', '.n'));
    expect(names.sort()).toEqual(Object.keys(ELEMENTS).sort());
  });
  it.each(READ)('[RTE-10] %s can only be read', (name, value) => {
    const state = running();
    expect(get(state, `cmi.${name}`)).toEqual([value, 0]);
    expect(set(state, `cmi.${name}`, value)).toEqual(['false', 403]);
  });
  it.each(BOTH)('[RTE-10] %s is read and set', (name, initial, value) => {
    const state = running();
    expect(get(state, `cmi.${name}`)).toEqual([initial, 0]);
    expect(set(state, `cmi.${name}`, value)).toEqual(['true', 0]);
    expect(get(state, `cmi.${name}`)).toEqual([value, 0]);
  });
  it.each(WRITE)('[RTE-10] %s can only be set', (name, value) => {
    const state = running();
    expect(set(state, `cmi.${name}`, value)).toEqual(['true', 0]);
    expect(get(state, `cmi.${name}`)).toEqual(['', 404]);
    expect(state.values[name]).toBe(value);
  });
  it('[RTE-10] what the package does not say is empty', () => {
    const state = createScorm12({
      strict: true,
      studentId: 'l',
      studentName: 'n',
      credit: 'credit',
      lessonMode: 'normal',
    });
    callScorm12(state, 'LMSInitialize', ['']);
    for (const name of ['launch_data', 'comments_from_lms', 'student_data.mastery_score']) {
      expect(get(state, `cmi.${name}`)).toEqual(['', 0]);
    }
    expect(Object.keys(state.values)).toHaveLength(5);
  });
});

describe('keywords', () => {
  it.each(Object.entries(CHILDREN))('[RTE-11] %s has children', (name, list) => {
    const element = `cmi.${name.replace('.n', '.0')}._children`;
    const state = running();
    expect(get(state, element)).toEqual([list, 0]);
    expect(set(state, element, list)).toEqual(['false', 402]);
    for (const child of list.split(',')) {
      const [, code] = get(
        state,
        `cmi.${name.replace('.n', '.0')}.0.${child}`.replace(/(core|score|student_\w+)\.0/, '$1'),
      );
      expect([0, 404, 201]).toContain(code);
    }
  });
  it.each([
    ['objectives', '1'],
    ['interactions', '1'],
    ['interactions.0.objectives', '1'],
    ['interactions.0.correct_responses', '1'],
  ])('[RTE-11] %s can be counted', (name, count) => {
    const state = running();
    expect(get(state, `cmi.${name}._count`)).toEqual([count, 0]);
    expect(set(state, `cmi.${name}._count`, '9')).toEqual(['false', 402]);
    expect(get(state, `cmi.${name}._count`)).toEqual([count, 0]);
  });
  it('[RTE-11] the version is 3.4 and a keyword', () => {
    const state = running();
    expect(get(state, 'cmi._version')).toEqual(['3.4', 0]);
    expect(set(state, 'cmi._version', '3.4')).toEqual(['false', 402]);
  });
  it.each([
    ['cmi.core.student_id._children', 202],
    ['cmi.suspend_data._children', 202],
    ['cmi.interactions.0.objectives._children', 202],
    ['cmi.core._count', 203],
    ['cmi.core.lesson_status._count', 203],
    ['cmi.comments._count', 203],
    ['cmi.core._version', 201],
    ['cmi.core.nope._children', 201],
    ['cmi.core.nope._count', 201],
    ['cmi._children', 201],
    ['cmi._count', 201],
    ['cmi.nope._children', 401],
    ['cmi.nope._count', 401],
  ])('[RTE-11] reading %s is %i, setting it 402', (element, code) => {
    const state = running();
    expect(get(state, element)).toEqual(['', code]);
    expect(set(state, element, 'x')).toEqual(['false', 402]);
  });
  it.each([
    ['', 201],
    ['cmi', 201],
    ['cmi.', 401],
    ['xyz.score.result', 401],
    ['xyz._children', 401],
    ['cmi.bogus.x', 401],
    ['cmi.core', 201],
    ['cmi.core.bogus', 201],
    ['cmi.core.score', 201],
    ['cmi.objectives', 201],
    ['cmi.objectives.id', 201],
    ['cmi.objectives.0', 201],
    ['cmi.objectives.0.bogus', 201],
    ['cmi.core.0', 201],
    ['cmi.__proto__.x', 401],
    ['cmi.core.constructor', 201],
    ['CMI.core.entry', 401],
    ['cmi.Core.entry', 401],
  ])('[RTE-12] %s is %i', (element, code) => {
    const state = running();
    expect(get(state, element)).toEqual(['', code]);
    expect(set(state, element, 'x')).toEqual(['false', code]);
  });
  it('[RTE-12] a call without its arguments is a wrong name', () => {
    const state = running();
    expect(callScorm12(state, 'LMSGetValue', [])).toMatchObject({ result: '', errorCode: 201 });
    expect(callScorm12(state, 'LMSSetValue', [])).toMatchObject({ result: 'false', errorCode: 201 });
    expect(callScorm12(state, 'LMSSetValue', ['cmi.suspend_data'])).toMatchObject({ result: 'true', errorCode: 0 });
  });
  it('[RTE-14] comments collect', () => {
    const state = running();
    set(state, 'cmi.comments', 'Good. ');
    set(state, 'cmi.comments', 'Long.');
    expect(get(state, 'cmi.comments')).toEqual(['Good. Long.', 0]);
    expect(set(state, 'cmi.comments', 'x'.repeat(4096))).toEqual(['false', 405]);
    expect(get(state, 'cmi.comments')).toEqual(['Good. Long.', 0]);
  });
});
