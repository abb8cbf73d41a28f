import { shown, table } from '../table.ts';
import type { Exported } from './exporting.ts';

/** How much more a large course may take in memory than one of 10 MB. */
const GOAL_GROWTH_MB = 200;
const MB = 1_000_000;

export interface Measured {
  readonly little: Exported;
  readonly large: { readonly exported: Exported; readonly copiedPerSecond: number };
}

/** Prints what was measured for people, and returns it for programs. Megabytes are of 1,000,000 bytes. */
export function reportOf({ little, large: { exported, copiedPerSecond } }: Measured) {
  const { bytes, seconds, cpuSeconds, peakBytes } = exported;
  const rate = bytes / seconds;
  const growthMb = hundredths((peakBytes - little.peakBytes) / MB);
  const holds = { memory: growthMb < GOAL_GROWTH_MB };
  const rows = [
    ['seconds', hundredths(seconds), ''],
    ['MB/s', hundredths(rate / MB), ''],
    ['the same, in multiples of a plain copy', hundredths(rate / copiedPerSecond), ''],
    ['processor time of workerd, s', hundredths(cpuSeconds), ''],
    ['memory beyond a course of 10 MB, MB', growthMb, `under ${GOAL_GROWTH_MB}`],
  ];
  console.log(`Reference, a copy of the archive by Node: ${shown(hundredths(copiedPerSecond / MB))} MB/s`);
  console.log(`\n${table([`an export of ${shown(hundredths(bytes / MB))} MB as SCORM 2004`, '', 'goal'], rows)}`);
  console.log(
    `\nworkerd held ${shown(hundredths(little.peakBytes / MB))} MB at most for 10 MB, ${shown(hundredths(peakBytes / MB))} for the large one: the goal ${holds.memory ? 'holds' : 'does not hold'}.`,
  );
  return {
    bytes,
    seconds: hundredths(seconds),
    cpuSeconds: hundredths(cpuSeconds),
    mbPerSecond: hundredths(rate / MB),
    reference: { mbPerSecond: hundredths(copiedPerSecond / MB) },
    ratio: hundredths(rate / copiedPerSecond),
    memory: { littleMb: hundredths(little.peakBytes / MB), largeMb: hundredths(peakBytes / MB), growthMb },
    holds,
  };
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
