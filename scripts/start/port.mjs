// The port, and who has it: nobody, a Lectern of this state folder that runs, its remains, or somebody else.
import { createServer } from 'node:net';
import { ROOT } from './install.mjs';
import { isAlive, membersOf, readProcess, signal } from './processes.mjs';
import { paths, readJson } from './state.mjs';

const DEFAULT_PORT = 8787;
/** How long the remains of a killed server may take to go after SIGKILL. */
const REMAINS_MS = 5000;

export function wantedPort() {
  const text = process.env.PORT || String(DEFAULT_PORT);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`PORT is "${text}"; it must be a number from 1 to 65535.`);
}

/** The server of this state folder when it runs: its supervisor lives. @returns {{ port: number, supervisor: number } | undefined} */
export function runningInstance() {
  const noted = readJson(paths.server);
  if (noted === undefined || noted.supervisor === process.pid) return undefined;
  const found = readProcess(noted.supervisor);
  // A process id is used again after a while: the command line says whether it is ours.
  return found?.command.includes('scripts/start/main.mjs') ? noted : undefined;
}

/**
 * Ends what a killed supervisor may have left behind: the members of the process group it had noted, if they are ours.
 * Answers whether there was anything.
 */
export async function endRemains() {
  const noted = readJson(paths.server);
  if (noted?.group === undefined) return false;
  const ours = (process) => process.command.includes(ROOT) || process.command.includes(paths.folder);
  const left = membersOf(noted.group).filter(ours);
  for (const { pid } of left) signal(pid, 'SIGKILL');
  const until = Date.now() + REMAINS_MS;
  while (left.some(({ pid }) => isAlive(pid)) && Date.now() < until) await pause(20);
  return left.length > 0;
}

/**
 * Throws when somebody else listens there, on either loopback address: a browser may ask the other one first.
 * @param {number} port
 * @param {boolean} patient remains have just been ended: the last threads of a killed process may still hold the port
 */
export async function assertFree(port, patient) {
  const until = Date.now() + (patient ? REMAINS_MS : 0);
  while ((await isTaken('127.0.0.1', port)) || (await isTaken('::1', port))) {
    if (Date.now() >= until) {
      throw new Error(`Port ${port} is taken by another program. End that one, or choose a port: PORT=8790 npm start`);
    }
    await pause(50);
  }
}

/** @param {string} host @param {number} port @returns {Promise<boolean>} */
function isTaken(host, port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve('code' in error && error.code === 'EADDRINUSE'));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(false)));
  });
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
