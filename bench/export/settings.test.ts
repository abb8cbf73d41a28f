import { describe, expect, it } from 'vitest';
import { settingsOf } from './settings.ts';

describe('the options of export', () => {
  it('ask for a course of 1 GB beside one of 10 MB that is like it, or for one of 50 MB', () => {
    const little = { bytes: 10_000_000, media: 2, small: 200 };
    expect(settingsOf([])).toEqual({ little, large: { bytes: 1_000_000_000, media: 200, small: 20_000 } });
    expect(settingsOf(['--quick', '--port', '8700'])).toEqual({
      little,
      large: { bytes: 50_000_000, media: 10, small: 1000 },
      port: 8700,
    });
  });
  it.each([[['--mb', 'many']], [['--media', '300', '--small', '200']], [['--fast']], [['--help']]])(
    '%j: the usage is told',
    (args) => {
      expect(() => settingsOf(args)).toThrow('Usage: npm run bench');
    },
  );
});
