import { describe, expect, it } from 'vitest';
import type { StatementImport } from '../wire.ts';
import { exportQuery } from './export.ts';
import { partsOf } from './parts.ts';
import { doing, shareOf } from './progress.ts';

const job = (more: Partial<StatementImport>): StatementImport => ({
  id: 'demo-sti-1',
  state: 'running',
  phase: 'store',
  filename: 'a.ndjson',
  strict: false,
  by: 'Operator',
  fileBytes: 1000,
  bytes: 800,
  bytesDone: 200,
  lines: 1200,
  stored: 0,
  existing: 0,
  refused: 0,
  waitingUntil: null,
  failure: null,
  upload: null,
  createdAt: '2026-11-21T12:00:00.000Z',
  finishedAt: null,
  ...more,
});

describe('an import of statements', () => {
  it('[CON-15] is as far as its file was read, a strict one over both readings', () => {
    expect(shareOf(job({}))).toBe(0.25);
    expect(shareOf(job({ strict: true, phase: 'check' }))).toBe(0.125);
    expect(shareOf(job({ strict: true, phase: 'store' }))).toBe(0.625);
    expect(shareOf(job({ state: 'queued', phase: null, bytes: 0, bytesDone: 0 }))).toBe(0);
  });
  it('[CON-15] says what it does, and when it lets others pass', () => {
    expect(doing(job({}))).toBe('Storing · 1,200 lines');
    expect(doing(job({ strict: true, phase: 'check', lines: 1 }))).toBe('Checking · 1 line');
    expect(doing(job({ waitingUntil: '2026-11-21T12:00:01.000Z' }))).toContain('live requests');
    expect(doing(job({ state: 'queued' }))).toContain('before it');
    expect(doing(job({ state: 'receiving' }))).toContain('on its way');
  });
});

describe('an export', () => {
  it('[CON-16] of days holds them whole, in the time zone of the reader', () => {
    const query = new URLSearchParams(exportQuery({ from: '2026-03-01', until: '2026-03-31' }));
    const local = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime();
    expect(query.get('since')).toBe(`${new Date(local(2026, 3, 1) - 1).toISOString().slice(0, -1)}999Z`);
    expect(query.get('until')).toBe(`${new Date(local(2026, 4, 1) - 1).toISOString().slice(0, -1)}999Z`);
    expect(exportQuery({ from: '', until: '' })).toBe('');
    const after = '2026-03-05T01:02:03.000004Z';
    const rest = new URLSearchParams(exportQuery({ from: '2026-03-01', until: '2026-03-31', after }));
    expect([rest.get('since'), rest.get('until')]).toEqual([after, query.get('until')]);
  });
});

it('[CON-8] parts cover a file exactly', () => {
  expect(partsOf(10, 4).map(({ from, to }) => [from, to])).toEqual([
    [0, 4],
    [4, 8],
    [8, 10],
  ]);
  expect(partsOf(8, 4)).toHaveLength(2);
  expect(partsOf(8, 4)[1]?.number).toBe(2);
});
