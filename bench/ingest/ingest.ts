import { spreadStore } from '../../test/support/lrs.ts';
import { tenths } from '../percentiles.ts';
import { bytesInBucket, bytesOnDisk, objectFile } from '../server/files.ts';
import type { BenchServer } from '../server/server.ts';
import { Stage } from '../stage.ts';
import type { Measurement, Subject } from '../subject.ts';
import { shown } from '../table.ts';
import { peak } from './peak.ts';
import { reference } from './reference.ts';
import { type Result, resultOf, resultTable } from './report.ts';
import { type Cell, type Settings, settingsOf } from './settings.ts';
import { sustain } from './sustained.ts';

/** The tenant that bears the sustained load. */
const FULL = 'full';
const LOG = 'lectern-progress-StatementLog';
const SEGMENTS = 'lectern-segments-eu';

/** How fast statements come in, and how fast they are visible in D1; beside it plain `node:sqlite` on the same machine. */
export async function ingest(args: readonly string[]): Promise<object> {
  const settings = settingsOf(args);
  const before = reference(settings.seconds);
  const tenants = tenantsOf(settings);
  const stage = await Stage.open(tenants, settings.port);
  try {
    if (settings.logs > 1) for (const name of tenants) await spread(stage.server, name, settings.logs);
    const measured: Measurement[] = [];
    for (const cell of settings.cells) {
      measured.push(await stage.subject(nameOf(cell)).measure({ ...cell, until: settings }));
    }
    const after = reference(settings.seconds);
    const perSecond = Math.round((before.perSecond + after.perSecond) / 2);
    const results = measured.map((one, i) => resultOf(settings.cells[i]!, one, perSecond));
    console.log(
      `Reference, node:sqlite: ${shown(perSecond)} statements/s (${shown(before.perSecond)} before, ${shown(after.perSecond)} after), ${before.cpuMicros} µs CPU each`,
    );
    console.log(resultTable('each on a fresh shard', results));
    const sustained = settings.sustained.length === 0 ? [] : await sustainedOf(settings, stage, perSecond);
    return {
      reference: { perSecond, before, after },
      results,
      ...(await billOf([...results, ...sustained], stage.server, stage.subject(tenants.at(-1)!))),
      sustained,
      memory: memoryOf(stage.server),
      ...(settings.peak ? { peak: await peak(stage, tenants.at(-1)!) } : {}),
    };
  } finally {
    await stage.close();
  }
}

const spread = (server: BenchServer, tenant: string, logs: number): Promise<void> =>
  spreadStore(server, server.tenants[tenant]!, logs);

/** A tenant a cell, because each cell begins with an empty log, and one for the long load. */
const tenantsOf = ({ cells, sustained }: Settings): string[] => [
  ...cells.map(nameOf),
  ...(sustained.length > 0 ? [FULL] : []),
];

const nameOf = ({ batch, connections }: Cell): string => `b${batch}c${connections}`;

async function sustainedOf(settings: Settings, stage: Stage, perSecond: number): Promise<Result[]> {
  const runs = await sustain(settings, stage.subject(FULL));
  const results = runs.map(({ cell, stored, measured }) => ({ stored, ...resultOf(cell, measured, perSecond) }));
  console.log(resultTable(`${settings.sustainedSeconds} s on one shard`, results));
  return results;
}

/** The bill of a log, a statement: rows in the last cell with the largest batch, bytes of the fullest log. */
async function billOf(results: readonly Result[], { stateDir }: BenchServer, subject: Subject) {
  const { batch, rowsPerStatement } = results.toSorted((a, b) => a.batch - b.batch).at(-1)!;
  const files = (await subject.logs()).map(({ name }) => objectFile(stateDir, LOG, name));
  const sealed = bytesInBucket(stateDir, SEGMENTS, subject.owner.tenant);
  const bytes = files.reduce((sum, file) => sum + bytesOnDisk(file), sealed);
  const bytesPerStatement = Math.round(bytes / subject.stored);
  console.log(
    `\nA statement in a batch of ${batch} is ${rowsPerStatement} rows written; it takes ${bytesPerStatement} bytes, sealed or not.`,
  );
  return { rowsPerStatement, bytesPerStatement };
}

const MIB = 1024 * 1024;

function memoryOf(server: BenchServer) {
  const { residentBytes, peakBytes } = server.usage();
  const memory = { residentMiB: tenths(residentBytes / MIB), peakMiB: tenths(peakBytes / MIB) };
  console.log(`workerd holds ${memory.residentMiB} MiB now and held ${memory.peakMiB} MiB at its peak.`);
  return memory;
}
