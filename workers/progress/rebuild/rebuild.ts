import { readRecords, writeProjection } from '../../../d1/progress/projection-store.ts';
import {
  type Comparison,
  compareRecords,
  dropShadow,
  notedVoidings,
  noteVoidings,
  readWatermarks,
  replaceRecords,
  shadowOf,
} from '../../../d1/progress/rebuild-store.ts';
import type { FactsKey } from '../../../domain/projection/facts.ts';
import { PARTITIONS_PER_REGION } from '../../../domain/projection/learner.ts';
import { unpackReadings } from '../../../domain/projection/packed.ts';
import { byKey, project } from '../../../domain/projection/project.ts';
import type { Region } from '../../shared/rpc.ts';
import { newVersion, rowsOf } from '../queues/rows.ts';
import { logOf, partitionDatabase } from '../services/bindings.ts';

/** What one call works for: long enough to get on, short enough for every client and proxy. */
const WORK_MS = 2000;

/** How far the telling anew is, and at the end what came of it. */
export interface RebuildState {
  readonly done: boolean;
  /** Sequence numbers of all logs and partitions that have been told anew, and those that there are. */
  readonly told: number;
  readonly of: number;
  /** Once everything has been told: records that are there, and those that differed. */
  readonly records: number;
  readonly differing: number;
  readonly named: readonly FactsKey[];
}

export interface Rebuild {
  readonly tenant: string;
  readonly region: Region;
  /** Nothing is replaced. */
  readonly compareOnly: boolean;
}

/**
 * [REB-1] Goes on with telling a tenant's records anew from its logs, for a bounded time. What has been told lies in
 * D1 beside the records, so whoever was interrupted calls again. Readers see the records that are there until the end.
 */
export async function rebuildSome(env: ProgressEnv, rebuild: Rebuild): Promise<RebuildState> {
  const until = Date.now() + WORK_MS;
  const progress = { told: 0, of: 0 };
  const databases = Array.from({ length: PARTITIONS_PER_REGION }, (_, partition) => ({
    partition,
    db: partitionDatabase(env, rebuild.region, partition),
  }));
  for (const place of databases) await tellAnew(env, rebuild, { ...place, until, progress });
  const open = { done: false, ...progress, records: 0, differing: 0, named: [] };
  if (progress.told < progress.of) return open;
  const comparisons = await Promise.all(databases.map(({ db }) => compareRecords(db, rebuild.tenant)));
  if (!comparisons.every(isSettled)) return open;
  if (await wasVoided(env, rebuild.tenant, databases)) {
    for (const { db } of databases) await dropShadow(db, rebuild.tenant);
    return open;
  }
  for (const [i, comparison] of comparisons.entries()) {
    const { db } = databases[i]!;
    const replaces = !rebuild.compareOnly && comparison.differing > 0;
    if (replaces && !(await replaceRecords(db, rebuild.tenant, comparison.live))) return open;
  }
  for (const { db } of databases) await dropShadow(db, rebuild.tenant);
  return {
    done: true,
    ...progress,
    records: comparisons.reduce((sum, { records }) => sum + records, 0),
    differing: comparisons.reduce((sum, { differing }) => sum + differing, 0),
    named: comparisons.flatMap(({ named }) => named),
  };
}

interface Place {
  readonly db: D1Database;
  readonly partition: number;
  readonly until: number;
  readonly progress: { told: number; of: number };
}

/** Brings the rows beside the records to where the records are. */
async function tellAnew(env: ProgressEnv, { tenant }: Rebuild, { db, partition, until, progress }: Place) {
  const shadow = shadowOf(tenant);
  const live = await readWatermarks(db, tenant);
  const told = new Map((await readWatermarks(db, shadow)).map(({ log, position }) => [log, position]));
  // Somebody has begun the projection itself anew: what was told before that is of no use.
  const isBehind = [...told].every(([log, position]) =>
    live.some((one) => one.log === log && one.position >= position),
  );
  if (!isBehind) {
    await dropShadow(db, tenant);
    told.clear();
  }
  for (const { log, position: upTo } of live) {
    if (!told.has(log)) await noteVoidings(db, { tenant, log }, await logOf(env, log).voidings());
    let from = told.get(log) ?? 0;
    while (from < upTo && Date.now() < until) {
      const gathered = await logOf(env, log).reread(partition, from, upTo);
      const readings = byKey(unpackReadings(gathered.readings));
      const keys = [...readings.values()].map((list) => list[0]!.key);
      const known = await readRecords(db, shadow, keys);
      const { changes } = project(readings, known, gathered.last);
      const step = { tenant: shadow, log, from, to: gathered.to };
      const writing = { changes: [...rowsOf(changes, known).values()], news: [], version: newVersion() };
      // Overtaken by another call that does the same: it has got on, and the next call sees how far.
      if (!(await writeProjection(db, step, writing))) break;
      from = gathered.to;
    }
    progress.told += Math.min(from, upTo);
    progress.of += upTo;
  }
}

/** [REB-4] Whether a statement was voided since the telling began: it may have been told before, as one that is not. */
async function wasVoided(env: ProgressEnv, tenant: string, databases: readonly { readonly db: D1Database }[]) {
  for (const { db } of databases) {
    for (const [log, voidings] of await notedVoidings(db, tenant)) {
      if ((await logOf(env, log).voidings()) !== voidings) return true;
    }
  }
  return false;
}

/** Both tellings are at the same position of every log. */
const isSettled = ({ live, shadow }: Comparison): boolean =>
  live.size === shadow.size && [...live].every(([log, position]) => shadow.get(log) === position);
