import type { CourseRow } from '../../domain/projection/transcript.ts';
import type { LanguageMap, Score } from '../../domain/statement/types.ts';
import { type AttemptRow, type CompletionRow, fromJson } from './rows.ts';

/** Courses that a transcript lists at most: more than any person begins, and one read stays small. */
export const MAX_TRANSCRIPT_COURSES = 1000;

/** The learner of a tenant whose rows are read. */
export interface LearnerKey {
  readonly tenant: string;
  readonly learner: string;
}

/** Where the page before ended; null for the first page. */
export interface AttemptPosition {
  readonly openedAt: string;
  readonly registration: string;
  readonly activity: string;
  readonly n: number;
}

/** The attempts of a learner, the one opened last first. */
export async function listAttempts(
  db: D1Database,
  { tenant, learner }: LearnerKey,
  after: AttemptPosition | null,
  limit: number,
): Promise<AttemptRow[]> {
  const found = await db
    .prepare(
      `SELECT registration, activity, n, type, name, state, opened_at, closed_at, closed_by, completion, success, score, seconds
       FROM attempts
       WHERE tenant = ?1 AND learner = ?2
         AND (?3 IS NULL OR (opened_at, registration, activity, n) < (?3, ?4, ?5, ?6))
       ORDER BY opened_at DESC, registration DESC, activity DESC, n DESC LIMIT ?7`,
    )
    .bind(
      tenant,
      learner,
      after?.openedAt ?? null,
      after?.registration ?? null,
      after?.activity ?? null,
      after?.n ?? null,
      limit,
    )
    .all<AttemptRow>();
  return found.results;
}

export type CompletionPosition = Omit<AttemptPosition, 'openedAt' | 'n'> & { readonly completedAt: string };

/** The completion records of a learner, the newest first. */
export async function listCompletions(
  db: D1Database,
  { tenant, learner }: LearnerKey,
  after: CompletionPosition | null,
  limit: number,
): Promise<CompletionRow[]> {
  const found = await db
    .prepare(
      `SELECT registration, activity, name, completed_at, success, score, seconds, statement
       FROM completions
       WHERE tenant = ?1 AND learner = ?2
         AND (?3 IS NULL OR (completed_at, registration, activity) < (?3, ?4, ?5))
       ORDER BY completed_at DESC, registration DESC, activity DESC LIMIT ?6`,
    )
    .bind(tenant, learner, after?.completedAt ?? null, after?.registration ?? null, after?.activity ?? null, limit)
    .all<CompletionRow>();
  return found.results;
}

interface JoinedRow extends Omit<CourseRow, 'name' | 'score'> {
  readonly name: string | null;
  readonly score: string | null;
}

/**
 * Every course that the learner has begun or completed: the completion record where there is one, else the last attempt.
 * Where no course statement told a time, the time of everything else in the registration is added up.
 */
export async function listCourses(
  db: D1Database,
  { tenant, learner }: LearnerKey,
  courseTypes: readonly string[],
): Promise<CourseRow[]> {
  const found = await db
    .prepare(
      `SELECT last.registration, last.activity, last.name,
         (SELECT min(opened_at) FROM attempts a WHERE a.tenant = ?1 AND a.learner = ?2
            AND a.registration = last.registration AND a.activity = last.activity) AS startedAt,
         c.completed_at AS completedAt,
         CASE WHEN c.tenant IS NULL THEN last.completion ELSE 'completed' END AS completion,
         coalesce(c.success, last.success) AS success,
         CASE WHEN c.tenant IS NULL THEN last.score ELSE c.score END AS score,
         coalesce(c.seconds, last.seconds,
           (SELECT round(sum(seconds), 2) FROM attempts a WHERE a.tenant = ?1 AND a.learner = ?2
              AND a.registration = last.registration)) AS seconds
       FROM attempts last
       LEFT JOIN completions c ON c.tenant = ?1 AND c.learner = ?2
         AND c.registration = last.registration AND c.activity = last.activity
       WHERE last.tenant = ?1 AND last.learner = ?2 AND last.type IN (SELECT value FROM json_each(?3))
         AND last.n = (SELECT max(n) FROM attempts a WHERE a.tenant = ?1 AND a.learner = ?2
            AND a.registration = last.registration AND a.activity = last.activity)
       ORDER BY last.opened_at DESC LIMIT ?4`,
    )
    .bind(tenant, learner, JSON.stringify(courseTypes), MAX_TRANSCRIPT_COURSES)
    .all<JoinedRow>();
  return found.results.map((row) => ({
    ...row,
    name: fromJson<LanguageMap>(row.name),
    score: fromJson<Score>(row.score),
  }));
}
