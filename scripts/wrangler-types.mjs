// Writes the Env type of each Worker from its wrangler.toml (`npm run types`); `--check` fails when a file is not current.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const workers = [
  ['wrangler.toml', 'workers/front/env.d.ts', 'FrontEnv'],
  ['workers/assets/wrangler.toml', 'workers/assets/env.d.ts', 'AssetsEnv'],
  ['workers/api/wrangler.toml', 'workers/api/env.d.ts', 'ApiEnv'],
  ['workers/delivery/wrangler.toml', 'workers/delivery/env.d.ts', 'DeliveryEnv'],
  ['workers/progress/wrangler.toml', 'workers/progress/env.d.ts', 'ProgressEnv'],
];
const check = process.argv.includes('--check');
const quiet = {
  ...process.env,
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: '.lectern/wrangler-logs',
};
let stale = 0;
for (const [config, out, name] of workers) {
  const before = check ? readFileSync(out, 'utf8') : '';
  const args = [
    'node_modules/wrangler/bin/wrangler.js',
    'types',
    out,
    '-c',
    config,
    '--env-interface',
    name,
    '--include-runtime',
    'false',
  ];
  execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env: quiet });
  if (check && readFileSync(out, 'utf8') !== before) {
    console.error(`${out} was not current; it has been written again: commit it`);
    stale++;
  }
}
process.exitCode = stale === 0 ? 0 : 1;
