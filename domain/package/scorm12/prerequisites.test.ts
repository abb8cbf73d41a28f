import { describe, expect, it } from 'vitest';
import { type ItemStatus, parsePrerequisites } from './prerequisites.ts';

const STATUS: Readonly<Record<string, ItemStatus>> = {
  P: 'passed',
  C: 'completed',
  F: 'failed',
  I: 'incomplete',
  B: 'browsed',
  N: 'not attempted',
};
const holds = (script: string): boolean | undefined => parsePrerequisites(script)?.((id) => STATUS[id]);

describe('prerequisites', () => {
  it.each<[string, boolean]>([
    ['P & C', true],
    ['P & N', false],
    ['N & P', false],
    ['P | N', true],
    ['N | P', true],
    ['N | F', false],
    ['P | N & N', true],
    ['(P | N) & N', false],
    ['N & N | P', true],
    ['N & (N | P)', false],
    ['~N', true],
    ['~P', false],
    ['~~P', true],
    ['~N & P', true],
    ['~(N & P)', true],
    ['~P | P', true],
    ['~N|N', true],
    ['P&C&N', false],
    ['N|N|P', true],
    ['((P))', true],
    ['  P  ', true],
    ['', true],
    ['   ', true],
  ])('[PRE-1] %s → %s', (script, expected) => {
    expect(holds(script)).toBe(expected);
  });
  it.each<[string, boolean]>([
    ['P', true],
    ['C', true],
    ['F', false],
    ['I', false],
    ['B', false],
    ['N', false],
    ['F = "failed"', true],
    ['F=failed', true],
    ['F = F', true],
    ['F <> "failed"', false],
    ['P<>"failed"', true],
    ['N = "not attempted"', true],
    ['N=n', true],
    ['I="Incomplete"', true],
    ['B=" b "', true],
    ['C=complete', true],
    ['C = "P"', false],
    ['C="c" & P="p"', true],
    ['~P="failed"', true],
  ])('[PRE-2] %s → %s', (script, expected) => {
    expect(holds(script)).toBe(expected);
  });
  it.each<[string, boolean]>([
    ['2*{P,C,N}', true],
    ['2*{P,N,F}', false],
    ['3*{P,C,N}', false],
    ['0*{N}', true],
    ['1*{ N , P & C }', true],
    ['1 * {N, F="failed"}', true],
    ['2*{1*{P,N},1*{N,C}}', true],
    ['~2*{P,C}', false],
    ['10*{P,C}', false],
  ])('[PRE-3] %s → %s', (script, expected) => {
    expect(holds(script)).toBe(expected);
  });
  it.each([
    'P &',
    '& P',
    'P C',
    'P | ',
    '(P',
    'P)',
    '()',
    '~',
    'P = ',
    'P = done',
    'P = =',
    'P < C',
    'P > C',
    '2*P',
    '2*{P',
    '2*{}',
    '2*{P,}',
    'x*{P}',
    '"P"',
    '*{P}',
    '{P}',
    'P="passed',
  ])('[PRE-4] %s cannot be read', (script) => {
    expect(parsePrerequisites(script)).toBeUndefined();
  });
  it('[PRE-4] has bounds', () => {
    const deep = (n: number) => `${'('.repeat(n)}P${')'.repeat(n)}`;
    expect([holds(deep(63)), holds(deep(64))]).toEqual([true, undefined]);
    expect([holds(`${'~'.repeat(62)}P`), holds(`${'~'.repeat(64)}P`)]).toEqual([true, undefined]);
    const sets = (n: number) => `${'1*{'.repeat(n)}P${'}'.repeat(n)}`;
    expect([holds(sets(63)), holds(sets(64))]).toEqual([true, undefined]);
    expect(holds(Array.from({ length: 100 }, () => '1*{P}').join('&'))).toBe(true);
    expect(holds(Array.from({ length: 900 }, () => '(P)').join('&'))).toBe(true);
    expect([holds('P'.padEnd(4096)), holds('P'.padEnd(4097))]).toEqual([true, undefined]);
  });
  it('[PRE-4] what the course does not have counts as done', () => {
    expect([holds('gone'), holds('gone & N'), holds('gone="passed"'), holds('item_1.2-b')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
  it('[PRE-1] a number can be an id', () => {
    expect(parsePrerequisites('7')?.((id) => (id === '7' ? 'passed' : 'failed'))).toBe(true);
  });
});
