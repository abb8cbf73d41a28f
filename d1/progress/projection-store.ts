import type { CloudEvent } from '../../domain/kernel/event.ts';
import type { Facts, FactsKey } from '../../domain/projection/facts.ts';
import { factsKey, type KeyChange, type Projection } from '../../domain/projection/project.ts';
import { formatMicros } from '../../domain/statement/time.ts';

/** A log and how far it has been projected into this partition: a sequence number of the log. */
export interface LogKey {
  readonly tenant: string;
  readonly log: string;
}

export interface Step extends LogKey {
  readonly from: number;
  readonly to: number;
}

export async function readWatermark(db: D1Database, { tenant, log }: LogKey): Promise<number> {
  const query = db.prepare('SELECT position FROM watermarks WHERE tenant = ?1 AND log = ?2').bind(tenant, log);
  return (await query.first<number>('position')) ?? 0;
}

/** Facts by `factsKey`; a key without facts is absent. */
export async function readFacts(
  db: D1Database,
  tenant: string,
  keys: readonly FactsKey[],
): Promise<Map<string, Facts>> {
  const found = await db
    .prepare(
      `SELECT f.learner, f.registration, f.activity, f.facts FROM json_each(?2) k
       JOIN facts f ON f.tenant = ?1 AND f.learner = k.value->>0 AND f.registration = k.value->>1
         AND f.activity = k.value->>2`,
    )
    .bind(tenant, JSON.stringify(keys.map((key) => [key.learner, key.registration, key.activity])))
    .all<FactsKey & { facts: string }>();
  return new Map(found.results.map((row) => [factsKey(row), JSON.parse(row.facts) as Facts]));
}

/**
 * Writes a projection and moves the watermark from `from` to `to`, in one transaction. False, and nothing written, when
 * the watermark does not stand at `from`: someone else was there first, or something is missing before it.
 */
export async function writeProjection(db: D1Database, step: Step, projection: Projection): Promise<boolean> {
  try {
    await db.batch([...moveWatermark(db, step), ...writeChanges(db, step, projection)]);
    return true;
  } catch (error) {
    // The CHECK of that name in the migrations; D1 tells an error by its text only.
    if (String(error).includes('watermark_moved_by_another')) return false;
    throw error;
  }
}

function moveWatermark(db: D1Database, { tenant, log, from, to }: Step): D1PreparedStatement[] {
  return [
    db.prepare('INSERT OR IGNORE INTO watermarks (tenant, log, position) VALUES (?1, ?2, 0)').bind(tenant, log),
    db
      .prepare('UPDATE watermarks SET position = iif(position = ?3, ?4, -1) WHERE tenant = ?1 AND log = ?2')
      .bind(tenant, log, from, to),
  ];
}

function writeChanges(db: D1Database, { tenant, to }: Step, { changes, events }: Projection): D1PreparedStatement[] {
  const completed = changes.filter((change) => change.completion !== null);
  const announced = events.map((event, i) => [event.id, to, i, JSON.stringify(event)]);
  return [
    ...rows(db, WRITE_FACTS, tenant, changes.map(factsRow)),
    ...rows(db, WRITE_ATTEMPTS, tenant, changes.flatMap(attemptRows)),
    ...rows(db, WRITE_COMPLETIONS, tenant, completed.map(completionRow)),
    ...rows(db, WRITE_ANNOUNCEMENTS, tenant, announced),
  ];
}

/** Characters of one JSON parameter; D1 takes strings up to 2 MB, whatever their characters weigh. */
const MAX_PARAMETER_CHARS = 500_000;

/** Rows travel as JSON, because D1 takes 100 parameters a statement: as many statements as their size needs. */
function rows(db: D1Database, sql: string, tenant: string, values: readonly unknown[][]): D1PreparedStatement[] {
  const groups: string[][] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (const value of values) {
    const text = JSON.stringify(value);
    chars += text.length;
    if (chars > MAX_PARAMETER_CHARS) {
      groups.push([]);
      chars = text.length;
    }
    groups.at(-1)!.push(text);
  }
  return groups.map((group) => db.prepare(sql).bind(tenant, `[${group.join(',')}]`));
}

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

const factsRow = ({ key, facts }: KeyChange): unknown[] => [
  key.learner,
  key.registration,
  key.activity,
  JSON.stringify(facts),
];

const attemptRows = ({ key, facts, attempts }: KeyChange): unknown[][] =>
  attempts.map((attempt) => [
    key.learner,
    key.registration,
    key.activity,
    attempt.n,
    facts.type?.value ?? null,
    json(facts.name?.value),
    attempt.state,
    formatMicros(attempt.openedAt),
    attempt.closedAt === null ? null : formatMicros(attempt.closedAt),
    attempt.closedBy,
    attempt.completion,
    attempt.success,
    json(attempt.score),
    attempt.seconds,
  ]);

const completionRow = ({ key, facts, completion }: KeyChange): unknown[] => [
  key.learner,
  key.registration,
  key.activity,
  json(facts.name?.value),
  formatMicros(completion!.completedAt),
  completion!.success,
  json(completion!.score),
  completion!.seconds,
  completion!.statement,
];

const columns = (count: number): string => Array.from({ length: count }, (_, i) => `value->>${i}`).join(', ');

const WRITE_FACTS = `INSERT INTO facts SELECT ?1, ${columns(4)} FROM json_each(?2) WHERE true
  ON CONFLICT DO UPDATE SET facts = excluded.facts`;

const WRITE_ATTEMPTS = `INSERT INTO attempts SELECT ?1, ${columns(14)} FROM json_each(?2) WHERE true
  ON CONFLICT DO UPDATE SET type = excluded.type, name = excluded.name, state = excluded.state,
    opened_at = excluded.opened_at, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
    completion = excluded.completion, success = excluded.success, score = excluded.score, seconds = excluded.seconds`;

const WRITE_COMPLETIONS = `INSERT INTO completions SELECT ?1, ${columns(9)} FROM json_each(?2) WHERE true
  ON CONFLICT DO UPDATE SET name = excluded.name, completed_at = excluded.completed_at, success = excluded.success,
    score = excluded.score, seconds = excluded.seconds, statement = excluded.statement`;

const WRITE_ANNOUNCEMENTS = `INSERT INTO announcements SELECT ?1, ${columns(4)} FROM json_each(?2) WHERE true
  ON CONFLICT DO NOTHING`;

/** Announcements of a tenant not in the feed yet, in the order of what they announce. */
export async function readAnnouncements(db: D1Database, tenant: string, limit: number): Promise<CloudEvent[]> {
  const found = await db
    .prepare('SELECT event FROM announcements WHERE tenant = ?1 ORDER BY position, ordinal LIMIT ?2')
    .bind(tenant, limit)
    .all<{ event: string }>();
  return found.results.map((row) => JSON.parse(row.event) as CloudEvent);
}

/** Forgets announcements that the feed has. */
export async function forgetAnnouncements(db: D1Database, tenant: string, ids: readonly string[]): Promise<void> {
  await db
    .prepare('DELETE FROM announcements WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2))')
    .bind(tenant, JSON.stringify(ids))
    .run();
}
