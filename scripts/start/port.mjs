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

/** Ends what a killed supervisor may have left behind: the members of the process group it had noted, if they are ours. */
export async function endRemains() {
  const noted = readJson(paths.server);
  if (noted?.group === undefined) return;
  const ours = (process) => process.command.includes(ROOT) || process.command.includes(paths.folder);
  const left = membersOf(noted.group).filter(ours);
  for (const { pid } of left) signal(pid, 'SIGKILL');
  const until = Date.now() + REMAINS_MS;
  while (left.some(({ pid }) => isAlive(pid)) && Date.now() < until) await pause(20);
}

/** Throws when somebody else listens there, on either loopback address: a browser may ask the other one first. */
export async function assertFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    if (await isTaken(host, port)) {
      throw new Error(`Port ${port} is taken by another program. End that one, or choose a port: PORT=8790 npm start`);
    }
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
