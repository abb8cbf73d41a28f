import { Generator } from '../load/generator.ts';
import { tenths } from '../percentiles.ts';
import { bytesOnDisk, objectFile, rowsIn } from '../server/files.ts';
import { ProjectionReader } from '../server/projection.ts';
import { BenchServer } from '../server/server.ts';
import { shown } from '../table.ts';
import { type Measurement, Subject } from './measure.ts';
import { reference } from './reference.ts';
import { resultOf, resultTable } from './report.ts';
import { type Cell, type Settings, settingsOf } from './settings.ts';
import { sustain } from './sustained.ts';

/** The tenant that bears the sustained load. */
const FULL = 'full';
const REGION = 'eu';
const LOG = 'lectern-progress-StatementLog';

/** How fast statements come in, and how fast they are visible in D1; beside it plain `node:sqlite` on the same machine. */
export async function ingest(args: readonly string[]): Promise<object> {
  const settings = settingsOf(args);
  const before = reference(settings.seconds);
  const server = await BenchServer.start({
    tenants: tenantsOf(settings)
      .map((name) => `${name}:${REGION}`)
      .join(','),
    ...(settings.port === undefined ? {} : { port: settings.port }),
  });
  const generator = new Generator();
  const projection = new ProjectionReader(server.stateDir, REGION);
  try {
    const subjects = new Map(
      tenantsOf(settings).map((name) => [name, new Subject(name, { server, generator, projection })]),
    );
    const measured: Measurement[] = [];
    for (const cell of settings.cells) {
      measured.push(await subjects.get(nameOf(cell))!.measure({ ...cell, until: settings }));
    }
    const after = reference(settings.seconds);
    const perSecond = Math.round((before + after) / 2);
    const results = measured.map((one, i) => resultOf(settings.cells[i]!, one, perSecond));
    console.log(`Reference, node:sqlite: ${shown(perSecond)} statements/s (${shown(before)} and ${shown(after)})`);
    console.log(resultTable('each on a fresh shard', results));
    const full = subjects.get(FULL);
    const runs = full === undefined ? [] : await sustain(settings, full);
    const sustained = runs.map(({ cell, stored, measured }) => ({ stored, ...resultOf(cell, measured, perSecond) }));
    if (sustained.length > 0) console.log(resultTable(`${settings.sustainedSeconds} s on one shard`, sustained));
    return {
      reference: { perSecond, before, after },
      results,
      ...spaceOf(server, [...subjects.values()].at(-1)!),
      sustained,
      memory: memoryOf(server),
    };
  } finally {
    projection.close();
    generator.stop();
    await server.stop();
  }
}

/** A tenant a cell, because each cell begins with an empty log, and one for the long load. */
const tenantsOf = ({ cells, sustained }: Settings): string[] => [
  ...cells.map(nameOf),
  ...(sustained.length > 0 ? [FULL] : []),
];

const nameOf = ({ batch, connections }: Cell): string => `b${batch}c${connections}`;

/** The bill of a log: rows and bytes, a statement. */
function spaceOf(server: BenchServer, { name, stored }: Subject) {
  const file = objectFile(server.stateDir, LOG, name);
  const space = { rowsPerStatement: rowsIn(file) / stored, bytesPerStatement: Math.round(bytesOnDisk(file) / stored) };
  console.log(
    `\nA statement takes ${shown(space.rowsPerStatement)} rows and ${space.bytesPerStatement} bytes of its log.`,
  );
  return { ...space, rowsPerStatement: Math.round(space.rowsPerStatement * 1000) / 1000 };
}

const MIB = 1024 * 1024;

function memoryOf(server: BenchServer) {
  const { residentBytes, peakBytes } = server.usage();
  const memory = { residentMiB: tenths(residentBytes / MIB), peakMiB: tenths(peakBytes / MIB) };
  console.log(`workerd holds ${memory.residentMiB} MiB now and held ${memory.peakMiB} MiB at its peak.`);
  return memory;
}
