import type { Random } from './random.ts';
import { leaf, type Node } from './tree.ts';

const quoted = (texts: readonly string[]) => texts.map((text) => JSON.stringify(text));

/** JSON texts that are at the edge of their kind, or beyond it. */
const LEAVES: readonly (readonly string[])[] = [
  ['null', 'true', 'false', '{}', '[]', '""', '[null]', '{"":""}'],
  ['0', '-0', '-1', '1.0', '1e400', '-1e400', '1e-400', '0.1e1', '9007199254740993', '1E+2', '01', '+1', '.5', 'NaN'],
  // Whole and broken escapes, lone surrogates, characters that texts often stumble over.
  ['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\q"', '"\t"', '"\\u202e\\u0000\\ufeff"', "'a'", '"unfinished'],
  quoted(['', ' ', '\u0000', '🙂', 'e\u0301', '\u2028', 'İ', 'ß', '__proto__', 'constructor', 'toString', 'null']),
  quoted([
    'http://example.com/a',
    'HTTP://EXAMPLE.COM',
    'http://[::1]/',
    'urn:x',
    'a:b',
    'http://exa mple.com',
    '//example.com',
    'http://例え.jp/å',
    'javascript:alert(1)',
    'http://',
    '%',
  ]),
  quoted([
    '12345678-1234-4234-8234-123456789abc',
    '12345678-1234-4234-8234-123456789ABC',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '{12345678-1234-4234-8234-123456789abc}',
    '123456781234423482341234567890ab',
    '12345678-1234-4234-8234-123456789abg',
  ]),
  quoted([
    '2024-02-29T12:00:00Z',
    '2023-02-29T12:00:00Z',
    '2024-12-31T23:59:60Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:00:00.1234567890123Z',
    '2024-01-01T00:00:00+14:00',
    '2024-01-01T00:00:00-00:00',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59.999999999-23:59',
    '+275760-09-13T00:00:00Z',
    '-271821-04-20T00:00:00Z',
    '2024-01-01',
    '20240101T000000Z',
    '2024-W01-1T00:00:00Z',
    '1e10',
  ]),
  quoted([
    'P1D',
    'PT0S',
    'P',
    'PT',
    'P4W',
    'P4W1D',
    'PT1.5H2M',
    'P99999999999999999999999Y',
    'PT0.0000000001S',
    '-P1D',
  ]),
  quoted([
    'en',
    'en-US',
    'zh-Hant-TW',
    'x-private',
    'i-klingon',
    'de-DE-1996-u-co-phonebk',
    'en_US',
    '*',
    'und',
    'a'.repeat(9),
  ]),
  quoted(['mailto:a@b.example', 'mailto:', 'mailto:A@B.EXAMPLE', 'MAILTO:a@b.example', 'mailto:a@b@c', 'a@b.example']),
  quoted(['Agent', 'agent', 'Group', 'Person', 'Activity', 'StatementRef', 'SubStatement', 'Substatement']),
  quoted(['choice', 'true-false', 'fill-in', 'matching', 'numeric', 'other', 'likert', 'sequencing', 'performance']),
  quoted(['1.0', '1.0.3', '2.0.0', '0.9', '1.0.', '3']),
];

/** How deep a value may be nested in a case: well beyond what the store takes. */
const DEEPEST = 3000;
const LONGEST_CHARACTERS = 200_000;

export function anyValue(random: Random): Node {
  const rare = random.int(400);
  if (rare === 0) return deep(random);
  if (rare === 1) return leaf(JSON.stringify('x'.repeat(random.int(LONGEST_CHARACTERS))));
  if (rare === 2) return { kind: 'array', items: Array.from({ length: random.int(2000) }, () => leaf('"a"')) };
  return leaf(random.pick(random.pick(LEAVES)));
}

function deep(random: Random): Node {
  const levels = random.int(DEEPEST);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['{"objectType":"SubStatement","object":', '}'],
    ['{"objectType":"Group","member":[', ']}'],
  ]);
  return leaf(`${open!.repeat(levels)}1${close!.repeat(levels)}`);
}

/** A string from the same shelf, without its quotes: for queries and headers. */
export function anyText(random: Random): string {
  try {
    const value: unknown = JSON.parse(random.pick(random.pick(LEAVES)));
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return random.pick(['unfinished', "'a'", '%', '%zz', '%00', '%ff%fe', '+', '&', '=', '#', '\\', '<script>']);
  }
}
