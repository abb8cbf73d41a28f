// All checks in order of how soon they tell something; the last line is the sum.
import { buildBrowserFiles } from '../start/build.mjs';
import { endAll, runAll, tellFailures } from './run.mjs';
import { deadCode, envTypes, formatAndLint, types, vitest } from './steps.mjs';

// A `npm test` that is ended or killed must not leave tests behind.
for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) {
  process.on(event, () => {
    endAll();
    process.exit(1);
  });
}

const began = Date.now();
const results = await runAll([formatAndLint, ...types, envTypes, deadCode], 2);
results.push(...(await runAll([vitest('unit', ['unit'])], 1)));
results.push(...(await runAll([vitest('workerd', ['api', 'delivery', 'progress'])], 1)));
buildBrowserFiles();
// Each file has a server and a browser of its own: one after the other, two cores are not enough for more.
results.push(
  ...(await runAll([vitest('journeys', ['contracts', 'conformance', 'journeys'], ['--no-file-parallelism'])], 1)),
);

tellFailures(results);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
console.log(`\n${Math.round((Date.now() - began) / 1000)} s in all`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
process.exit(sum('failed') > 0 ? 1 : 0);
