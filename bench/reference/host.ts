// The reference of `ingest`, a process of its own: `node host.ts FOLDER SECONDS` prints `{perSecond, cpuMicros}`.
import { join } from 'node:path';
import { StatementSource } from '../load/statements.ts';
import { tenths } from '../percentiles.ts';
import { RowStore } from './rows.ts';

const BATCH = 500;
/** Batches made before the clock runs again, so that making them is not counted. */
const ROUND = 4;

const [folder = '', seconds = ''] = process.argv.slice(2);
const store = new RowStore(join(folder, 'reference.sqlite'));
const source = new StatementSource({ tenant: 'reference', homePage: 'https://learners.example.com' });
let count = 0;
let milliseconds = 0;
let cpuMicros = 0;
while (milliseconds < Number(seconds) * 1000) {
  const batches = Array.from({ length: ROUND }, (_, i) => batchFrom(count + i * BATCH));
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (const batch of batches) store.append(batch);
  milliseconds += performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  cpuMicros += user + system;
  count += ROUND * BATCH;
}
const perSecond = Math.round((count / milliseconds) * 1000);
console.log(JSON.stringify({ perSecond, cpuMicros: tenths(cpuMicros / count) }));

function batchFrom(first: number): string {
  return `[${Array.from({ length: BATCH }, (_, i) => source.text(first + i)).join(',')}]`;
}
