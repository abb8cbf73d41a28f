// `npm run bench -- <name> [runs]`: measurements over the real local stack. The last line is one JSON object.
import { completion } from './completion.ts';

const BENCHES: Readonly<Record<string, (runs: number) => Promise<object>>> = { completion };
const DEFAULT_RUNS = 20;

const [name = '', runs = String(DEFAULT_RUNS)] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`Usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [runs]`);
  process.exit(1);
}
console.log(JSON.stringify({ bench: name, ...(await bench(Number(runs))) }));
