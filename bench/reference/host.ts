// The reference of `ingest`, a process of its own: `node host.ts FOLDER SECONDS` prints statements a second.
import { join } from 'node:path';
import { StatementSource } from '../load/statements.ts';
import { RowStore } from './rows.ts';

const BATCH = 500;
/** Batches made before the clock runs again, so that making them is not counted. */
const ROUND = 4;

const [folder = '', seconds = ''] = process.argv.slice(2);
const store = new RowStore(join(folder, 'reference.sqlite'));
const source = new StatementSource({ tenant: 'reference', homePage: 'https://learners.example.com' });
let count = 0;
let milliseconds = 0;
while (milliseconds < Number(seconds) * 1000) {
  const batches = Array.from({ length: ROUND }, (_, i) => batchFrom(count + i * BATCH));
  const began = performance.now();
  for (const batch of batches) store.append(batch);
  milliseconds += performance.now() - began;
  count += ROUND * BATCH;
}
console.log(Math.round((count / milliseconds) * 1000));

function batchFrom(first: number): string {
  return `[${Array.from({ length: BATCH }, (_, i) => source.text(first + i)).join(',')}]`;
}
