import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonBytes } from '../element-store.ts';
import { DATATYPES, type Datatype } from './datatypes.ts';
import { callScorm12, createScorm12 } from './index.ts';
import { formatTimespan, parseTimespan } from './timespan.ts';

const judge = (type: Datatype, value: string) => DATATYPES[type](value, {});
const xs = (n: number) => 'x'.repeat(n);

describe('vocabularies', () => {
  it.each<[Datatype, string[]]>([
    ['lessonStatus', ['passed', 'completed', 'failed', 'incomplete', 'browsed']],
    ['objectiveStatus', ['passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted']],
    ['exit', ['time-out', 'suspend', 'logout', '']],
    ['credit', ['credit', 'no-credit']],
    ['entry', ['ab-initio', 'resume', '']],
    ['mode', ['browse', 'normal', 'review']],
    [
      'interactionType',
      ['true-false', 'choice', 'fill-in', 'matching', 'performance', 'likert', 'sequencing', 'numeric'],
    ],
    ['result', ['correct', 'wrong', 'unanticipated', 'neutral', '0.5', '-1']],
  ])('[RTE-20] %s', (type, words) => {
    for (const word of words) expect([word, judge(type, word)]).toEqual([word, 'fits']);
    for (const word of words.filter((w) => /[a-z]/.test(w))) expect(judge(type, word.toUpperCase())).toBe('refused');
    expect([judge(type, 'done'), judge(type, `${words[0]} `)]).toEqual(['refused', 'refused']);
    if (!words.includes('')) expect(judge(type, '')).toBe('refused');
  });
  it('[RTE-20] a SCO cannot say "not attempted" of itself', () => {
    expect(judge('lessonStatus', 'not attempted')).toBe('refused');
  });
});

describe('numbers', () => {
  it.each<[Datatype, string[], string[]]>([
    [
      'score',
      ['', '0', '100', '99.99', '66.66666666666667', '.5', '7.', '-0'],
      ['-1', '100.1', '1e1', 'abc', ' ', '1,5', '+1', '.', '5 0'],
    ],
    ['decimal', ['', '-3.5', '100000'], ['1e1', 'x', '--1']],
    ['audio', ['-1', '0', '100'], ['-2', '101', '1.5', '', 'x']],
    ['speed', ['-100', '100'], ['-101', '101', '']],
    ['text', ['-1', '0', '1'], ['-2', '2', '0.5']],
  ])('[RTE-21] %s', (type, good, bad) => {
    for (const value of good) expect([value, judge(type, value)]).toEqual([value, 'fits']);
    for (const value of bad) expect([value, judge(type, value)]).toEqual([value, 'refused']);
  });
});

describe('times', () => {
  it.each<[Datatype, string[], string[]]>([
    [
      'timespan',
      ['', '00:00:00', '0000:00:00.00', '9999:99:99.99', '123:45:06.7'],
      [
        '10000:00:00',
        '0:00:00',
        '00:0:00',
        '00:00:0',
        '00:00:00.',
        '00:00:00.123',
        '-00:00:01',
        'PT1S',
        '00:00',
        ' 00:00:00',
        '00:00:00 ',
      ],
    ],
    [
      'time',
      ['00:00:00', '23:59:59', '09:05:03.25', '19:00:00.5'],
      ['24:00:00', '12:60:00', '12:00:60', '9:05:03', '', '12:00', '12:00:00.123', 'x12:00:00'],
    ],
  ])('[RTE-22] %s', (type, good, bad) => {
    for (const value of good) expect([value, judge(type, value)]).toEqual([value, 'fits']);
    for (const value of bad) expect([value, judge(type, value)]).toEqual([value, 'refused']);
  });
  it('[RTE-22] in hundredths of a second', () => {
    expect(parseTimespan('0001:02:03.45')).toBe(372_345);
    expect(parseTimespan('01:02:03.4')).toBe(372_340);
    expect(parseTimespan('01:02:03')).toBe(372_300);
    expect(formatTimespan(372_345)).toBe('0001:02:03.45');
    expect(formatTimespan(0)).toBe('0000:00:00.00');
  });
  it('[RTE-22] every sum can be written and read again, up to the most that the format can say', () => {
    const most = parseTimespan('9999:99:99.99')!;
    const written = (sum: number) => parseTimespan(formatTimespan(sum));
    fc.assert(fc.property(fc.integer({ min: 0, max: most }), (sum) => written(sum) === sum));
    expect([written(most), written(most + 1), written(most * 2)]).toEqual([most, most, most]);
    expect(formatTimespan(9999 * 360_000 + 60 * 6_000)).toBe('9999:60:00.00');
  });
});

