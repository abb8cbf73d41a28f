/**
 * What a part of a course says of its learner, in no standard's words: what one run-time told is read into this, and
 * told on in the words of another.
 */

export interface Score {
  /** -1 to 1. */
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
}

/** Scaled, or the share of its range where there is one that encloses it. */
export function scaledOf({ scaled, raw, min, max }: Score): number | undefined {
  if (scaled !== undefined || raw === undefined || min === undefined || max === undefined) return scaled;
  return min < max && min <= raw && raw <= max ? rounded((raw - min) / (max - min)) : undefined;
}

export interface Report {
  readonly completion: 'unknown' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly score?: Score;
  /** Where the learner is, as the course calls it; empty when it does not say. */
  readonly location: string;
  /** The learner is to go on where they are, and has not ended. */
  readonly suspended: boolean;
  /** Records of the part's own, in its order; absent where it can have none. */
  readonly objectives?: readonly ObjectiveReport[];
}

export interface ObjectiveReport extends Pick<Report, 'completion' | 'success' | 'score'> {
  readonly id: string;
}

/** Nothing is known yet. */
export const NOTHING: Report = { completion: 'unknown', success: 'unknown', location: '', suspended: true };

/** What is known after another launch: what it does not speak of is as it was. */
export const since = (before: Report | undefined, now: Report): Report => ({
  ...now,
  completion: now.completion === 'unknown' ? (before?.completion ?? 'unknown') : now.completion,
  success: now.success === 'unknown' ? (before?.success ?? 'unknown') : now.success,
  ...(now.score === undefined && before?.score !== undefined ? { score: before.score } : {}),
});

/** One interaction, in the words and spellings of SCORM 2004, which are also those of xAPI. */
export interface Answer {
  readonly id: string;
  readonly type: string;
  readonly description?: string;
  readonly patterns: readonly string[];
  readonly response?: string;
  /** `correct`, `incorrect`, `unanticipated`, `neutral` or a number. */
  readonly result?: string;
  readonly weighting?: string;
  /** Hundredths of a second. */
  readonly latency?: number;
  readonly objectives: readonly string[];
}

/** The mean of the scaled scores that there are, complete when all are, failed when one is, passed when all judged are. */
export function courseReport(parts: readonly Report[], location: string): Report {
  const all = (is: (part: Report) => boolean): boolean => parts.length > 0 && parts.every(is);
  const judged = parts.filter(({ success }) => success !== 'unknown');
  const completed = all(({ completion }) => completion === 'completed');
  const failed = judged.some(({ success }) => success === 'failed');
  // The course is passed when nothing that can still be judged is open.
  const passed = judged.length > 0 && completed && !failed;
  const scores = parts.map(({ score }) => score && scaledOf(score)).filter((scaled) => scaled !== undefined);
  const mean = scores.reduce((sum, scaled) => sum + scaled, 0) / scores.length;
  return {
    completion: completed
      ? 'completed'
      : parts.some(({ completion }) => completion !== 'unknown')
        ? 'incomplete'
        : 'unknown',
    success: failed ? 'failed' : passed ? 'passed' : 'unknown',
    ...(scores.length === 0 ? {} : { score: { scaled: rounded(mean) } }),
    location,
    suspended: !completed,
  };
}

/** Six digits: what no platform tells apart any more, and what is written without an exponent, which SCORM does not know. */
export const rounded = (value: number): number => Number(value.toFixed(6));
