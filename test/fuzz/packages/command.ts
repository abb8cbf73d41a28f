import { BenchServer } from '../../../bench/server/server.ts';
import { fuzzPackages, type PackageOutcome } from './fuzz.ts';
import { seedPackages } from './seeds.ts';

export interface Asked {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

const SHOWN_CHARACTERS = 2000;
const shown = (text: string) => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)} …` : text);

/** `npm run fuzz -- --packages`; answers how many things were wrong. */
export async function fuzzPackagesWith({ seed, first, count }: Asked): Promise<number> {
  const seeds = await seedPackages();
  console.log(`Seed ${seed}: ${count} packages from ${first} on, made from ${seeds.length}.`);
  const server = await BenchServer.start();
  const began = performance.now();
  try {
    const { operatorToken } = server.tenants.demo!;
    const onCase = (index: number) => index > 0 && index % 1000 === 0 && console.log(`${index} tried`);
    const outcome = await fuzzPackages(
      { url: server.url, operatorToken, log: server.log },
      { seed, first, count, seeds, onCase },
    );
    tell(outcome, seed);
    const bad = outcome.failures.length + outcome.errors.length;
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`\n${bad === 0 ? 'A report every time' : `${bad} failures`} in ${seconds} s (seed ${seed}).`);
    return bad;
  } finally {
    await server.stop();
  }
}

function tell({ outcomes, failures, errors }: PackageOutcome, seed: number): void {
  for (const [said, times] of [...outcomes].sort(([, a], [, b]) => b - a))
    console.log(`${String(times).padStart(6)} ${said}`);
  for (const { index, tried, wrong } of failures) {
    console.log(`\nCase ${index} (${tried.kind} of ${tried.from}, ${tried.body.length} bytes):`);
    for (const what of wrong) console.log(`  ${shown(what)}`);
    console.log(`  Again alone: npm run fuzz -- --packages --seed ${seed} --only ${index}`);
  }
  for (const line of errors.slice(0, 20)) console.log(`The server logged: ${shown(line)}`);
}
