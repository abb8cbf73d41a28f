// Which processes run, told by /proc where there is one, else by `ps`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const HAS_PROC = existsSync('/proc/self/stat');

/** @typedef {{ pid: number, parent: number, group: number, command: string }} Process */

/** Every process we may see, zombies apart. @returns {Process[]} */
export function processes() {
  if (!HAS_PROC) return processesByPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

/** One process, or undefined when there is none (or only its zombie). @param {number} pid @returns {Process | undefined} */
export function readProcess(pid) {
  if (!HAS_PROC) return processesByPs().find((process) => process.pid === pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): "pid (name) state ppid pgrp …"; the name may hold blanks and brackets.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), group: Number(group), command };
  } catch {
    return undefined; // it ended while we looked
  }
}

/** @param {number} pid */
export const isAlive = (pid) => readProcess(pid) !== undefined;

/** The members of a process group. @param {number} group */
export const membersOf = (group) => processes().filter((process) => process.group === group);

/** The nearest ancestor of ours whose command line names a program. @param {string} name */
export function ancestorNamed(name) {
  let pid = process.ppid;
  for (let depth = 0; depth < 8 && pid > 1; depth++) {
    const found = readProcess(pid);
    if (found === undefined) return undefined;
    if (new RegExp(`(^|[/ ])${name}(-cli\\.js)?( |$)`).test(found.command)) return pid;
    pid = found.parent;
  }
  return undefined;
}

/** Sends a signal, and says whether there was somebody to get it. @param {number} pid negative: a whole group */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/** @returns {Process[]} */
function processesByPs() {
  const run = spawnSync('ps', ['-axo', 'pid=,ppid=,pgid=,stat=,command='], { encoding: 'utf8' });
  return (run.stdout ?? '').split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match === null || match[4].startsWith('Z')) return [];
    return [{ pid: Number(match[1]), parent: Number(match[2]), group: Number(match[3]), command: match[5] }];
  });
}
