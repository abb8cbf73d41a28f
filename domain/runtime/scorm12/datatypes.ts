/**
 * The data types of the SCORM 1.2 data model (RTE 1.2, 3.4.4), as predicates. Where real content is known to write
 * more than the standard allows (long suspend data, identifiers with spaces, free responses), a value outside the
 * standard `deviates`: refused in strict mode, kept with a warning otherwise.
 */
import { parseTimespan } from './timespan.ts';

export type Verdict = 'fits' | 'deviates' | 'refused';

/** What a value is judged by: the interaction's type decides what a response may look like. */
export interface TypeContext {
  readonly interactionType?: string | undefined;
}

/** No identifier is longer outside strict mode: it becomes part of an activity's IRI. */
const IDENTIFIER_CHARS_MAX = 1000;

const DECIMAL = /^-?(\d+(\.\d*)?|\.\d+)$/;
const INTEGER = /^-?\d+$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
const IDENTIFIER = /^[\u0021-\u007e]{1,255}$/;

type Check = (value: string, context: TypeContext) => Verdict;

const when = (fits: boolean): Verdict => (fits ? 'fits' : 'refused');
const lenient = (fits: boolean): Verdict => (fits ? 'fits' : 'deviates');
const text =
  (characters: number): Check =>
  (value) =>
    lenient(value.length <= characters);
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    when(words.includes(value));
const integer =
  (lowest: number, highest: number): Check =>
  (value) =>
    when(INTEGER.test(value) && Number(value) >= lowest && Number(value) <= highest);
const decimal: Check = (value) => when(value === '' || DECIMAL.test(value));

/** Response patterns by interaction type (RTE 1.2, 3.4.7, CMIFeedback). Likert and an untyped one are free text. */
const RESPONSES: Readonly<Record<string, RegExp>> = {
  'true-false': /^(0|1|t|f|true|false)$/,
  choice: /^(\{?[a-z0-9](,[a-z0-9])*\}?)$/,
  matching: /^\{?[a-z0-9]\.[a-z0-9](,[a-z0-9]\.[a-z0-9])*\}?$/,
  sequencing: /^[a-z0-9](,[a-z0-9])*$/,
  numeric: DECIMAL,
};

export const DATATYPES = {
  string255: text(255),
  string4096: text(4096),
  identifier: (value) =>
    value === '' || value.length > IDENTIFIER_CHARS_MAX ? 'refused' : lenient(IDENTIFIER.test(value)),
  decimal,
  /** Score of a SCO or an objective: blank, or 0 to 100. */
  score: (value) => when(value === '' || (DECIMAL.test(value) && Number(value) >= 0 && Number(value) <= 100)),
  timespan: (value) => when(value === '' || parseTimespan(value) !== undefined),
  time: (value) => when(TIME.test(value)),
  audio: integer(-1, 100),
  speed: integer(-100, 100),
  text: integer(-1, 1),
  credit: oneOf('credit', 'no-credit'),
  entry: oneOf('ab-initio', 'resume', ''),
  mode: oneOf('browse', 'normal', 'review'),
  exit: oneOf('time-out', 'suspend', 'logout', ''),
  /** A SCO may not say "not attempted" of itself (RTE 1.2, 3.4.7: only the LMS begins with it). */
  lessonStatus: oneOf('passed', 'completed', 'failed', 'incomplete', 'browsed'),
  objectiveStatus: oneOf('passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted'),
  interactionType: oneOf(
    'true-false',
    'choice',
    'fill-in',
    'matching',
    'performance',
    'likert',
    'sequencing',
    'numeric',
  ),
  result: (value) => when(['correct', 'wrong', 'unanticipated', 'neutral'].includes(value) || DECIMAL.test(value)),
  feedback: (value, { interactionType }) => {
    const pattern = interactionType === undefined ? undefined : RESPONSES[interactionType];
    return lenient(value.length <= 255 && (pattern === undefined || value === '' || pattern.test(value)));
  },
} as const satisfies Readonly<Record<string, Check>>;

export type Datatype = keyof typeof DATATYPES;
