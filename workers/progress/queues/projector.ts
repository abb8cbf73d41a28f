import { readFacts, readWatermark, type Step, writeProjection } from '../../../d1/progress/projection-store.ts';
import { statementStored } from '../../../domain/projection/events.ts';
import { isProjected, packReading, summaryOf, unpackReadings } from '../../../domain/projection/packed.ts';
import { byKey, project } from '../../../domain/projection/project.ts';
import { unpackLines } from '../../../domain/statement/block.ts';
import type { StoredStatement } from '../../../domain/statement/types.ts';
import type { Chunk, ProjectionMessage } from '../../../durable-objects/statement-log/index.ts';
import type { Region } from '../../shared/rpc.ts';
import { publishAnnouncements, publishEvents } from '../services/announce.ts';
import { apiOf, logOf, partitionDatabase } from '../services/bindings.ts';
import { tenantRecord } from '../services/tenants.ts';

/**
 * [PIPE-1] Brings one log's partition to where the messages say it must come. Messages may be late, repeated, out of
 * order or missing: the watermark says what comes next, and what no message holds is pulled from the log.
 */
export async function advance(env: ProgressEnv, messages: readonly ProjectionMessage[]): Promise<void> {
  const { tenant, region, log, partition } = messages[0]!;
  const db = partitionDatabase(env, region as Region, partition);
  const stub = logOf(env, log);
  const target = Math.max(...messages.map((message) => message.to));
  const held = new Map(messages.filter((message) => message.body !== null).map((message) => [message.from, message]));
  let position = await readWatermark(db, { tenant, log });
  while (position < target) {
    const chunk = (held.get(position) as Chunk | undefined) ?? (await stub.pull(partition, position));
    if (chunk === null) throw new Error(`log ${log} has nothing after ${position}, though a message names ${target}`);
    const moved = await apply(env, db, chunk, { tenant, log, from: position, to: chunk.to });
    const now = moved ? chunk.to : await readWatermark(db, { tenant, log });
    if (now <= position) throw new Error(`the watermark of ${log} does not move from ${position}`);
    position = now;
  }
  await publishAnnouncements(env, db, tenant);
  await stub.acknowledge(partition, position);
}

/**
 * The statements' own events go first: were they sent after the watermark has moved, a crash in between would lose them.
 * The feed drops repetitions. The projection's events are written with it and follow from there.
 */
async function apply(env: ProgressEnv, db: D1Database, chunk: Chunk, step: Step): Promise<boolean> {
  const tenant = await tenantRecord(apiOf(env), step.tenant);
  const lines = unpackLines(await expand(chunk.body));
  const statements = lines.map((line) => JSON.parse(line) as StoredStatement);
  const texts = statements.map((statement) => packReading(statement, tenant));
  await publishEvents(
    env,
    tenant.id,
    texts.map((text, i) => statementStored(tenant.id, summaryOf(text), statements[i]!.stored)),
  );
  const readings = byKey(unpackReadings(`[${texts.filter(isProjected).join(',')}]`));
  const keys = [...readings.values()].map((list) => list[0]!.key);
  const facts = keys.length === 0 ? new Map() : await readFacts(db, tenant.id, keys);
  return writeProjection(db, step, project(tenant.id, readings, facts));
}

async function expand(body: Uint8Array): Promise<string> {
  const stream = new Blob([body as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
