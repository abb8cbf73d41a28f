import type { Announcement } from '../../../d1/progress/announcements.ts';
import {
  type KnownRecord,
  readRecords,
  readWatermark,
  type Step,
  writeProjection,
} from '../../../d1/progress/projection-store.ts';
import type { Reading } from '../../../domain/projection/facts.ts';
import type { Gathered } from '../../../domain/projection/gathering.ts';
import { newsOf, type Stored } from '../../../domain/projection/news.ts';
import { summaryOf, unpackReadings } from '../../../domain/projection/packed.ts';
import { byKey, project } from '../../../domain/projection/project.ts';
import type { ProjectionMessage } from '../../../durable-objects/statement-log/index.ts';
import type { Region } from '../../shared/rpc.ts';
import { publishLeftNews, publishNews } from '../services/announce.ts';
import { logOf, partitionDatabase } from '../services/bindings.ts';
import { RecordCache } from './records.ts';
import { newVersion, rowsOf } from './rows.ts';

/** How often in a row a step may be overtaken by another projector before it is left to the next call. */
const MAX_OVERTAKEN = 5;

const cache = new RecordCache();

/** Where a step is written, and what of. */
interface Place extends Step {
  readonly db: D1Database;
  readonly partition: number;
}

/**
 * [PIPE-1] Projects one partition of a log as far as there is something to pull. Calls may be late, repeated or lost: the
 * watermark says what comes next.
 */
export async function advance(env: ProgressEnv, called: ProjectionMessage): Promise<void> {
  const { tenant, region, log, partition } = called;
  const db = partitionDatabase(env, region as Region, partition);
  const stub = logOf(env, log);
  await publishLeftNews(env, db, tenant);
  let from = await readWatermark(db, { tenant, log });
  let corrected = 0;
  for (let overtaken = 0; overtaken < MAX_OVERTAKEN; ) {
    const gathered = await stub.pull(partition, from, corrected);
    corrected = 0;
    if (gathered === null) return;
    const news = await apply({ db, partition, tenant, log, from, to: gathered.to }, gathered);
    if (news === undefined) {
      overtaken++;
      from = await readWatermark(db, { tenant, log });
    } else {
      overtaken = 0;
      from = gathered.to;
      corrected = gathered.corrections;
      await publishNews(env, db, tenant, news);
    }
  }
  throw new Error(`the projection of ${log} is always overtaken at ${from}`);
}

/** Folds and writes one step. Its news once that is durable, undefined when it was overtaken. */
async function apply(place: Place, gathered: Gathered): Promise<Announcement[] | undefined> {
  const { db, tenant, log, partition, to } = place;
  const readings = byKey(unpackReadings(gathered.readings));
  const known = await recordsOf(db, tenant, readings);
  const { changes, news } = project(readings, known, gathered.last);
  const changed = rowsOf(changes, known);
  const version = newVersion();
  const origin = { tenant, log, partition, to, corrections: gathered.corrections };
  const waiting = newsOf(origin, storedOf(gathered), news).map((piece) => ({
    ...{ log, position: to, corrections: gathered.corrections, skip: piece.skip },
    news: JSON.stringify(piece),
  }));
  // Out of the cache before, so that it holds nothing of a step that ends in doubt.
  for (const name of changed.keys()) cache.delete(name);
  if (!(await writeProjection(db, place, { changes: [...changed.values()], news: waiting, version }))) return undefined;
  for (const [name, { id, record }] of changed) cache.set(name, { id, version, ...record });
  return waiting;
}

/** What is known of the keys: remembered, or read. */
async function recordsOf(
  db: D1Database,
  tenant: string,
  readings: ReadonlyMap<string, readonly Reading[]>,
): Promise<Map<string, KnownRecord>> {
  const known = new Map<string, KnownRecord>();
  const unknown = [];
  for (const [name, list] of readings) {
    const record = cache.get(name);
    if (record === undefined) unknown.push(list[0]!.key);
    else known.set(name, record);
  }
  if (unknown.length > 0) for (const [name, record] of await readRecords(db, tenant, unknown)) known.set(name, record);
  return known;
}

function storedOf({ count, first, last, latest }: Gathered): Stored | null {
  return latest.length === 0 ? null : { count, first, last, latest: latest.map(summaryOf) };
}
