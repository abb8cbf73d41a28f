/**
 * The data types of the SCORM 2004 data model (RTE 4.1.1), as judgements of a value. The sizes of the standard are the
 * least that a platform has to keep ("smallest permitted maximum"), so more is kept too and only noticed.
 */
import { parseInterval } from './timeinterval.ts';

/** `longer`: above the smallest permitted maximum. `type` is error 406, `range` 407. */
export type Verdict = 'fits' | 'longer' | 'type' | 'range';

const REAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const LANGUAGE = /^([A-Za-z]{2,3}|[ix])(-[A-Za-z0-9]{1,8})*$/;
const LANGUAGE_PREFIX = /^\{lang=([^}]*)\}/;
const URN = /^urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:\S+$/i;
const TIME =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,6})?(?:Z|[+-]\d{2}(?::\d{2})?)?)?)?)?)?)?$/;

export type Check = (value: string) => Verdict;

const when = (fits: boolean): Verdict => (fits ? 'fits' : 'type');
const within = (value: string, characters: number): Verdict => (value.length <= characters ? 'fits' : 'longer');
const text =
  (characters: number): Check =>
  (value) =>
    within(value, characters);
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    when(words.includes(value));

/** real(10,7): a decimal; outside of its range it is 407, and what is no number is 406. */
const real =
  (lowest: number, highest: number): Check =>
  (value) =>
    !REAL.test(value) ? 'type' : Number(value) >= lowest && Number(value) <= highest ? 'fits' : 'range';

export const anyReal: Check = real(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);

/** localized_string_type: a text that may begin with its language (RTE 4.1.1.3). */
export const localized =
  (characters: number): Check =>
  (value) => {
    const prefix = LANGUAGE_PREFIX.exec(value);
    if (prefix !== null && !LANGUAGE.test(prefix[1]!)) return 'type';
    return within(prefix === null ? value : value.slice(prefix[0].length), characters);
  };

/** long_identifier_type and short_identifier_type: a URI, so without spaces; a URN names its namespace (RTE 4.1.1.2). */
export const identifier =
  (characters: number): Check =>
  (value) => {
    if (value === '' || /\s/.test(value)) return 'type';
    if (/^urn:/i.test(value) && !URN.test(value)) return 'type';
    return within(value, characters);
  };

/** time(second,10,0): from a year of 1970 to 2038 alone to a second with its zone (RTE 4.1.1.6). */
function isTime(value: string): boolean {
  const match = TIME.exec(value);
  if (match === null) return false;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part, at) => Number(part ?? (at < 3 ? 1 : 0)));
  if (year! < 1970 || year! > 2038 || hour! > 23 || minute! > 59 || second! > 59) return false;
  return month! >= 1 && month! <= 12 && day! >= 1 && day! <= new Date(Date.UTC(year!, month!, 0)).getUTCDate();
}

/** What a SCO may ask of the navigation (RTE 4.2 of the SN book): a word, or a target with choice or jump. */
const NAVIGATION =
  /^(continue|previous|exit|exitAll|abandon|abandonAll|suspendAll|_none_|\{target=[^{}\s]+\}(choice|jump))$/;

export const DATATYPES = {
  string250: text(250),
  string1000: text(1000),
  string4000: text(4000),
  string64000: text(64_000),
  localized250: localized(250),
  localized4000: localized(4000),
  identifier: identifier(4000),
  real: anyReal,
  /** A score's `scaled`. */
  scaled: real(-1, 1),
  measure: real(0, 1),
  level: real(0, Number.POSITIVE_INFINITY),
  interval: (value) => when(parseInterval(value) !== undefined),
  time: (value) => when(isTime(value)),
  language: (value) => when(value === '' || LANGUAGE.test(value)),
  captioning: oneOf('-1', '0', '1'),
  credit: oneOf('credit', 'no-credit'),
  entry: oneOf('ab-initio', 'resume', ''),
  mode: oneOf('browse', 'normal', 'review'),
  exit: oneOf('time-out', 'suspend', 'logout', 'normal', ''),
  completion: oneOf('completed', 'incomplete', 'not attempted', 'unknown'),
  success: oneOf('passed', 'failed', 'unknown'),
  timeLimitAction: oneOf('exit,message', 'continue,message', 'exit,no message', 'continue,no message'),
  interactionType: oneOf(
    'true-false',
    'choice',
    'fill-in',
    'long-fill-in',
    'matching',
    'performance',
    'sequencing',
    'likert',
    'numeric',
    'other',
  ),
  result: (value) => when(['correct', 'incorrect', 'unanticipated', 'neutral'].includes(value) || REAL.test(value)),
  navigation: (value) => when(NAVIGATION.test(value)),
} as const satisfies Readonly<Record<string, Check>>;

export type Datatype = keyof typeof DATATYPES;
