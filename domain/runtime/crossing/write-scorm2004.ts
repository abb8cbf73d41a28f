/** Report → SCORM 2004: the elements that a SCO sets, in order. */
import { formatInterval } from '../scorm2004/timeinterval.ts';
import { type Answer, type ObjectiveReport, type Report, rounded, type Score, scaledOf } from './report.ts';
import type { Element } from './write-scorm12.ts';

/** What a SCO of the host says of a report. `hundredths`: what the session took so far. */
export function forScorm2004(report: Report, hundredths: number): Element[] {
  return [
    ...scoreElements(report.score, 'cmi.score'),
    ['cmi.completion_status', report.completion],
    ['cmi.success_status', report.success],
    ['cmi.location', report.location.slice(0, 1000)],
    ['cmi.session_time', formatInterval({ months: 0, hundredths })],
    ['cmi.exit', report.suspended ? 'suspend' : 'normal'],
  ];
}

/** Without a scaled score it is the share of the range, if there is one: a passing score is compared with it. */
function scoreElements(score: Score | undefined, at: string): Element[] {
  if (score === undefined) return [];
  const { raw, min, max } = score;
  return Object.entries({ scaled: scaledOf(score), raw, min, max }).flatMap(([part, value]) =>
    value === undefined ? [] : [[`${at}.${part}`, String(rounded(value))] as const],
  );
}

/** The elements of the host's objective `at`, the id first. */
export function objectiveForScorm2004({ id, completion, success, score }: ObjectiveReport, at: number): Element[] {
  return [
    [`cmi.objectives.${at}.id`, id.replaceAll(/\s/g, '_')],
    ...scoreElements(score, `cmi.objectives.${at}.score`),
    [`cmi.objectives.${at}.completion_status`, completion],
    [`cmi.objectives.${at}.success_status`, success],
  ];
}

/** The elements of the host's interaction `at`. */
export function answerForScorm2004(answer: Answer, at: number): Element[] {
  const { id, type, patterns, response, result, weighting, latency, objectives, description } = answer;
  const element = (name: string, value: string): Element => [`cmi.interactions.${at}.${name}`, value];
  const optional = (name: string, value: string | undefined): Element[] =>
    value === undefined ? [] : [element(name, value)];
  return [
    element('id', id.replaceAll(/\s/g, '_')),
    element('type', type),
    ...objectives.map((objective, i) => element(`objectives.${i}.id`, objective)),
    ...patterns.map((pattern, i) => element(`correct_responses.${i}.pattern`, pattern)),
    ...optional('weighting', weighting),
    ...optional('learner_response', response),
    ...optional('result', result),
    ...optional('latency', latency === undefined ? undefined : formatInterval({ months: 0, hundredths: latency })),
    ...optional('description', description?.slice(0, 250)),
  ];
}
