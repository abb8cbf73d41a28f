import type { Attempt } from '../../domain/projection/attempts.ts';
import type { Completion } from '../../domain/projection/completion.ts';
import { parseAttempt, parseCompletion } from '../../domain/projection/stored.ts';
import type { CourseRow } from '../../domain/projection/transcript.ts';
import type { LanguageMap } from '../../domain/statement/types.ts';

/** Courses that a transcript lists at most: more than any person begins, and one read stays small. */
export const MAX_TRANSCRIPT_COURSES = 1000;

/** The learner of a tenant whose rows are read. */
export interface LearnerKey {
  readonly tenant: string;
  readonly learner: string;
}

/** The activity that an attempt or a completion is of. */
interface OfActivity {
  readonly registration: string;
  readonly activity: string;
  readonly type: string | null;
  readonly name: LanguageMap | null;
}

export interface AttemptEntry extends OfActivity {
  readonly attempt: Attempt;
}

export interface CompletionEntry extends OfActivity {
  readonly completion: Completion;
}

/** Where the page before ended; null for the first page. `at` is in microseconds since 1970. */
export interface AttemptPosition {
  readonly at: number;
  readonly registration: string;
  readonly activity: string;
  readonly n: number;
}

export type CompletionPosition = Omit<AttemptPosition, 'n'>;

interface Row {
  readonly registration: string;
  readonly activity: string;
  readonly type: string | null;
  readonly name: string | null;
  readonly told: string;
}

const ACTIVITY = `f.registration, f.activity, f.facts->>'$.type.value' AS type, f.facts->'$.name.value' AS name`;

/** The attempts of a learner, the one opened last first. */
export async function listAttempts(
  db: D1Database,
  { tenant, learner }: LearnerKey,
  after: AttemptPosition | null,
  limit: number,
): Promise<AttemptEntry[]> {
  const found = await db
    .prepare(
      `SELECT ${ACTIVITY}, a.value AS told, a.key + 1 AS n FROM facts f, json_each(f.attempts) a
       WHERE f.tenant = ?1 AND f.learner = ?2
         AND (?3 IS NULL OR (a.value->>0, f.registration, f.activity, a.key + 1) < (?3, ?4, ?5, ?6))
       ORDER BY a.value->>0 DESC, f.registration DESC, f.activity DESC, a.key DESC LIMIT ?7`,
    )
    .bind(tenant, learner, ...positionOf(after), after?.n ?? null, limit)
    .all<Row & { n: number }>();
  return found.results.map((row) => ({ ...activityOf(row), attempt: parseAttempt(row.told, row.n) }));
}

/** The completion records of a learner, the newest first. */
export async function listCompletions(
  db: D1Database,
  { tenant, learner }: LearnerKey,
  after: CompletionPosition | null,
  limit: number,
): Promise<CompletionEntry[]> {
  const found = await db
    .prepare(
      `SELECT ${ACTIVITY}, f.completion AS told FROM facts f
       WHERE f.tenant = ?1 AND f.learner = ?2 AND f.completion IS NOT NULL
         AND (?3 IS NULL OR (f.completion->>'completedAt', f.registration, f.activity) < (?3, ?4, ?5))
       ORDER BY f.completion->>'completedAt' DESC, f.registration DESC, f.activity DESC LIMIT ?6`,
    )
    .bind(tenant, learner, ...positionOf(after), limit)
    .all<Row>();
  return found.results.map((row) => ({ ...activityOf(row), completion: parseCompletion(row.told) }));
}

const positionOf = (after: CompletionPosition | null): (number | string | null)[] => [
  after?.at ?? null,
  after?.registration ?? null,
  after?.activity ?? null,
];

const activityOf = ({ registration, activity, type, name }: Row): OfActivity => ({
  registration,
  activity,
  type,
  name: name === null ? null : (JSON.parse(name) as LanguageMap),
});

interface StoredCourse extends Row {
  readonly n: number;
  readonly startedAt: number;
  readonly completion: string | null;
  /** Of everything in the registration. */
  readonly seconds: number | null;
}

/**
 * Every course that the learner has begun: the completion record where there is one, else the last attempt. Where no
 * statement of the course told a time, the time of everything else in the registration is added up.
 */
export async function listCourses(db: D1Database, { tenant, learner }: LearnerKey): Promise<CourseRow[]> {
  const found = await db
    .prepare(
      `SELECT ${ACTIVITY}, f.attempts->'$[#-1]' AS told, json_array_length(f.attempts) AS n,
         f.attempts->>'$[0][0]' AS startedAt, f.completion,
         (SELECT round(sum(a.value->>7), 2) FROM facts r, json_each(r.attempts) a
          WHERE r.tenant = ?1 AND r.learner = ?2 AND r.registration = f.registration) AS seconds
       FROM facts f
       WHERE f.tenant = ?1 AND f.learner = ?2 AND f.facts->>'$.course' AND f.attempts <> '[]'
       ORDER BY f.attempts->>'$[#-1][0]' DESC LIMIT ?3`,
    )
    .bind(tenant, learner, MAX_TRANSCRIPT_COURSES)
    .all<StoredCourse>();
  return found.results.map(courseOf);
}

function courseOf(row: StoredCourse): CourseRow {
  const last = parseAttempt(row.told, row.n);
  const completion = row.completion === null ? null : parseCompletion(row.completion);
  return {
    ...activityOf(row),
    startedAt: row.startedAt,
    completedAt: completion?.completedAt ?? null,
    completion: completion === null ? last.completion : 'completed',
    success: (completion ?? last).success,
    score: (completion ?? last).score,
    seconds: completion?.seconds ?? last.seconds ?? row.seconds,
  };
}
