// `npm run bench -- <name> …`: measurements over the real local stack. The last line is one JSON object.
import { build } from './build/build.ts';
import { completion } from './completion/completion.ts';
import { exports } from './export/export.ts';
import { ingest } from './ingest/ingest.ts';
import { UsageError } from './options.ts';
import { query } from './query/query.ts';

const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<object>>> = {
  build,
  completion,
  export: exports,
  ingest,
  query,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  if (name !== '') console.error(`There is no bench "${name}".`);
  console.error(`Usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [options]`);
  process.exit(1);
}
// So that servers and their files go with this process.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
try {
  console.log(JSON.stringify({ bench: name, ...(await bench(args)) }));
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
}
