import { describe, expect, it } from 'vitest';
import { bytesOf, cpuSecondsOf, usageOf } from './usage.ts';

describe('usage', () => {
  it('reads times behind a name with blanks and brackets', () => {
    const stat = '7 (a) b) c) S 1 7 7 0 -1 4194560 900 0 0 0 150 25 0 0 20 0 8 0 100 1000 500';
    expect(cpuSecondsOf(stat)).toBe(1.75);
  });
  it('reads memory in bytes', () => {
    expect(bytesOf('Name:\tworkerd\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n', 'VmRSS')).toBe(1024 * 1024);
  });
  it.runIf(process.platform === 'linux')('reads those of a process that runs', () => {
    const { cpuSeconds, residentBytes, peakBytes } = usageOf(process.pid);
    expect(cpuSeconds).toBeGreaterThan(0);
    expect(peakBytes).toBeGreaterThanOrEqual(residentBytes);
    expect(residentBytes).toBeGreaterThan(1e7);
  });
});
