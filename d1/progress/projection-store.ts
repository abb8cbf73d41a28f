import type { FactsKey } from '../../domain/projection/facts.ts';
import { factsKey, type KeyChange, type KeyRecord, recordOf } from '../../domain/projection/project.ts';
import { attemptsText, completionText, factsText, parseFacts } from '../../domain/projection/stored.ts';
import type { Announcement } from './announcements.ts';
import { jsonParameters } from './parameters.ts';

/** A log and how far it has been projected into this partition: a sequence number of the log. */
export interface LogKey {
  readonly tenant: string;
  readonly log: string;
}

export interface Step extends LogKey {
  readonly from: number;
  readonly to: number;
}

/** A record and the row that it was read from. */
export interface KnownRecord extends KeyRecord {
  readonly id: number;
  readonly version: number;
}

/** A record that is to be written. */
export interface ChangedRecord extends KeyChange {
  /** That of its row, or a new one; when somebody else has taken it the write is overtaken. */
  readonly id: number;
  /** The version of the row that it was told from; null for a new key. */
  readonly was: number | null;
}

export interface Writing {
  readonly changes: readonly ChangedRecord[];
  readonly news: readonly Announcement[];
  /** The version of every row that is written: a random number, so that no two writings leave the same. */
  readonly version: number;
}

export async function readWatermark(db: D1Database, { tenant, log }: LogKey): Promise<number> {
  const query = db.prepare('SELECT position FROM watermarks WHERE tenant = ?1 AND log = ?2').bind(tenant, log);
  return (await query.first<number>('position')) ?? 0;
}

interface FactsRow extends FactsKey {
  readonly id: number;
  readonly version: number;
  readonly facts: string;
}

/**
 * Records by `factsKey`; a key without one is absent. CROSS JOIN keeps SQLite from walking all rows of the tenant for
 * every key.
 */
export async function readRecords(
  db: D1Database,
  tenant: string,
  keys: readonly FactsKey[],
): Promise<Map<string, KnownRecord>> {
  const known = new Map<string, KnownRecord>();
  for (const parameter of jsonParameters(keys.map((key) => [key.learner, key.registration, key.activity]))) {
    const found = await db
      .prepare(
        `SELECT f.id, f.version, f.learner, f.registration, f.activity, f.facts
         FROM json_each(?2) k CROSS JOIN facts f ON f.tenant = ?1 AND f.learner = k.value->>0
           AND f.registration = k.value->>1 AND f.activity = k.value->>2`,
      )
      .bind(tenant, parameter)
      .all<FactsRow>();
    for (const row of found.results) {
      known.set(factsKey(row), { id: row.id, version: row.version, ...recordOf(parseFacts(row.facts)) });
    }
  }
  return known;
}

/**
 * Writes what has changed with its news and moves the watermark from `from` to `to`, in one transaction. False, and
 * nothing written, when it was overtaken: the watermark does not stand at `from`, or a row is not as it was read.
 */
export async function writeProjection(
  db: D1Database,
  step: Step,
  { changes, news, version }: Writing,
): Promise<boolean> {
  const fresh = changes.filter(({ was }) => was === null);
  const known = changes.filter(({ was }) => was !== null);
  const { tenant } = step;
  try {
    await db.batch([
      ...moveWatermark(db, step, known),
      ...many(db, INSERT_FACTS, fresh.map(insertOf), tenant, version),
      ...many(db, UPDATE_FACTS, known.map(updateOf), version),
      ...many(db, INSERT_ANNOUNCEMENTS, news.map(announcementOf), tenant, step.log),
    ]);
    return true;
  } catch (error) {
    if (wasOvertaken(error)) return false;
    throw error;
  }
}

/** D1 tells an error by its text only: the CHECK of the watermark, or a row that another writer has made meanwhile. */
const wasOvertaken = (error: unknown): boolean =>
  /projection_overtaken|UNIQUE constraint failed: facts\./.test(String(error));

function moveWatermark(db: D1Database, step: Step, known: readonly ChangedRecord[]): D1PreparedStatement[] {
  const { tenant, log, from, to } = step;
  const rows = jsonParameters(known.map(({ id, was }) => [id, was]));
  return [
    db.prepare('INSERT OR IGNORE INTO watermarks (tenant, log, position) VALUES (?1, ?2, 0)').bind(tenant, log),
    ...rows.map((parameter) => db.prepare(CHECK_ROWS).bind(tenant, log, parameter)),
    db
      .prepare('UPDATE watermarks SET position = iif(position = ?3, ?4, -1) WHERE tenant = ?1 AND log = ?2')
      .bind(tenant, log, from, to),
  ];
}

/** Fails by the CHECK of the watermark unless every row has the version that was read. */
const CHECK_ROWS = `UPDATE watermarks SET position = -1 WHERE tenant = ?1 AND log = ?2 AND EXISTS (
  SELECT 1 FROM json_each(?3) k WHERE NOT EXISTS (
    SELECT 1 FROM facts f WHERE f.id = k.value->>0 AND f.tenant = ?1 AND f.version = k.value->>1))`;

const columns = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `value->>${from + i}`).join(', ');

const INSERT_FACTS = `INSERT INTO facts (id, tenant, learner, registration, activity, version, facts, attempts, completion)
  SELECT value->>0, ?1, value->>1, value->>2, value->>3, ?2, ${columns(4, 3)} FROM json_each(?3)`;

/**
 * By id alone: with the tenant in it SQLite walks all rows of the tenant for every key. That they are the tenant's has
 * been checked with their versions.
 */
const UPDATE_FACTS = `UPDATE facts SET version = ?1, facts = k.value->>1, attempts = k.value->>2, completion = k.value->>3
  FROM json_each(?2) k WHERE facts.id = k.value->>0`;

const INSERT_ANNOUNCEMENTS = `INSERT INTO announcements (tenant, log, position, corrections, skip, news)
  SELECT ?1, ?2, ${columns(0, 4)} FROM json_each(?3)`;

/** One statement for as many rows as a parameter holds: the last one, after those that all rows have in common. */
const many = (
  db: D1Database,
  sql: string,
  rows: readonly (readonly unknown[])[],
  ...common: readonly (string | number)[]
): D1PreparedStatement[] => jsonParameters(rows).map((parameter) => db.prepare(sql).bind(...common, parameter));

const told = ({ facts, attempts, completion }: KeyRecord): unknown[] => [
  factsText(facts),
  attemptsText(attempts),
  completion === null ? null : completionText(completion),
];

const insertOf = ({ id, key, record }: ChangedRecord): unknown[] => [
  id,
  key.learner,
  key.registration,
  key.activity,
  ...told(record),
];

const updateOf = ({ id, record }: ChangedRecord): unknown[] => [id, ...told(record)];

const announcementOf = ({ position, corrections, skip, news }: Announcement): unknown[] => [
  position,
  corrections,
  skip,
  news,
];
