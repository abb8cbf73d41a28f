// Lectern's tools need Node 22.12 or newer; the install brings Node 24 along where it is published as a package.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './install.mjs';
import { ancestorNamed, isAlive } from './processes.mjs';

const NEEDED = [22, 12];
/** How often we look whether npm, which started us, is still there: a killed npm tells nobody. */
const PARENT_POLL_MS = 500;

/** The Node to run tools with: the installed one, else the running one when it is new enough. */
export function projectNode() {
  const installed = join(ROOT, 'node_modules', '.bin', 'node');
  if (existsSync(installed) && isNewEnough(versionOf(installed))) return installed;
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw new Error(
    `Lectern needs Node ${NEEDED.join('.')} or newer here: this is Node ${process.versions.node}, and no newer one could be ` +
      'installed for this system. Install Node 24 from https://nodejs.org and try again.',
  );
}

/**
 * Runs a script of the project on its Node, passes signals on and answers with its exit code. The child holds an IPC
 * channel to us and ends when it closes.
 * @param {string} script path from the root of the checkout
 * @param {string[]} args
 */
export function runOnProjectNode(script, args) {
  const child = spawn(projectNode(), [join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const npm = process.env.npm_lifecycle_event === undefined ? undefined : ancestorNamed('npm');
  const watch = setInterval(() => {
    if (npm !== undefined && !isAlive(npm)) child.kill('SIGTERM');
  }, PARENT_POLL_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1));
    });
  });
}

/** @param {string} binary */
function versionOf(binary) {
  const run = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim().slice(1) : '0.0.0';
}

/** Whether a version will do. @param {string} version */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}
