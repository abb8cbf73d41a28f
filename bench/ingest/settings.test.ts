import { describe, expect, it } from 'vitest';
import { settingsOf } from './settings.ts';

describe('the options of ingest', () => {
  it('measure batches of 1, 50 and 500 over 8 and 16 connections, and a full shard, when nothing is said', () => {
    const { cells, sustained, stored } = settingsOf([]);
    expect(cells).toHaveLength(6);
    expect(cells).toContainEqual({ batch: 500, connections: 16 });
    expect(sustained).toContainEqual({ batch: 500, connections: 8 });
    expect(stored).toBe(5_000_000);
  });
  it('leave the long part out with --quick', () => {
    expect(settingsOf(['--quick', '--cells', '50x8']).sustained).toEqual([]);
    expect(settingsOf(['--quick', '--cells', '50x8']).cells).toEqual([{ batch: 50, connections: 8 }]);
  });
  it.each([[['--cells', '50']], [['--cells', '0x8']], [['--seconds', 'ten']], [['--fast']]])(
    '%j: the usage is told',
    (args) => {
      expect(() => settingsOf(args)).toThrow('Usage: npm run bench');
    },
  );
});
