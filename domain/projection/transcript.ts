import { formatMicros } from '../statement/time.ts';
import type { LanguageMap, Score } from '../statement/types.ts';
import type { Outcome } from './attempts.ts';

/** A course of a learner, as the projection's rows tell it: completed, or with attempts at least. */
export interface CourseRow extends Outcome {
  readonly registration: string;
  readonly activity: string;
  readonly name: LanguageMap | null;
  /** Microseconds since 1970. */
  readonly startedAt: number;
  readonly completedAt: number | null;
}

export interface TranscriptCourse {
  readonly registration: string;
  readonly activity: { readonly id: string; readonly title: string };
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly completion: Outcome['completion'];
  readonly success: Outcome['success'];
  readonly score: Score | null;
  /** ISO 8601. */
  readonly duration: string | null;
}

export interface Transcript {
  readonly learner: { readonly id: string; readonly name: string };
  readonly courses: readonly TranscriptCourse[];
  readonly generatedAt: string;
}

/** The record of a learner: every course that was begun, the one begun last first. */
export function transcriptOf(
  learner: Transcript['learner'],
  rows: readonly CourseRow[],
  generatedAt: string,
): Transcript {
  const courses = rows
    .toSorted((a, b) => b.startedAt - a.startedAt)
    .map(({ registration, activity, name, startedAt, completedAt, completion, success, score, seconds }) => ({
      registration,
      activity: { id: activity, title: titleOf(name, activity) },
      startedAt: formatMicros(startedAt),
      completedAt: completedAt === null ? null : formatMicros(completedAt),
      completion,
      success,
      score,
      duration: isoDuration(seconds),
    }));
  return { learner, courses, generatedAt };
}

/** A title that a person can read: English when there is one, else the first language, else the id. */
export function titleOf(name: LanguageMap | null, id: string): string {
  const languages = Object.keys(name ?? {});
  const chosen =
    languages.find((tag) => /^en(-|$)/i.test(tag)) ?? languages.find((tag) => tag === 'und') ?? languages[0];
  return name?.[chosen ?? ''] ?? id;
}

/** Seconds as `PT…S`: xAPI's own way to write the time of a session. */
export const isoDuration = (seconds: number | null): string | null => (seconds === null ? null : `PT${seconds}S`);
