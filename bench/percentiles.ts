/** Nearest rank: the smallest value that at least this share of all does not exceed. NaN of no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** To tenths, which is what a clock on a busy machine is good for. */
export const tenths = (value: number): number => Math.round(value * 10) / 10;

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** The percentiles that people ask for, in hundredths of the values' unit. */
export const percentiles = (values: readonly number[]) => ({
  p50: hundredths(percentile(values, 0.5)),
  p95: hundredths(percentile(values, 0.95)),
  p99: hundredths(percentile(values, 0.99)),
});
