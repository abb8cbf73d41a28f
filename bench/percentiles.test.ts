import { describe, expect, it } from 'vitest';
import { percentile, percentiles } from './percentiles.ts';
import { table } from './table.ts';

describe('percentiles', () => {
  const values = Array.from({ length: 200 }, (_, i) => 200 - i);
  it('are the smallest value that the share of all does not exceed', () => {
    expect(percentiles(values)).toEqual({ p50: 100, p95: 190, p99: 198 });
    expect(percentile([7], 0.5)).toBe(7);
    expect(percentile([1, 2], 0.5)).toBe(1);
    expect(percentile([1, 2], 1)).toBe(2);
    expect(percentile([], 0.5)).toBeNaN();
  });
  it('come in hundredths', () => {
    expect(percentiles([1.266]).p50).toBe(1.27);
  });
});

describe('table', () => {
  it('aligns its columns and groups digits', () => {
    const lines = table(
      ['', 'n'],
      [
        ['first', 12345.678],
        ['b', 'x'],
      ],
    ).split('\n');
    expect(lines).toEqual(['               n', 'first  12,345.68', 'b              x']);
  });
});
