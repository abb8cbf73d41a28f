/** Report → SCORM 1.2: the elements that a SCO sets, in order. */
import { formatTimespan } from '../scorm12/timespan.ts';
import { type Answer, type ObjectiveReport, type Report, rounded, type Score, scaledOf } from './report.ts';

/** CMIIdentifier (RTE 1.2, 3.4.4). */
const IDENTIFIER_CHARS_MAX = 255;

export type Element = readonly [name: string, value: string];

/** One status says completion and success; until the part is complete, to have passed is not told (RTE 1.2, 3.4.4). */
function statusOf({ completion, success }: Pick<Report, 'completion' | 'success'>): string {
  if (success === 'failed') return 'failed';
  if (completion !== 'completed') return 'incomplete';
  return success === 'passed' ? 'passed' : 'completed';
}

/** What a SCO of the host says of a report. `hundredths`: what the session took so far. */
export function forScorm12(report: Report, hundredths: number): Element[] {
  return [
    ...scoreElements(report.score, 'cmi.core.score'),
    ['cmi.core.lesson_status', statusOf(report)],
    ['cmi.core.lesson_location', report.location.slice(0, 255)],
    ['cmi.core.session_time', formatTimespan(hundredths)],
    ['cmi.core.exit', report.suspended ? 'suspend' : ''],
  ];
}

/** A score of 1.2 is in per cent (RTE 1.2, 3.4.7); a raw one without a range is taken for that where it can be. */
function scoreElements(score: Score | undefined, at: string): Element[] {
  if (score === undefined) return [];
  const scaled = scaledOf(score);
  if (scaled !== undefined) {
    return [
      [`${at}.raw`, String(rounded(Math.max(0, scaled) * 100))],
      [`${at}.min`, '0'],
      [`${at}.max`, '100'],
    ];
  }
  const { raw } = score;
  return raw === undefined || raw < 0 || raw > 100 ? [] : [[`${at}.raw`, String(rounded(raw))]];
}

/** The elements of the host's objective `at`, the id first. */
export function objectiveForScorm12(objective: ObjectiveReport, at: number): Element[] {
  const { id, completion, success, score } = objective;
  const silent = completion === 'unknown' && success === 'unknown';
  return [
    [`cmi.objectives.${at}.id`, id.replaceAll(/\s/g, '_').slice(0, IDENTIFIER_CHARS_MAX)],
    ...scoreElements(score, `cmi.objectives.${at}.score`),
    [`cmi.objectives.${at}.status`, silent ? 'not attempted' : statusOf(objective)],
  ];
}

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
    element('id', id.replaceAll(/\s/g, '_').slice(0, IDENTIFIER_CHARS_MAX)),
    element('type', TYPES[type] ?? type),
    ...objectives.map((objective, i) => element(`objectives.${i}.id`, objective.slice(0, IDENTIFIER_CHARS_MAX))),
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
