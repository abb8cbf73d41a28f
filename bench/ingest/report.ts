import { percentiles, tenths } from '../percentiles.ts';
import type { Measurement } from '../subject.ts';
import { shown, table } from '../table.ts';
import type { Cell } from './settings.ts';

/** What the store must reach: times the reference where requests carry many statements, a second where they carry one. */
const GOAL_RATIO = 3;
const GOAL_SINGLES = 3000;

/** A measured cell. Rates are statements a second, times milliseconds a request. */
export interface Result extends Cell {
  readonly accepted: number;
  /** Accepted and visible in D1. */
  readonly projected: number;
  /** `projected` in multiples of the reference. */
  readonly ratio: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Requests that were answered with anything but success. */
  readonly errors: number;
  readonly firstError: string | null;
  /** Of all threads of workerd, a statement. */
  readonly cpuMicros: number;
  /** Of the load generator, a statement. */
  readonly generatorCpuMicros: number;
  /** Written by the log. */
  readonly rowsPerStatement: number;
  readonly holds: boolean;
}

/** @param reference statements a second of the reference */
export function resultOf(cell: Cell, measured: Measurement, reference: number): Result {
  const { accepted, seconds, visibleSeconds, statuses } = measured;
  const projected = accepted / visibleSeconds;
  const errors = Object.entries(statuses).reduce((sum, [status, n]) => (status === '200' ? sum : sum + n), 0);
  const fast = cell.batch === 1 ? projected >= GOAL_SINGLES : projected >= GOAL_RATIO * reference;
  return {
    ...cell,
    accepted: Math.round(accepted / seconds),
    projected: Math.round(projected),
    ratio: Math.round((projected / reference) * 100) / 100,
    ...percentiles(measured.latencies),
    errors,
    firstError: measured.firstError,
    cpuMicros: tenths((measured.serverCpuSeconds / accepted) * 1e6),
    generatorCpuMicros: tenths((measured.cpuSeconds / accepted) * 1e6),
    rowsPerStatement: Math.round(measured.rowsPerStatement * 1000) / 1000,
    holds: fast && errors === 0,
  };
}

const HEAD = [
  '',
  'accepted/s',
  'projected/s',
  'ratio',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'errors',
  'CPU µs',
  'rows',
  'goal',
];

/** Results as lines for people. */
export function resultTable(title: string, results: readonly (Result & { readonly stored?: number })[]): string {
  const rows = results.map((result) => [
    `batch ${result.batch} x ${result.connections} connections${result.stored ? `, at ${shown(result.stored)}` : ''}`,
    ...[result.accepted, result.projected, result.ratio, result.p50, result.p95, result.p99, result.errors],
    ...[result.cpuMicros, result.rowsPerStatement, result.holds ? 'holds' : 'does not hold'],
  ]);
  const errors = results.flatMap(({ firstError }) => (firstError === null ? [] : [`  first error: ${firstError}`]));
  return ['', table([title, ...HEAD.slice(1)], rows), ...errors].join('\n');
}
