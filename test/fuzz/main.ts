// `npm run fuzz -- [count] [--seed N] [--only INDEX] [--logs N]`: mutated statements and requests against a server of its own, workerd without wrangler's proxy.
// `npm run fuzz -- --packages [count] [--seed N] [--only INDEX]`: mutated manifests and archives.
import { parseArgs } from 'node:util';
import { BenchServer } from '../../bench/server/server.ts';
import { spreadStore } from '../support/lrs.ts';
import { type Failure, fuzz, type Outcome } from './fuzz.ts';
import { fuzzPackagesWith } from './packages/command.ts';

const COUNT = 100_000;
const PACKAGES = 10_000;
/** What is shown of a body; the case can be made again. */
const SHOWN_CHARACTERS = 2000;

const { values, positionals } = parseArgs({
  options: {
    packages: { type: 'boolean', default: false },
    seed: { type: 'string' },
    only: { type: 'string' },
    logs: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const first = Number(values.only ?? 0);
const count = values.only === undefined ? Number(positionals[0] ?? (values.packages ? PACKAGES : COUNT)) : 1;
if (![seed, first, count].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  console.error('Usage: npm run fuzz -- [count] [--seed N] [--only INDEX] [--logs N] [--packages]');
  process.exit(2);
}

const shown = (text: string) => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)} …` : text);

function tellFailure({ index, sent, what }: Failure): void {
  const headers = Object.entries(sent.headers).filter(([name]) => name !== 'authorization');
  console.log(`\nCase ${index} (${sent.kind}): ${shown(what)}`);
  console.log(`  ${sent.method} ${shown(sent.path)}`);
  for (const [name, value] of headers) console.log(`  ${name}: ${shown(value)}`);
  if (sent.body !== undefined) console.log(`\n  ${shown(sent.body.toString('utf8'))}`);
  console.log(`  Again alone:                npm run fuzz -- --seed ${seed} --only ${index}`);
  console.log(`  Again with all before it:   npm run fuzz -- ${index + 1} --seed ${seed}`);
}

function tellProgress(index: number, began: number): void {
  if (index > 0 && index % 10_000 === 0) console.log(`${index} sent after ${secondsSince(began)} s`);
}

const secondsSince = (start: number) => Math.round((performance.now() - start) / 1000);

function tellStatuses({ statuses }: Outcome): void {
  for (const [kind, of] of [...statuses].sort(([a], [b]) => a.localeCompare(b))) {
    const counts = [...of].sort(([a], [b]) => a - b).map(([hundred, n]) => `${hundred}xx ${String(n).padStart(6)}`);
    console.log(`${kind.padEnd(14)} ${counts.join('   ')}`);
  }
}

async function fuzzStatements(): Promise<number> {
  console.log(`Seed ${seed}: ${count} cases from ${first} on.`);
  const server = await BenchServer.start();
  const began = performance.now();
  try {
    await spreadStore(server, server.tenants.demo!, Number(values.logs));
    const outcome = await fuzz(
      { url: server.url, tenant: server.tenants.demo!, log: server.log },
      { seed, first, count, onCase: (index) => tellProgress(index, began) },
    );
    tellStatuses(outcome);
    outcome.failures.forEach(tellFailure);
    for (const line of outcome.errors.slice(0, 20)) console.log(`The server logged: ${shown(line)}`);
    const bad = outcome.failures.length + outcome.errors.length;
    console.log(`\n${bad === 0 ? 'Only 2xx and 4xx' : `${bad} failures`} in ${secondsSince(began)} s (seed ${seed}).`);
    return bad;
  } finally {
    await server.stop();
  }
}

const bad = await (values.packages ? fuzzPackagesWith({ seed, first, count }) : fuzzStatements());
process.exitCode = bad === 0 ? 0 : 1;
