/** SCORM 2004 → report. */
import { isSuspended } from '../scorm2004/lifecycle.ts';
import type { Scorm2004State } from '../scorm2004/state.ts';
import { completionStatusOf, finalCompletionOf, successStatusOf } from '../scorm2004/status.ts';
import { parseInterval } from '../scorm2004/timeinterval.ts';
import type { Answer, ObjectiveReport, Report, Score } from './report.ts';

export function reportOfScorm2004(state: Scorm2004State): Report {
  const ended = state.phase === 'terminated' && !isSuspended(state);
  const score = scoreOf(state, 'score');
  return {
    completion: completionOf(ended ? finalCompletionOf(state) : completionStatusOf(state)),
    success: successStatusOf(state),
    ...(score === undefined ? {} : { score }),
    location: state.values.location ?? '',
    suspended: !ended,
    objectives: objectivesOf(state),
  };
}

const completionOf = (status: string | undefined): Report['completion'] =>
  status === 'completed' || status === 'incomplete' ? status : 'unknown';

function objectivesOf(state: Scorm2004State): ObjectiveReport[] {
  return Array.from({ length: state.counts.objectives ?? 0 }, (_, n) => {
    const field = (name: string): string | undefined => state.values[`objectives.${n}.${name}`];
    const score = scoreOf(state, `objectives.${n}.score`);
    return {
      id: field('id') ?? '',
      completion: completionOf(field('completion_status')),
      success: (field('success_status') as Report['success'] | undefined) ?? 'unknown',
      ...(score === undefined ? {} : { score }),
    };
  });
}

/** `at`: `score`, or that of an objective. */
export function scoreOf({ values }: Scorm2004State, at: string): Score | undefined {
  const parts = (['scaled', 'raw', 'min', 'max'] as const).filter((part) => values[`${at}.${part}`] !== undefined);
  if (!parts.some((part) => part === 'scaled' || part === 'raw')) return undefined;
  return Object.fromEntries(parts.map((part) => [part, Number(values[`${at}.${part}`])]));
}

/** What has been told of interaction `n` so far; undefined while it has no type. */
export function answerOfScorm2004(state: Scorm2004State, n: number): Answer | undefined {
  const field = (name: string): string | undefined => state.values[`interactions.${n}.${name}`];
  const [id, type] = [field('id'), field('type')];
  if (id === undefined || type === undefined) return undefined;
  const list = (array: string, name: string): string[] =>
    Array.from({ length: state.counts[`interactions.${n}.${array}`] ?? 0 }, (_, i) => field(`${array}.${i}.${name}`)!);
  const optional = (key: 'response' | 'result' | 'weighting' | 'description', name: string = key) =>
    field(name) === undefined ? {} : { [key]: field(name) };
  const latency = parseInterval(field('latency') ?? '');
  return {
    id,
    type,
    ...optional('description'),
    patterns: list('correct_responses', 'pattern'),
    ...optional('response', 'learner_response'),
    ...optional('result'),
    ...optional('weighting'),
    ...(latency === undefined ? {} : { latency: latency.hundredths }),
    objectives: list('objectives', 'id'),
  };
}
