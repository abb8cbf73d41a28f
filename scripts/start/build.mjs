// Browser files and the sample course are made again when what they are made of has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './install.mjs';

const SOURCES = [
  'player',
  'console',
  'ui',
  'domain',
  'docs',
  'scripts/build',
  'scripts/build.mjs',
  'package-lock.json',
];
const STAMP = join(ROOT, 'dist', '.built');

/**
 * Builds console, player and docs into dist/public, unless they are current. When that fails it says so and leaves the
 * last ones there: a page that does not build must not keep the services from running.
 */
export function buildBrowserFiles() {
  const stamp = signatureOf(SOURCES.map((source) => join(ROOT, source)));
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return;
  const run = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { cwd: ROOT, encoding: 'utf8' });
  mkdirSync(join(ROOT, 'dist/public'), { recursive: true });
  if (run.status === 0) writeFileSync(STAMP, stamp);
  else console.error(`The browser files could not be built; the last ones are served.\n\n${run.stdout}${run.stderr}`);
}

/** Names, sizes and times of all files under some paths, as one digest. @param {string[]} roots */
export function signatureOf(roots) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path} ${stat?.size} ${stat?.mtimeMs}\n`);
  };
  for (const root of roots) visit(root);
  return hash.digest('hex');
}
