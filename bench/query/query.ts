import { tenths } from '../percentiles.ts';
import { Stage } from '../stage.ts';
import { shown, table } from '../table.ts';
import { Asking, type Result, type Times } from './asking.ts';
import { KINDS } from './questions.ts';
import { Reference } from './reference.ts';
import { settingsOf } from './settings.ts';

const TENANT = 'asked';
const FILL = { batch: 500, connections: 8 };

/** How long answers take, by what is asked, how much is stored and how many ask. */
export async function query(args: readonly string[]): Promise<object> {
  const settings = settingsOf(args);
  const stage = await Stage.open([TENANT], settings.port);
  const reference = new Reference();
  try {
    const results: Result[] = [];
    const bare = new Map<number, Times>();
    for (const stored of settings.stored) {
      const subject = stage.subject(TENANT);
      await subject.measure({ ...FILL, until: { statements: stored - subject.stored } });
      const asking = new Asking(stage, { tenant: TENANT, reference, seconds: settings.seconds });
      for (const clients of settings.clients) {
        bare.set(clients, await asking.roundTrip(clients));
        for (const kind of KINDS) results.push(await asking.measure(kind, clients));
      }
    }
    print(results, bare);
    return { reference: { roundTrip: Object.fromEntries(bare) }, results, memory: memoryOf(stage) };
  } finally {
    reference.close();
    await stage.close();
  }
}

function print(results: readonly Result[], bare: ReadonlyMap<number, Times>): void {
  console.log(`A bare round trip through the front door, ms: ${JSON.stringify(Object.fromEntries(bare))} by clients\n`);
  const rows = results.map(({ stored, clients, question, requests, p50, p95, cpuMs, errors, reference, holds }) => [
    question,
    ...[stored, clients, requests, p50, p95, cpuMs, reference.p50, reference.p95, errors],
    holds === null ? '' : holds ? 'holds' : 'does not hold',
  ]);
  const head = [
    '',
    'stored',
    'clients',
    'requests',
    'p50 ms',
    'p95 ms',
    'CPU ms',
    'sqlite p50',
    'sqlite p95',
    'errors',
    'goal',
  ];
  console.log(table(head, rows));
}

const MIB = 1024 * 1024;

function memoryOf({ server }: Stage) {
  const { residentBytes, peakBytes } = server.usage();
  console.log(`workerd holds ${shown(Math.round(residentBytes / MIB))} MiB now.`);
  return { residentMiB: tenths(residentBytes / MIB), peakMiB: tenths(peakBytes / MIB) };
}
