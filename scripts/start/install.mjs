// Whether node_modules holds what package-lock.json asks for, and how it comes to. Plain Node 20, nothing installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Installs exactly what the lock file names, when it is not there yet. Throws with npm's own words when that fails. */
export function ensureInstalled() {
  if (isInstalled(ROOT)) return;
  console.log('Installing what is missing (half a minute on a usual connection) …');
  const began = Date.now();
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...rest] = npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
  const run = spawnSync(command, rest, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (run.error) throw new Error(`npm could not be started: ${run.error.message}. Install npm beside Node.`);
  if (run.status !== 0) {
    throw new Error(
      `The installation failed:\n\n${run.stdout}${run.stderr}\nMend that (or the network) and try again.`,
    );
  }
  console.log(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
}

/**
 * Compares the lock file with the one npm keeps inside node_modules, by content: times of files say nothing after a
 * checkout. Packages for other systems are optional and may be absent.
 * @param {string} root
 */
export function isInstalled(root) {
  const kept = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(kept)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(kept, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const there = present[path];
    return there === undefined
      ? entry.optional === true || entry.devOptional === true
      : there.version === entry.version;
  });
}
