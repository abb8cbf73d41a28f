import { describe, expect, it } from 'vitest';
import { settingsOf } from './settings.ts';

describe('the options of build', () => {
  it('ask for a course of 1 GB, beside one of 10 MB and twenty of 50 MB that are like it', () => {
    expect(settingsOf([])).toEqual({
      little: { bytes: 10_000_000, media: 2, small: 200 },
      large: { bytes: 1_000_000_000, media: 200, small: 20_000 },
      ordinary: { bytes: 50_000_000, media: 10, small: 1000 },
      courses: 20,
    });
  });
  it('leave most of it out with --quick', () => {
    const { large, ordinary, courses } = settingsOf(['--quick', '--port', '8700']);
    expect([large, courses]).toEqual([ordinary, 3]);
    expect(settingsOf(['--quick', '--courses', '5']).courses).toBe(5);
  });
  it.each([
    [['--mb', 'many']],
    [['--mb', '0']],
    [['--media', '0']],
    [['--media', '300', '--small', '200']],
    [['--courses', '0']],
    [['--fast']],
  ])('%j: the usage is told', (args) => {
    expect(() => settingsOf(args)).toThrow('Usage: npm run bench');
  });
});
