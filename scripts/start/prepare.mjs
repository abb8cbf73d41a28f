// What has to be there before a server starts on a state folder: migrated and seeded databases.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { signatureOf } from './build.mjs';
import { ROOT } from './install.mjs';
import { doneStamp, markDone, wranglerEnv } from './state.mjs';
import { wantedTenants } from './tenants.mjs';

/** Migrates the databases and seeds the wanted tenants, unless that has been done for exactly these. */
export function prepareDatabases() {
  const wanted = wantedTenants().map(({ tenant, region }) => `${tenant}:${region}`);
  const migrations = signatureOf([join(ROOT, 'd1/migrations'), join(ROOT, 'scripts/seed-sql.mjs')]);
  once('databases', `${migrations} ${wanted.join(' ')}`, () => {
    const script = join(ROOT, 'scripts/start/databases.mjs');
    const run = spawnSync(process.execPath, ['--no-warnings', script], { encoding: 'utf8', env: wranglerEnv() });
    if (run.status !== 0) throw new Error(`The databases could not be migrated:\n\n${run.stdout}${run.stderr}`);
  });
}

/** Does work unless it has been done for the same stamp. @param {string} what @param {string} stamp @param {() => void} work */
export function once(what, stamp, work) {
  if (doneStamp(what) === stamp) return;
  work();
  markDone(what, stamp);
}
