import { percentile } from '../percentiles.ts';
import { shown, table } from '../table.ts';
import type { Course } from './archive.ts';
import type { Imported } from './importing.ts';
import type { Reference } from './reference.ts';

/** What a build must reach: this share of the reference's rate; and, for courses of 50 MB, less than so many seconds. */
const GOAL_RATIO = 0.5;
const GOAL_SECONDS = 5;
/** How much more a large course may take in memory than one of 10 MB. */
const GOAL_GROWTH_MB = 200;

const MB = 1_000_000;

export interface Measured {
  readonly course: Course;
  readonly imported: Imported;
  /** Before and after the import. */
  readonly reference: { readonly before: Reference; readonly after: Reference };
  readonly little: Imported;
  /** Of 50 MB, in the order of their imports. */
  readonly ordinaries: readonly Imported[];
}

/** Prints what was measured for people, and returns it for programs. Seconds and megabytes a second, of 1,000,000 bytes. */
export function reportOf({ course, imported, reference, little, ordinaries }: Measured) {
  const rates = { before: inMb(reference.before.perSecond), after: inMb(reference.after.perSecond) };
  const referenceRate = (reference.before.perSecond + reference.after.perSecond) / 2;
  const referenceCpuRate = (reference.before.perCpuSecond + reference.after.perCpuSecond) / 2;
  const rate = course.bytes / imported.seconds;
  const ratio = hundredths(rate / referenceRate);
  const cpuRatio = hundredths(course.bytes / imported.cpuSeconds / referenceCpuRate);
  const seconds = ordinaries.map((one) => one.seconds);
  const [p50, p95] = [0.5, 0.95].map((share) => hundredths(percentile(seconds, share))) as [number, number];
  const peaks = { littleMb: inMb(little.peakBytes), largeMb: inMb(imported.peakBytes) };
  const growthMb = hundredths((imported.peakBytes - little.peakBytes) / MB);
  const holds = { rate: ratio >= GOAL_RATIO, courses: p95 < GOAL_SECONDS, memory: growthMb < GOAL_GROWTH_MB };
  const told = (good: boolean) => (good ? 'holds' : 'does not hold');
  const rows = [
    [`${shown(inMb(course.bytes))} MB in ${shown(course.files)} files, MB/s`, inMb(rate), '', ''],
    ['the same, in multiples of the reference', ratio, `at least ${GOAL_RATIO}`, told(holds.rate)],
    ['the same, by processor time', cpuRatio, '', ''],
    [`${ordinaries.length} courses of 50 MB, p50 s`, p50, '', ''],
    ['the same, p95 s', p95, `under ${GOAL_SECONDS}`, told(holds.courses)],
    ['memory beyond a course of 10 MB, MB', growthMb, `under ${GOAL_GROWTH_MB}`, told(holds.memory)],
  ];
  const speed = `${shown(inMb(referenceRate))} MB/s (${shown(rates.before)} before, ${shown(rates.after)} after)`;
  console.log(`Reference, node:zlib and node:crypto: ${speed}`);
  console.log(`\n${table(['from import to built', '', 'goal', ''], rows)}`);
  const largest = stepsOf(imported);
  const usual = stepsOf(medianOf(ordinaries));
  console.log(`\n${table(['seconds', 'large course', 'one of 50 MB'], stepRows(largest, usual))}`);
  console.log(
    `\nworkerd held ${shown(peaks.littleMb)} MB at most for 10 MB, ${shown(peaks.largeMb)} for the large one.`,
  );
  return {
    bytes: course.bytes,
    files: course.files,
    reference: { mbPerSecond: inMb(referenceRate), ...rates },
    large: { mbPerSecond: inMb(rate), ratio, cpuRatio, ...largest },
    courses: { count: ordinaries.length, p50, p95, median: usual },
    memory: { ...peaks, growthMb },
    holds,
  };
}

/** What an import took, in the order of time. */
function stepsOf({ uploadSeconds, seconds, steps, cpuSeconds }: Imported): Record<string, number> {
  const { waiting = 0, inspect = 0, build = 0, publish = 0 } = steps;
  const all = { upload: uploadSeconds, waiting, inspect, build, publish, 'import to built': seconds, cpu: cpuSeconds };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, hundredths(value)]));
}

const stepRows = (one: Record<string, number>, other: Record<string, number>) =>
  Object.keys(one).map((name) => [name === 'cpu' ? 'processor time of workerd in it' : name, one[name]!, other[name]!]);

const medianOf = (all: readonly Imported[]): Imported => {
  const middle = percentile(
    all.map((one) => one.seconds),
    0.5,
  );
  return all.find((one) => one.seconds === middle)!;
};

const hundredths = (value: number): number => Math.round(value * 100) / 100;
const inMb = (bytes: number): number => hundredths(bytes / MB);
