// `npm run check`: the inner loop. Format and lint, types, and the unit tests, at the same time, in seconds.
import { runAll } from './test/run.mjs';
import { formatAndLint, types, vitest } from './test/steps.mjs';

const results = await runAll([formatAndLint, ...types, vitest('unit', ['unit'])], 3);
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;
