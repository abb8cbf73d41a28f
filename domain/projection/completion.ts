import type { Score } from '../statement/types.ts';
import { isComplete, type Outcome, outcomeOf, successOf } from './attempts.ts';
import type { Facts } from './facts.ts';

/** That a learner completed a course within a registration. Only a voiding takes it back or makes it worse. */
export interface Completion {
  /** Microseconds since 1970: when it was first said. */
  readonly completedAt: number;
  readonly success: Outcome['success'];
  readonly score: Score | null;
  readonly seconds: number | null;
  /** The statement that said it first. */
  readonly statement: string;
}

/**
 * [PRJ-7] The completion of a course, or null. `passed` once is passed for good, and of several scores the best counts.
 * Both are the best of a set, so the order of arrival cannot matter.
 */
export function completionOf({ marks: all, course }: Facts): Completion | null {
  const first = course ? all.find((mark) => !mark.voided && isComplete(mark)) : undefined;
  if (first === undefined) return null;
  const marks = all.filter((mark) => !mark.voided);
  const told = new Set(marks.map(successOf));
  return {
    completedAt: first.at,
    success: told.has('passed') ? 'passed' : told.has('failed') ? 'failed' : 'unknown',
    score: bestScore(marks.flatMap((mark) => (mark.score === null ? [] : [mark.score]))),
    seconds: outcomeOf(marks).seconds,
    statement: first.id,
  };
}

function bestScore(scores: readonly Score[]): Score | null {
  return scores.reduce<Score | null>(
    (best, score) => (best === null || value(score) > value(best) ? score : best),
    null,
  );
}

/** The scaled score where there is one, else the raw one by its bounds, else nothing that could be compared. */
function value({ scaled, raw, min = 0, max = 100 }: Score): number {
  if (scaled !== undefined) return scaled;
  return raw === undefined ? Number.NEGATIVE_INFINITY : (raw - min) / (max - min || 1);
}
