import type { Score } from '../statement/types.ts';
import type { Facts, Mark } from './facts.ts';

export interface Outcome {
  readonly completion: 'unknown' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly score: Score | null;
  /** Seconds spent, over all sessions. Null when no statement told any. */
  readonly seconds: number | null;
}

/** A take of an activity within a registration; `n` counts from 1. Times are microseconds since 1970. */
export interface Attempt extends Outcome {
  readonly n: number;
  readonly openedAt: number;
  readonly state: 'active' | 'suspended' | 'closed';
  readonly closedAt: number | null;
  readonly closedBy: 'terminated' | 'abandoned' | 'completed' | null;
}

const OPENS: ReadonlySet<Mark['verb']> = new Set(['attempted', 'initialized', 'resumed']);
const ENDS_SESSION: ReadonlySet<Mark['verb']> = new Set(['suspended', 'terminated', 'abandoned']);

/**
 * [PRJ-3] to [PRJ-6]: the attempts that the facts tell, oldest first; voided marks tell nothing. The first mark opens the
 * first attempt, whatever it says; after an attempt has closed only an opening verb begins another, and late outcomes
 * still count for the last one.
 */
export function attemptsOf({ marks, course }: Facts): Attempt[] {
  const takes: Mark[][] = [];
  const closings: (Mark | undefined)[] = [];
  for (const mark of marks) {
    if (mark.voided) continue;
    const last = takes.length - 1;
    if (last < 0 || (closings[last] !== undefined && OPENS.has(mark.verb))) {
      takes.push([mark]);
      closings.push(closes(mark, course) ? mark : undefined);
    } else {
      takes[last]!.push(mark);
      if (closings[last] === undefined && closes(mark, course)) closings[last] = mark;
    }
  }
  return takes.map((take, i) => ({ n: i + 1, openedAt: take[0]!.at, ...endOf(take, closings[i]), ...outcomeOf(take) }));
}

/** A course ends with its completion; everything else with the end of its last session. */
const closes = (mark: Mark, course: boolean): boolean =>
  mark.verb === 'terminated' || mark.verb === 'abandoned' || (course && mark.verb === 'completed');

function endOf(take: readonly Mark[], closing: Mark | undefined): Pick<Attempt, 'state' | 'closedAt' | 'closedBy'> {
  if (closing !== undefined) {
    return { state: 'closed', closedAt: closing.at, closedBy: closing.verb as Attempt['closedBy'] };
  }
  const last = take.findLast((mark) => OPENS.has(mark.verb) || mark.verb === 'suspended');
  return { state: last?.verb === 'suspended' ? 'suspended' : 'active', closedAt: null, closedBy: null };
}

/** Completion is never taken back; success and score are what was said last. */
export function outcomeOf(marks: readonly Mark[]): Outcome {
  let completion: Outcome['completion'] = 'unknown';
  let success: Outcome['success'] = 'unknown';
  let score: Score | null = null;
  for (const mark of marks) {
    const told = successOf(mark);
    if (told !== undefined) success = told;
    if (isComplete(mark)) completion = 'completed';
    else if (mark.completion === false && completion === 'unknown') completion = 'incomplete';
    if (mark.score !== null) score = mark.score;
  }
  return { completion, success, score, seconds: secondsOf(marks) };
}

export function successOf(mark: Mark): 'passed' | 'failed' | undefined {
  if (mark.verb === 'passed' || mark.verb === 'failed') return mark.verb;
  if (mark.success === null) return undefined;
  return mark.success ? 'passed' : 'failed';
}

/** [PRJ-5] Who passed has completed. */
export const isComplete = (mark: Mark): boolean =>
  mark.verb === 'completed' || mark.completion === true || successOf(mark) === 'passed';

/** [PRJ-6] Sessions tell their own time at their end, so it is added up; else the longest time that an outcome told. */
function secondsOf(marks: readonly Mark[]): number | null {
  const told = marks.filter((mark) => mark.seconds !== null);
  const sessions = told.filter((mark) => ENDS_SESSION.has(mark.verb));
  if (sessions.length > 0) return round(sessions.reduce((sum, mark) => sum + mark.seconds!, 0));
  return told.length === 0 ? null : Math.max(...told.map((mark) => mark.seconds!));
}

/** To hundredths: what xAPI compares durations by, and no trace of the order of addition. */
const round = (seconds: number): number => Math.round(seconds * 100) / 100;
