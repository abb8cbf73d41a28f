import { describe, expect, it } from 'vitest';
import { settingsOf } from './settings.ts';

describe('the options of completion', () => {
  it('are twenty runs, or as many as are asked for', () => {
    expect(settingsOf([])).toEqual({ runs: 20 });
    expect(settingsOf(['--runs', '10'])).toEqual({ runs: 10 });
  });
  it.each([
    [['--runs', 'ten'], '"ten" is not a whole number.'],
    [['--runs', '0'], 'At least 1, not 0.'],
    [['--runs'], "Option '--runs <value>' argument missing"],
    [['--quick'], "Unknown option '--quick'"],
    [['10'], "Unexpected argument '10'"],
  ])('%j: the reason is told, and the usage', (args, reason) => {
    expect(() => settingsOf(args)).toThrow(reason);
    expect(() => settingsOf(args)).toThrow('Usage: npm run bench -- completion');
  });
});
