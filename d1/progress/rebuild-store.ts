import type { FactsKey } from '../../domain/projection/facts.ts';
import type { LogKey } from './projection-store.ts';

/** Keys of records that differ which an answer names. */
const MAX_NAMED = 10;

/** Rows that are told anew lie beside those of the tenant, under a name that no tenant can have. */
export const shadowOf = (tenant: string): string => `~${tenant}`;

/** In place of a watermark: how many voidings a log knew when it was begun to be told anew. */
const voidingsOf = (tenant: string): string => `~${shadowOf(tenant)}`;

/** Notes how many voidings a log knows, before anything of it is told anew; an earlier note stays. */
export async function noteVoidings(db: D1Database, { tenant, log }: LogKey, voidings: number): Promise<void> {
  const query = 'INSERT OR IGNORE INTO watermarks (tenant, log, position) VALUES (?1, ?2, ?3)';
  await db.prepare(query).bind(voidingsOf(tenant), log, voidings).run();
}

/** What has been noted, by log. */
export async function notedVoidings(db: D1Database, tenant: string): Promise<ReadonlyMap<string, number>> {
  const noted = await readWatermarks(db, voidingsOf(tenant));
  return new Map(noted.map(({ log, position }) => [log, position]));
}

/** Two tellings of the same records, at the same position of every log. */
export interface Comparison {
  /** By log: how far each has been told; they are compared when both are equal. */
  readonly live: ReadonlyMap<string, number>;
  readonly shadow: ReadonlyMap<string, number>;
  readonly records: number;
  readonly differing: number;
  readonly named: readonly FactsKey[];
}

/** Records of one side that the other has not, or not told alike. */
const missing = (here: string, there: string): string => `
  SELECT learner, registration, activity FROM facts a WHERE a.tenant = ${here} AND NOT EXISTS (
    SELECT 1 FROM facts b WHERE b.tenant = ${there} AND b.learner = a.learner AND b.registration = a.registration
      AND b.activity = a.activity AND b.facts = a.facts AND b.attempts = a.attempts AND b.completion IS a.completion)`;
const EITHER = `${missing('?1', '?2')} UNION ${missing('?2', '?1')}`;

/** [REB-2] Compares what was told anew with what is there, in one transaction. */
export async function compareRecords(db: D1Database, tenant: string): Promise<Comparison> {
  const shadow = shadowOf(tenant);
  const positions = 'SELECT log, position FROM watermarks WHERE tenant = ?1';
  const [live, told, records, differing, named] = await db.batch<Record<string, string | number>>([
    db.prepare(positions).bind(tenant),
    db.prepare(positions).bind(shadow),
    db.prepare('SELECT count(*) AS n FROM facts WHERE tenant = ?1').bind(tenant),
    db.prepare(`SELECT count(*) AS n FROM (${EITHER})`).bind(tenant, shadow),
    db.prepare(`${EITHER} LIMIT ${MAX_NAMED}`).bind(tenant, shadow),
  ]);
  const byLog = (rows: D1Result<Record<string, string | number>>) =>
    new Map(rows.results.map(({ log, position }) => [String(log), Number(position)]));
  return {
    live: byLog(live!),
    shadow: byLog(told!),
    records: Number(records!.results[0]!.n),
    differing: Number(differing!.results[0]!.n),
    named: named!.results as unknown as FactsKey[],
  };
}

/**
 * [REB-3] What was told anew takes the place of what is there, when both logs and watermarks are where they were compared;
 * false, and nothing changed, when somebody has projected meanwhile.
 */
export async function replaceRecords(db: D1Database, tenant: string, positions: Comparison['live']): Promise<boolean> {
  const shadow = shadowOf(tenant);
  const guard = 'UPDATE watermarks SET position = iif(position = ?3, position, -1) WHERE tenant = ?1 AND log = ?2';
  try {
    await db.batch([
      ...[...positions].map(([log, position]) => db.prepare(guard).bind(tenant, log, position)),
      db.prepare('DELETE FROM facts WHERE tenant = ?1').bind(tenant),
      db.prepare('UPDATE facts SET tenant = ?1 WHERE tenant = ?2').bind(tenant, shadow),
    ]);
    return true;
  } catch (error) {
    if (String(error).includes('projection_overtaken')) return false;
    throw error;
  }
}

/** Forgets what was told anew. */
export async function dropShadow(db: D1Database, tenant: string): Promise<void> {
  const shadow = shadowOf(tenant);
  await db.batch([
    db.prepare('DELETE FROM facts WHERE tenant = ?1').bind(shadow),
    db.prepare('DELETE FROM watermarks WHERE tenant IN (?1, ?2)').bind(shadow, voidingsOf(tenant)),
  ]);
}

/** How far each log has been projected for a tenant. */
export async function readWatermarks(db: D1Database, tenant: string): Promise<(LogKey & { position: number })[]> {
  const query = 'SELECT tenant, log, position FROM watermarks WHERE tenant = ?1 ORDER BY log';
  return (await db.prepare(query).bind(tenant).all<LogKey & { position: number }>()).results;
}
