import { Connection } from '../load/connection.ts';
import { basic, postHead } from '../load/request.ts';
import { tenths } from '../percentiles.ts';
import { forgetPeak } from '../server/usage.ts';
import type { Stage } from '../stage.ts';
import { table } from '../table.ts';

const MB = 1_000_000;
const MIB = 1024 * 1024;
const BATCH = 1000;
/** About the largest body that is taken, and one that is far too large. */
const SIZES = [7.5, 20];
const CONNECTIONS = 8;
const ROUNDS = 5;

/** What workerd holds while large requests come in over several connections at once. */
export interface Peak {
  readonly bodyMB: number;
  readonly connections: number;
  readonly statuses: Readonly<Record<number, number>>;
  readonly beforeMiB: number;
  readonly peakMiB: number;
  /** How much it grew, in bytes for each byte that was under way. */
  readonly growth: number;
}

export async function peak(stage: Stage, tenant: string): Promise<Peak[]> {
  const runs: Peak[] = [];
  for (const bodyMB of SIZES) runs.push(await measure(stage, tenant, bodyMB));
  const rows = runs.map((run) => [
    `${run.bodyMB} MB x ${run.connections} connections`,
    ...[run.beforeMiB, run.peakMiB, run.growth],
    Object.entries(run.statuses)
      .map(([status, n]) => `${n} x ${status}`)
      .join(', '),
  ]);
  console.log(`\n${table(['memory of workerd', 'before MiB', 'peak MiB', 'bytes a byte', 'answers'], rows)}`);
  return runs;
}

async function measure({ server }: Stage, tenant: string, bodyMB: number): Promise<Peak> {
  const request = requestOf(server.tenants[tenant]!.xapi, bodyMB * MB);
  const before = server.usage().residentBytes;
  forgetPeak(server.pid);
  const statuses: Record<number, number> = {};
  const work = async () => {
    for (let round = 0; round < ROUNDS; round++) {
      // A refusal before the body has been read ends the connection.
      const connection = await Connection.open(server.port);
      const status = await connection.ask(...request).then(
        (answer) => answer.status,
        () => 0,
      );
      statuses[status] = (statuses[status] ?? 0) + 1;
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  const { peakBytes } = server.usage();
  return {
    bodyMB,
    connections: CONNECTIONS,
    statuses,
    beforeMiB: tenths(before / MIB),
    peakMiB: tenths(peakBytes / MIB),
    growth: tenths((peakBytes - before) / (bodyMB * MB * CONNECTIONS)),
  };
}

/** A POST of as many statements as a request may hold, padded to a size. They have no ids, so each is a new one. */
function requestOf(xapi: { key: string; secret: string }, bytes: number): [string, Buffer] {
  const padding = 'x'.repeat(bytes / BATCH - 250);
  const statement = {
    actor: { mbox: 'mailto:large@example.com' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
    object: { id: 'https://content.example.com/large' },
    context: { extensions: { 'https://content.example.com/padding': padding } },
  };
  const body = Buffer.from(JSON.stringify(Array.from({ length: BATCH }, () => statement)));
  return [postHead(basic(xapi), body.length), body];
}
