import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { signatureOf } from '../../scripts/start/build.mjs';
import { ROOT } from '../../scripts/start/install.mjs';
import { once } from '../../scripts/start/prepare.mjs';
import { paths, wranglerEnv } from '../../scripts/start/state.mjs';

/** The five Workers, the public door first, by the names their configurations give them. */
export const CONFIGS: Readonly<Record<string, string>> = {
  'lectern-front': 'wrangler.toml',
  'lectern-assets': 'workers/assets/wrangler.toml',
  'lectern-api': 'workers/api/wrangler.toml',
  'lectern-delivery': 'workers/delivery/wrangler.toml',
  'lectern-progress': 'workers/progress/wrangler.toml',
};

/** What a bundle is made of. */
const SOURCES = ['workers', 'durable-objects', 'domain', 'd1', 'r2', 'wrangler.toml', 'package-lock.json'];

/** The one file that a Worker's bundle is. */
export const bundleOf = (worker: string): string => join(paths.folder, 'bundles', worker, 'index.js');

/** Bundles the Workers as `wrangler deploy` would upload them, unless the state folder has them from the same sources. */
export function bundleWorkers(): void {
  once('bundles', signatureOf(SOURCES.map((source) => join(ROOT, source))), () => {
    // Wrangler refuses a folder of static files that is not there; which files are in it does not matter here.
    mkdirSync(join(ROOT, 'dist/public'), { recursive: true });
    for (const [worker, config] of Object.entries(CONFIGS)) bundle(config, dirname(bundleOf(worker)));
  });
}

function bundle(config: string, outdir: string): void {
  const wrangler = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
  const args = [wrangler, 'deploy', '--dry-run', '--config', join(ROOT, config), '--outdir', outdir];
  const run = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: wranglerEnv() });
  if (run.status !== 0) throw new Error(`${config} could not be bundled:\n\n${run.stdout}${run.stderr}`);
}
