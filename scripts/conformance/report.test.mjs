import { describe, expect, it } from 'vitest';
import { failuresOf, tableOf } from './report.mjs';

describe('the report of a conformance run', () => {
  it('names every test that did not pass, with the way to it', () => {
    const log = {
      title: '',
      tests: [
        {
          title: 'a',
          tests: [
            { title: 'good', status: 'passed' },
            { title: 'bad', status: 'failed', error: 'x\ny' },
          ],
        },
        { name: 'b', tests: [], status: 'cancelled' },
      ],
    };
    expect(failuresOf(log)).toEqual([
      { name: 'a > bad', error: 'x' },
      { name: 'b', error: 'cancelled' },
    ]);
  });
  it('is a plain table', () => {
    const table = tableOf([{ version: '1.0.3', passed: 9, total: 10, seconds: 3 }]);
    expect(table.split('\n').map((line) => line.trim().split(/\s+/))).toEqual([
      ['xAPI', 'passed', 'total', 'missing', 'seconds'],
      ['1.0.3', '9', '10', '1', '3'],
    ]);
  });
});
