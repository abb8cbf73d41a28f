/** Report → SCORM 1.2: the elements that a SCO sets, in order. */
import { formatTimespan } from '../scorm12/timespan.ts';
import { type Answer, type Report, rounded, type Score } from './report.ts';

export type Element = readonly [name: string, value: string];

/** One status says completion and success; until the part is complete, to have passed is not told (RTE 1.2, 3.4.4). */
export function statusForScorm12({ completion, success }: Report): string {
  if (success === 'failed') return 'failed';
  if (completion !== 'completed') return 'incomplete';
  return success === 'passed' ? 'passed' : 'completed';
}

/** What a SCO of the host says of a report. `hundredths`: what the session took so far. */
export function forScorm12(report: Report, hundredths: number): Element[] {
  return [
    ...scoreElements(report.score),
    ['cmi.core.lesson_status', statusForScorm12(report)],
    ['cmi.core.lesson_location', report.location.slice(0, 255)],
    ['cmi.core.session_time', formatTimespan(hundredths)],
    ['cmi.core.exit', report.suspended ? 'suspend' : ''],
  ];
}

const inRange = (value: number | undefined): boolean => value === undefined || (value >= 0 && value <= 100);

/** 0 to 100: the raw score where it lies in there, else its share of its range, else the scaled one. */
function scoreElements(score: Score | undefined): Element[] {
  if (score === undefined) return [];
  const { raw, min, max, scaled } = score;
  if (
    raw !== undefined &&
    inRange(raw) &&
    inRange(min) &&
    inRange(max) &&
    (scaled === undefined || max !== undefined)
  ) {
    return elements({ raw, min, max });
  }
  if (scaled !== undefined) return elements({ raw: rounded(Math.max(0, scaled) * 100), min: 0, max: 100 });
  if (raw === undefined || min === undefined || max === undefined || max <= min) return [];
  const share = Math.min(1, Math.max(0, (raw - min) / (max - min)));
  return elements({ raw: rounded(share * 100), min: 0, max: 100 });
}

const elements = (score: Readonly<Record<'raw' | 'min' | 'max', number | undefined>>): Element[] =>
  Object.entries(score).flatMap(([part, value]) =>
    value === undefined ? [] : [[`cmi.core.score.${part}`, String(value)] as const],
  );

/** Types that SCORM 1.2 does not have, by what comes next to them. */
const TYPES: Readonly<Record<string, string>> = { 'long-fill-in': 'fill-in', other: 'fill-in' };
const RESULTS: Readonly<Record<string, string>> = { incorrect: 'wrong' };

/** What 1.2 keeps of a response or a pattern (RTE 1.2, 3.4.7: CMIFeedback). */
const FEEDBACK_CHARS_MAX = 255;

/** `a[,]b` is `a,b`, `a[.]1` is `a.1`, a range of one number is the number; languages and switches are not told. */
function spell(type: string, text: string): string {
  const [, low, high] = type === 'numeric' ? (/^(.*)\[:\](.*)$/s.exec(text) ?? []) : [];
  if (low !== undefined) return low === high ? low : '';
  const bare = text.replace(/^(\{[a-z_]+=[^}]*\})+/, '');
  return bare.replaceAll('[,]', ',').replaceAll('[.]', '.').slice(0, FEEDBACK_CHARS_MAX);
}

/** The elements of the host's interaction `at`. */
export function answerForScorm12(answer: Answer, at: number): Element[] {
  const { id, type, patterns, response, result, weighting, latency, objectives } = answer;
  const element = (name: string, value: string): Element => [`cmi.interactions.${at}.${name}`, value];
  const optional = (name: string, value: string | undefined): Element[] =>
    value === undefined || value === '' ? [] : [element(name, value)];
  return [
    element('id', id.replaceAll(/\s/g, '_').slice(0, 255)),
    element('type', TYPES[type] ?? type),
    ...objectives.map((objective, i) => element(`objectives.${i}.id`, objective.slice(0, 255))),
    ...patterns
      .map((pattern) => spell(type, pattern))
      .filter((pattern) => pattern !== '')
      .map((pattern, i) => element(`correct_responses.${i}.pattern`, pattern)),
    ...optional('weighting', weighting),
    ...optional('student_response', response === undefined ? undefined : spell(type, response)),
    ...optional('result', result === undefined ? undefined : (RESULTS[result] ?? result)),
    ...optional('latency', latency === undefined ? undefined : formatTimespan(latency)),
  ];
}
