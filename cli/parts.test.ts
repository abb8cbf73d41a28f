import { describe, expect, it } from 'vitest';
import { limitOf } from './commands/limit.ts';
import { outcome } from './commands/outcome.ts';
import { accountName } from './launching.ts';
import { bytes, table } from './output.ts';
import { stepOf } from './progress.ts';
import type { ImportStep } from './wire.ts';

const step = (title: string, state: ImportStep['state'], done = 0, total = 0): ImportStep => ({
  title,
  state,
  done,
  total,
});

describe('import', () => {
  it('[CLI-8] the step an import is at, and how far the whole is', () => {
    const at = (...steps: ImportStep[]) => stepOf({ state: 'running', steps });
    expect(at(step('A', 'waiting'), step('B', 'waiting'))).toEqual({ at: 1, title: 'Waiting', share: 0 });
    expect(at(step('A', 'done'), step('B', 'running', 1, 2))).toEqual({ at: 2, title: 'B', share: 0.75 });
    expect(at(step('A', 'done'), step('B', 'running'))).toEqual({ at: 2, title: 'B', share: 0.5 });
    expect(at(step('A', 'running', 5, 2), step('B', 'waiting')).share).toBe(0.5);
    expect(at(step('A', 'done'), step('B', 'failed'))).toEqual({ at: 2, title: 'B', share: 0.5 });
    expect(stepOf({ state: 'built', steps: [step('A', 'done')] })).toEqual({ at: 1, title: 'Done', share: 1 });
  });
});

describe('words and numbers', () => {
  it('[CLI-9] an account is made from a name, in any script', () => {
    expect(accountName('Ada Lovelace')).toBe('ada-lovelace');
    expect(accountName('  Zoë  Ångström! ')).toBe('zoe-angstrom');
    expect(accountName('李 小龙')).toBe('李-小龙');
    expect(accountName('!')).toBe('learner');
  });

  it('[CLI-10] a limit is a whole number within its bounds', () => {
    expect(limitOf({ limit: '10000' })).toBe(10_000);
    for (const limit of ['0', '-1', '1.5', 'x', '', '10001']) expect(() => limitOf({ limit })).toThrow('--limit');
  });

  it('an outcome is told in a few words', () => {
    const of = (parts: Partial<Parameters<typeof outcome>[0]>) =>
      outcome({ completion: 'completed', success: 'unknown', score: null, ...parts });
    expect(of({})).toBe('completed');
    expect(of({ completion: 'incomplete' })).toBe('in progress');
    expect(of({ success: 'passed', score: { scaled: 0.8555 } })).toBe('passed 85.6 %');
    expect(of({ success: 'failed', score: { raw: 3 } })).toBe('failed 3');
    expect(of({ score: { raw: 3, max: 10 } })).toBe('completed 3/10');
  });

  it('columns are as wide as their widest cell', () => {
    expect(table(['A', 'LAST'], [['long', 'x']])).toEqual(['A     LAST', 'long  x']);
    expect(table(['TITLE'], [['a\u001b[2J\nb\u202ec']])).toEqual(['TITLE', 'a\ufffd[2J\ufffdb\ufffdc']);
  });

  it('sizes are told in three digits', () => {
    expect([0, 999, 1000, 12_340, 99_960, 999_499, 999_500, 1.5e9, 2e15].map(bytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '12.3 kB',
      '100 kB',
      '999 kB',
      '1.0 MB',
      '1.5 GB',
      '2000 TB',
    ]);
  });
});