describe('text', () => {
  it('[RTE-23] longer than the standard deviates', () => {
    expect([judge('string255', xs(255)), judge('string255', xs(256))]).toEqual(['fits', 'deviates']);
    expect([judge('string4096', xs(4096)), judge('string4096', xs(4097))]).toEqual(['fits', 'deviates']);
    expect([judge('string255', ''), judge('string4096', 'é\n')]).toEqual(['fits', 'fits']);
  });
  it('[RTE-24] identifiers', () => {
    for (const id of ['a', 'urn:x#1', '!~', xs(255)]) expect(judge('identifier', id)).toBe('fits');
    for (const id of ['a b', xs(256), 'é', 'a\n', ' ', '\u007f']) expect(judge('identifier', id)).toBe('deviates');
    expect([judge('identifier', ''), judge('identifier', xs(1000)), judge('identifier', xs(1001))]).toEqual([
      'refused',
      'deviates',
      'refused',
    ]);
  });
  it.each<[string, string[], string[]]>([
    ['true-false', ['0', '1', 't', 'f', 'true', 'false', ''], ['yes', '2', 'tt', 'T']],
    ['choice', ['a', 'a,b', '{a,b}', '1', ''], ['ab', 'a;b', 'A', 'a,', ',a']],
    ['matching', ['a.1', '{a.1,b.2}', ''], ['a', 'a.1;b.2', 'a.1,', 'aa.1']],
    ['sequencing', ['a,b,c', 'a', ''], ['ab', '{a}', 'a,']],
    ['numeric', ['1', '-2.5', ''], ['x', '1-2']],
    ['fill-in', ['anything at all', ''], []],
    ['performance', ['anything at all'], []],
    ['likert', ['7', 'often'], []],
  ])('[RTE-25] responses of %s', (interactionType, good, bad) => {
    for (const value of good) expect([value, DATATYPES.feedback(value, { interactionType })]).toEqual([value, 'fits']);
    for (const value of bad)
      expect([value, DATATYPES.feedback(value, { interactionType })]).toEqual([value, 'deviates']);
    expect(DATATYPES.feedback(xs(256), { interactionType })).toBe('deviates');
  });
  it('[RTE-25] without a type only the length counts', () => {
    expect([DATATYPES.feedback(xs(255), {}), DATATYPES.feedback(xs(256), {})]).toEqual(['fits', 'deviates']);
  });
});

describe('strict and lenient', () => {
  const running = (strict: boolean) => {
    const state = createScorm12({ strict, studentId: 'l', studentName: 'n', credit: 'credit', lessonMode: 'normal' });
    callScorm12(state, 'LMSInitialize', ['']);
    return state;
  };
  it.each([
    ['cmi.suspend_data', xs(4097), 'cmi.suspend_data: 4097 characters that are not of type string4096.'],
    ['cmi.objectives.0.id', 'Two words', 'cmi.objectives.0.id: 9 characters that are not of type identifier.'],
    ['cmi.core.lesson_location', xs(300), 'cmi.core.lesson_location: 300 characters that are not of type string255.'],
  ])('[RTE-23] %s beyond the standard: 405, or kept with a warning', (element, value, warning) => {
    expect(callScorm12(running(true), 'LMSSetValue', [element, value])).toMatchObject({
      result: 'false',
      errorCode: 405,
      recorded: false,
      warnings: [],
    });
    const state = running(false);
    expect(callScorm12(state, 'LMSSetValue', [element, value])).toEqual({
      result: 'true',
      errorCode: 0,
      recorded: true,
      warnings: [warning],
    });
    expect(callScorm12(state, 'LMSGetValue', [element]).result).toBe(value);
  });
  it.each([
    ['cmi.core.score.raw', '101'],
    ['cmi.core.session_time', '10000:00:00'],
    ['cmi.interactions.0.latency', '10000:00:00'],
    ['cmi.objectives.0.id', ''],
    ['cmi.core.lesson_status', 'not attempted'],
  ])('[RTE-21] %s = "%s" is refused either way', (element, value) => {
    for (const strict of [true, false]) {
      expect(callScorm12(running(strict), 'LMSSetValue', [element, value]).errorCode).toBe(405);
    }
  });
  it("[RTE-25] the interaction's own type decides", () => {
    const state = running(true);
    const set = (element: string, value: string) => callScorm12(state, 'LMSSetValue', [element, value]).errorCode;
    expect(set('cmi.interactions.0.student_response', 'free words')).toBe(0);
    expect(set('cmi.interactions.0.type', 'numeric')).toBe(0);
    expect(set('cmi.interactions.0.student_response', 'free words')).toBe(405);
    expect(set('cmi.interactions.1.student_response', 'free words')).toBe(0);
    expect(set('cmi.interactions.0.correct_responses.0.pattern', 'x')).toBe(405);
    expect(set('cmi.interactions.0.correct_responses.0.pattern', '4')).toBe(0);
  });
});

describe('size', () => {
  it('[RTE-26] bounds what a value takes as JSON in UTF-8', () => {
    const real = (value: string) => new TextEncoder().encode(JSON.stringify(value)).length;
    const unit = fc.constantFrom('a', '"', '\\', '\n', '\u0000', 'é', '\u0800', '\uffff', '😀', '\ud83d', '\ude00');
    fc.assert(fc.property(fc.string({ unit, maxLength: 40 }), (text) => jsonBytes(text) >= real(text)));
    for (const exact of ['', 'plain ASCII~', '"\\', 'é\u07ff', '\u0800\uffff', '\u0000\u001f', '\ud800', '\udfff']) {
      expect([exact, jsonBytes(exact)]).toEqual([exact, real(exact)]);
    }
  });
});
