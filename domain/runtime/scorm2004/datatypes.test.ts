import { describe, expect, it } from 'vitest';
import { DATATYPES, type Datatype } from './datatypes.ts';
import { RESPONSES } from './responses.ts';

const CASES: readonly [Datatype, { fits?: string[]; longer?: string[]; type?: string[]; range?: string[] }][] = [
  ['string250', { fits: ['', 'x'.repeat(250)], longer: ['x'.repeat(251)] }],
  ['string1000', { fits: ['x'.repeat(1000)], longer: ['x'.repeat(1001)] }],
  ['string4000', { fits: ['x'.repeat(4000)], longer: ['x'.repeat(4001)] }],
  ['string64000', { fits: ['x'.repeat(64_000)], longer: ['x'.repeat(64_001)] }],
  [
    'localized250',
    {
      fits: ['', 'x', '{lang=fr-CA}x', '{lang=x-klingon}x', `{lang=en}${'x'.repeat(250)}`, '{other}'],
      longer: [`{lang=en}${'x'.repeat(251)}`],
      type: ['{lang=}x', '{lang=e}x', '{lang=en_US}x'],
    },
  ],
  ['localized4000', { fits: ['x'.repeat(4000)], longer: ['x'.repeat(4001)] }],
  [
    'identifier',
    {
      fits: ['q1', 'http://x.example/a', 'urn:adl:interaction:1', 'x'.repeat(4000)],
      longer: ['x'.repeat(4001)],
      type: ['', ' ', 'a b', 'urn:', 'urn:x', 'urn::x', 'urn:a b:c'],
    },
  ],
  ['real', { fits: ['0', '-1.5', '+2', '.5', '5.', '100000'], type: ['', 'x', '1e3', '1,5', ' 1', '--1', '.'] }],
  ['scaled', { fits: ['-1', '1.0', '0.7'], range: ['1.01', '-1.0001'], type: ['x'] }],
  ['measure', { fits: ['0', '1'], range: ['-0.1', '1.1'], type: [''] }],
  ['level', { fits: ['0', '17'], range: ['-1'], type: ['loud'] }],
  [
    'interval',
    {
      fits: ['PT1M', 'PT01H059M020S', 'P0Y029DT0H', 'P1Y2M3DT4H5M6.78S', 'PT0.5S', 'PT100H', 'P1M'],
      type: ['', 'P', 'PT', 'P1DT', '1M', 'PT1.5M', 'PT1.234S', 'P1W', 'PT1M2H', 'pt1m', 'PT-1M'],
    },
  ],
  [
    'time',
    {
      fits: [
        '1970',
        '2038',
        '2026-11',
        '2028-02-29',
        '2026-11-21T10',
        '2026-11-21T10:59',
        '2026-11-21T10:59:59',
        '2026-11-21T10:59:59.123Z',
        '2026-11-21T10:59:59Z',
        '2026-11-21T23:59:59.1+05:30',
        '2026-11-21T23:59:59.1-05',
      ],
      type: [
        '',
        '1969',
        '2039',
        '26',
        '2026-00',
        '2026-13',
        '2026-02-29',
        '2026-11-31',
        '2026-11-00',
        '2026-11-21T24',
        '2026-11-21T10:60',
        '2026-11-21T10:00:60',
        '2026-11-21T10Z',
        '2026-11-21T10:00:00.1234567',
        '2026-11-21 10:00:00',
        'x2026',
        '2026-11-21T10:00:00+1',
      ],
    },
  ],
  ['language', { fits: ['', 'en', 'de-CH', 'i-klingon', 'sgn-BE'], type: ['e', 'english', 'en_US', 'en-'] }],
  ['captioning', { fits: ['-1', '0', '1'], type: ['2', '', 'on'] }],
  ['exit', { fits: ['', 'time-out', 'suspend', 'logout', 'normal'], type: ['Normal', 'quit'] }],
  ['completion', { fits: ['completed', 'incomplete', 'not attempted', 'unknown'], type: ['', 'passed'] }],
  ['success', { fits: ['passed', 'failed', 'unknown'], type: ['', 'completed'] }],
  ['interactionType', { fits: ['long-fill-in', 'performance', 'other'], type: ['', 'essay'] }],
  ['result', { fits: ['correct', 'incorrect', 'unanticipated', 'neutral', '0.5'], type: ['wrong', '', '1e1'] }],
  [
    'navigation',
    {
      fits: ['continue', 'previous', 'exitAll', 'suspendAll', '_none_', '{target=a}choice', '{target=a.b}jump'],
      type: ['', 'choice', '{target=}choice', '{target=a}continue', 'Continue'],
    },
  ],
];

