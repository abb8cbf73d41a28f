import { describe, expect, it } from 'vitest';
import {
  grown,
  homeOf,
  ID_SLOTS,
  type Layout,
  logName,
  MAX_LOGS,
  ONE_LOG,
  slotName,
  slotOf,
  withFull,
} from './layout.ts';

const layout = (logs: number, full: number[] = []): Layout => ({ epoch: 7, logs, full });
const claims = Array.from({ length: 400 }, (_, i) => `00000000-0000-1000-8000-${String(i).padStart(12, '0')}`);

describe('a layout', () => {
  it('names the founding log by the tenant alone', () => {
    expect([logName('demo', 0), logName('demo', 3), slotName('demo', 15)]).toEqual([
      'demo',
      'demo-log-3',
      'demo-ids-15',
    ]);
  });

  it('[SHD-1] spreads ids that share most of their bits over all slots, whatever their case', () => {
    const slots = claims.map(slotOf);
    expect(new Set(slots).size).toBe(ID_SLOTS);
    expect(Math.max(...slots)).toBe(ID_SLOTS - 1);
    expect(slotOf('ABCDEF01-0000-1000-8000-000000000000')).toBe(slotOf('abcdef01-0000-1000-8000-000000000000'));
  });

  it('[SHD-2] only grows, and up to a limit', () => {
    expect(grown(ONE_LOG, 4)).toEqual({ epoch: 2, logs: 4, full: [] });
    expect(grown(layout(4), 4)).toEqual(layout(4));
    expect(grown(layout(4), 2)).toEqual(layout(4));
    expect(grown(layout(4, [1]), 1000)).toEqual({ epoch: 8, logs: MAX_LOGS, full: [1] });
  });

  it('[SHD-3] closes a full log and doubles when none is left', () => {
    expect(withFull(layout(2), 1)).toEqual({ epoch: 8, logs: 2, full: [1] });
    expect(withFull(layout(2, [1]), 1)).toEqual(layout(2, [1]));
    expect(withFull(layout(2, [1]), 0)).toEqual({ epoch: 9, logs: 4, full: [0, 1] });
    const all = Array.from({ length: MAX_LOGS - 1 }, (_, log) => log);
    expect(withFull(layout(MAX_LOGS, all), MAX_LOGS - 1).logs).toBe(MAX_LOGS);
  });

  it('[SHD-4] sends batches to every open log and to no full one', () => {
    const homes = new Set(claims.map((claim) => homeOf(layout(4, [1]), claim)));
    expect([...homes].sort()).toEqual([0, 2, 3]);
    expect(homeOf(ONE_LOG, claims[0]!)).toBe(0);
    expect(homeOf(layout(2, [0, 1]), claims[0]!)).toBe(1);
  });
});
