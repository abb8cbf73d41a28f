/** Statements that an AU makes → report: what they say of the activity that was launched, and what was answered in it. */
import { parseInterval } from '../scorm2004/timeinterval.ts';
import type { Answer, Report, Score } from './report.ts';

/** What an AU has said so far. */
export interface Said {
  readonly completed: boolean;
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly score?: Score;
  readonly terminated: boolean;
}

export const SAID_NOTHING: Said = { completed: false, success: 'unknown', terminated: false };

/** cmi5 10.3: when an AU counts as done. An xAPI activity has no such rule: to pass it is to complete it. */
export type MoveOn = 'Passed' | 'Completed' | 'CompletedAndPassed' | 'CompletedOrPassed' | 'NotApplicable';

const VERBS = 'http://adlnet.gov/expapi/verbs/';

/** What was said before, and what a statement of the launched activity adds to it. Others say nothing of it. */
export function listen(said: Said, statement: unknown, activityId: string): Said {
  const { verb, object, result } = parts(statement);
  if (object.id !== activityId) return said;
  const word = String(verb.id ?? '');
  const says = (name: string): boolean => word === VERBS + name;
  const success =
    says('passed') || result.success === true
      ? 'passed'
      : says('failed') || result.success === false
        ? 'failed'
        : said.success;
  const score = scoreOf(result.score);
  return {
    completed: said.completed || says('completed') || result.completion === true,
    // Who has passed stays so: a later try takes nothing away (cmi5 9.3.4).
    success: said.success === 'passed' ? 'passed' : success,
    ...(score === undefined ? (said.score === undefined ? {} : { score: said.score }) : { score }),
    terminated: says('terminated') || (said.terminated && !says('initialized')),
  };
}

export function reportOfStatements(said: Said, moveOn: MoveOn | undefined): Report {
  const passed = said.success === 'passed';
  const done: Readonly<Record<MoveOn, boolean>> = {
    Passed: passed,
    Completed: said.completed,
    CompletedAndPassed: said.completed && passed,
    CompletedOrPassed: said.completed || passed,
    NotApplicable: true,
  };
  const completed = done[moveOn ?? 'CompletedOrPassed'];
  return {
    completion: completed ? 'completed' : 'incomplete',
    success: said.success,
    ...(said.score === undefined ? {} : { score: said.score }),
    location: '',
    suspended: !completed,
  };
}

/** The interaction that a statement answers, if it does. */
export function answerOfStatement(statement: unknown): Answer | undefined {
  const { object, result } = parts(statement);
  const definition = record(object.definition);
  if (typeof object.id !== 'string' || typeof definition.interactionType !== 'string') return undefined;
  const { success, response, duration } = result;
  const raw = record(result.score).raw;
  const told = success === undefined ? raw : success === true ? 'correct' : 'incorrect';
  const latency = typeof duration === 'string' ? parseInterval(duration) : undefined;
  const [description] = Object.values(record(definition.description));
  const patterns = Array.isArray(definition.correctResponsesPattern) ? definition.correctResponsesPattern : [];
  return {
    id: object.id,
    type: definition.interactionType,
    ...(typeof description === 'string' ? { description } : {}),
    patterns: patterns.filter((pattern) => typeof pattern === 'string'),
    ...(typeof response === 'string' ? { response } : {}),
    ...(told === undefined ? {} : { result: String(told) }),
    ...(latency === undefined ? {} : { latency: latency.hundredths }),
    objectives: [],
  };
}

type Json = Readonly<Record<string, unknown>>;

/** An AU may send anything: what is no object has no members. */
const record = (json: unknown): Json => (typeof json === 'object' && json !== null ? (json as Json) : {});

function parts(statement: unknown): { verb: Json; object: Json; result: Json } {
  const { verb, object, result } = record(statement);
  return { verb: record(verb), object: record(object), result: record(result) };
}

function scoreOf(json: unknown): Score | undefined {
  const told = record(json);
  const known = (['scaled', 'raw', 'min', 'max'] as const).filter((part) => typeof told[part] === 'number');
  return known.length === 0 ? undefined : Object.fromEntries(known.map((part) => [part, told[part] as number]));
}