describe('data types', () => {
  it.each(CASES)('[R04-9] %s', (type, cases) => {
    for (const [verdict, values] of Object.entries(cases)) {
      for (const value of values)
        expect([value.slice(0, 40), DATATYPES[type](value)]).toEqual([value.slice(0, 40), verdict]);
    }
  });
});

interface Case {
  readonly response?: readonly string[];
  readonly badResponse?: readonly string[];
  readonly pattern?: readonly string[];
  readonly badPattern?: readonly string[];
}

const TYPES: Readonly<Record<string, Case>> = {
  'true-false': { response: ['true', 'false'], badResponse: ['t', '1', ''], badPattern: ['True'] },
  choice: {
    response: ['', 'a', 'a[,]b', 'urn:x:y'],
    badResponse: ['a[,]a', 'a b', 'a[,]', '[,]'],
    badPattern: ['a[,]a'],
  },
  'fill-in': {
    response: ['', 'any text', '{lang=en}car[,]{lang=de}Auto'],
    badResponse: ['{lang=!}x'],
    pattern: ['{case_matters=true}{order_matters=false}{lang=en}car[,]bus', '{order_matters=true}a', 'car'],
    badPattern: ['{case_matters=yes}car', '{order_matters=true}{case_matters=1}car', '{lang=!}x'],
  },
  'long-fill-in': {
    response: ['x'.repeat(4000)],
    badResponse: ['{lang=!}x'],
    pattern: ['{case_matters=false}{lang=en}long', '{order_matters=x}is text here'],
    badPattern: ['{case_matters=x}long'],
  },
  matching: { response: ['', '1[.]a[,]2[.]b'], badResponse: ['1', '1[.]', '1[.]a[.]b', '1[.]a[,]'] },
  performance: {
    response: ['step[.]done', '[.]done', 'step[.]', 'a[.]1[,]b[.]2'],
    badResponse: ['', '[.]', 'step', 'a b[.]x', 'a[.]b[.]c'],
    pattern: ['{order_matters=false}s[.]1[:]5[,]t[.]x', 's[.][:]5', 's[.]5[:]'],
    badPattern: ['{order_matters=no}s[.]x', 's[.]6[:]5', 's[.]x[:]5', 's[.]1[:]2[:]3'],
  },
  sequencing: { response: ['a[,]b[,]a', ''], badResponse: ['a[,] b'] },
  likert: { response: ['strongly-agree'], badResponse: ['', 'a b'] },
  numeric: {
    response: ['4', '-2.5'],
    badResponse: ['', 'four', '1[:]2'],
    pattern: ['4[:]5', '[:]5', '4[:]', '[:]', '4[:]4'],
    badPattern: ['4', '5[:]4', 'a[:]b', '1[:]2[:]3'],
  },
  other: { response: ['', 'anything at all [,] [.]'] },
};

describe('responses', () => {
  it.each(Object.entries(TYPES))('[R04-10] %s', (type, cases) => {
    const rule = RESPONSES[type]!;
    const judged = (check: (value: string) => string, values: readonly string[] = []) =>
      values.map((value) => [value, check(value)]);
    const all = (values: readonly string[] = [], verdict: string) => values.map((value) => [value, verdict]);
    expect(judged(rule.response, cases.response)).toEqual(all(cases.response, 'fits'));
    expect(judged(rule.response, cases.badResponse)).toEqual(all(cases.badResponse, 'type'));
    expect(judged(rule.pattern, cases.pattern ?? cases.response?.slice(0, 1))).toEqual(
      all(type === 'numeric' ? cases.pattern : (cases.pattern ?? cases.response?.slice(0, 1)), 'fits'),
    );
    expect(judged(rule.pattern, cases.badPattern)).toEqual(all(cases.badPattern, 'type'));
  });
  it('[R04-10] every type has its rule', () => {
    const types = Object.keys(RESPONSES);
    expect(Object.keys(TYPES)).toEqual(types);
    expect(types.map((type) => DATATYPES.interactionType(type))).toEqual(types.map(() => 'fits'));
  });
  it('[R04-10] long ones are kept', () => {
    const long = 'x'.repeat(251);
    expect(RESPONSES.choice!.response(`a[,]${long}`)).toBe('longer');
    expect(RESPONSES['fill-in']!.response(long)).toBe('longer');
    expect(RESPONSES.performance!.response(`${long}[.]x`)).toBe('longer');
    expect(RESPONSES.other!.response('x'.repeat(4001))).toBe('longer');
    expect(RESPONSES.matching!.response(`a b[.]${long}`)).toBe('type');
  });
});
