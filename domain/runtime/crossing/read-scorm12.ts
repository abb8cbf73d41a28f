/** SCORM 1.2 → report. */
import { factsOfScorm12, factsOfStatus, scoreOf } from '../adapter/facts-scorm12.ts';
import { spelled } from '../adapter/interaction-scorm12.ts';
import { isSuspended, type LessonStatus } from '../scorm12/lifecycle.ts';
import type { Scorm12State } from '../scorm12/state.ts';
import { parseTimespan } from '../scorm12/timespan.ts';
import type { Answer, ObjectiveReport, Report } from './report.ts';

export function reportOfScorm12(state: Scorm12State): Report {
  const { completion, success, score } = factsOfScorm12(state);
  return {
    completion: completion === 'not attempted' ? 'unknown' : completion,
    success,
    ...(score === undefined ? {} : { score }),
    location: state.values['core.lesson_location'] ?? '',
    suspended: state.phase !== 'finished' || isSuspended(state),
    objectives: objectivesOf(state),
  };
}

function objectivesOf({ values, counts }: Scorm12State): ObjectiveReport[] {
  return Array.from({ length: counts.objectives ?? 0 }, (_, n) => {
    const field = (name: string): string => values[`objectives.${n}.${name}`] ?? '';
    const score = scoreOf((part) => field(`score.${part}`));
    const { completion, success } = factsOfStatus((field('status') || 'not attempted') as LessonStatus);
    return {
      id: field('id'),
      completion: completion === 'not attempted' ? ('unknown' as const) : completion,
      success,
      ...(score === undefined ? {} : { score }),
    };
  }).filter(({ id }) => id !== '');
}

const RESULTS: Readonly<Record<string, string>> = { wrong: 'incorrect' };

/** What has been told of interaction `n` so far; undefined while it has no id. */
export function answerOfScorm12(state: Scorm12State, n: number): Answer | undefined {
  const field = (name: string): string => state.values[`interactions.${n}.${name}`] ?? '';
  if (field('id') === '') return undefined;
  const type = field('type') === '' ? 'other' : field('type');
  const list = (array: string, name: string): string[] =>
    Array.from({ length: state.counts[`interactions.${n}.${array}`] ?? 0 }, (_, i) => field(`${array}.${i}.${name}`));
  const latency = parseTimespan(field('latency'));
  const optional = (name: 'response' | 'result' | 'weighting', value: string) =>
    value === '' ? {} : { [name]: value };
  return {
    id: field('id'),
    type,
    patterns: list('correct_responses', 'pattern').map((pattern) => patternOf(type, spelled(type, pattern))),
    ...optional('response', spelled(type, field('student_response'))),
    ...optional('result', RESULTS[field('result')] ?? field('result')),
    ...optional('weighting', field('weighting')),
    ...(latency === undefined ? {} : { latency }),
    objectives: list('objectives', 'id').filter((id) => id !== ''),
  };
}

/** SCORM 1.2 knows one right number, 2004 a range. */
const patternOf = (type: string, pattern: string): string =>
  type === 'numeric' && pattern !== '' ? `${pattern}[:]${pattern}` : pattern;
