import { readFileSync, writeFileSync } from 'node:fs';

/** Kernel ticks a second as /proc tells them: USER_HZ, which is 100 on every Linux that people run. */
const TICKS_PER_SECOND = 100;
const KIB = 1024;

/** What a process has used. Linux only: it is read from /proc. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly peakBytes: number;
}

/** The usage of a process that runs. */
export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: cpuSecondsOf(stat),
    residentBytes: bytesOf(status, 'VmRSS'),
    peakBytes: bytesOf(status, 'VmHWM'),
  };
}

/** Lets the peak of a process that runs begin anew, with what it holds now. */
export function forgetPeak(pid: number): void {
  // proc(5): 5 resets the peak.
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** User and system time of all threads, from the text of /proc/PID/stat (proc(5), fields 14 and 15). */
export function cpuSecondsOf(stat: string): number {
  // The second field, the name, may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** A line such as `VmRSS:  1234 kB` of /proc/PID/status. */
export function bytesOf(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN) * KIB;
}
