import { describe, expect, it } from 'vitest';
import { sessionIdOf } from '../../domain/kernel/ids.ts';
import { accountName } from './account-name.ts';
import { duration, isoSeconds, score } from './numbers.ts';
import { matches, recordsOf } from './palette-items.ts';
import { shortId } from './short-id.ts';
import { type Column, nextSort, sorted } from './table-sort.ts';

const UUID = '8e07da20-a230-4a1d-9a89-773de89b7c60';

describe('identifiers', () => {
  it('[CON-4] own ids keep tenant and kind, others both ends, short ones everything', () => {
    expect(shortId('demo-pkg-01m7yjtmsae6brbjrg9raf946s')).toBe('demo-pkg-01m7…f946s');
    expect(shortId(UUID)).toBe('8e07da20…b7c60');
    expect(shortId('lectern.samples.first-steps')).toBe('lectern.samples.first-steps');
    expect(shortId('https://lectern.localhost/tenants/demo/courses/first')).toBe(
      'https://lectern.lo…emo/courses/first',
    );
  });

  it('[CON-5] a whole id leads to its record', () => {
    const id = 'demo-lrn-01m7yk0k2mee1txczvx8agh0ng';
    expect(recordsOf(` ${id} `, 'demo')).toEqual([{ kind: 'lrn', href: `/console/learners/${id}` }]);
    expect(recordsOf(id.replace('lrn', 'pkg'), 'demo')[0]?.href).toMatch('/console/courses/demo-pkg');
    expect(recordsOf(id.replace('lrn', 'ses'), 'demo')[0]?.href).toMatch('/console/sessions/demo-ses');
    expect(recordsOf(id.replace('lrn', 'imp'), 'demo')[0]?.href).toMatch('/console/imports/demo-imp');
    expect(recordsOf(id.replace('lrn', 'key'), 'demo')[0]?.href).toMatch('/console/credentials/demo-key');
    expect(recordsOf(id.replace('lrn', 'iss'), 'demo')[0]?.href).toMatch('/console/issuers/demo-iss');
    expect(recordsOf('demo-lrn-01m7', 'demo')).toEqual([]);
    expect(recordsOf('', 'demo')).toEqual([]);
  });

  it('[CON-5] a UUID may be a registration, whose session it leads to, or a statement', () => {
    expect(recordsOf(UUID.toUpperCase(), 'demo')).toEqual([
      { kind: 'registration', href: `/console/sessions/${sessionIdOf('demo', UUID)}` },
      { kind: 'statement', href: `/console/statements/${UUID}` },
    ]);
  });

  it('[CON-5] pages are found by the beginnings of their words', () => {
    expect(matches('Licences and keys', 'KEY lic')).toBe(true);
    expect(matches('Courses', '')).toBe(true);
    expect(matches('Courses', 'ourses')).toBe(false);
  });

  it('an account is made from a name', () => {
    expect([accountName(' Zoë Ångström! '), accountName('李 小龙'), accountName('!')]).toEqual([
      'zoe-angstrom',
      '李-小龙',
      '',
    ]);
    expect(accountName('a'.repeat(99))).toHaveLength(60);
  });
});

describe('order', () => {
  interface Row {
    readonly name: string;
    readonly size: number;
  }
  const columns: Column<Row>[] = [
    { key: 'name', title: 'Name', cell: () => null, sortBy: (row) => row.name },
    { key: 'size', title: 'Size', cell: () => null, sortBy: (row) => row.size },
    { key: 'plain', title: 'Plain', cell: () => null },
  ];
  const rows: Row[] = [
    { name: 'Unit 10', size: 9 },
    { name: 'unit 2', size: 10 },
    { name: 'Unit 1', size: 9 },
  ];
  const names = (sort: string): string[] => sorted(rows, columns, sort).map((row) => row.name);

  it('[CON-3] a click goes upward, downward, back', () => {
    expect(nextSort('', 'name')).toBe('name');
    expect(nextSort('name', 'name')).toBe('-name');
    expect(nextSort('-name', 'name')).toBe('');
    expect(nextSort('-name', 'size')).toBe('size');
  });

  it('[CON-3] numbers in words count as numbers, and equal rows stay in order', () => {
    expect(names('name')).toEqual(['Unit 1', 'unit 2', 'Unit 10']);
    expect(names('-name')).toEqual(['Unit 10', 'unit 2', 'Unit 1']);
    expect(names('size')).toEqual(['Unit 10', 'Unit 1', 'unit 2']);
    expect(names('-size')).toEqual(['unit 2', 'Unit 10', 'Unit 1']);
  });

  it('[CON-3] an unknown name leaves the rows as they came', () => {
    for (const sort of ['', '-', 'plain', 'nothing']) expect(sorted(rows, columns, sort)).toBe(rows);
  });
});

describe('numbers', () => {
  it('[CON-12] a score is a share where it is known, else points', () => {
    expect(score({ scaled: 0.5, raw: 1 })).toMatch(/^50\s?%$/);
    expect(score({ raw: 7, max: 10 })).toBe('7 / 10');
    expect(score({ raw: 7 })).toBe('7');
    expect([score({}), score(null), score(undefined)]).toEqual(['–', '–', '–']);
  });

  it('[CON-12] durations of ISO 8601', () => {
    expect(['PT0S', 'PT1M30.5S', 'P1DT2H', 'PT1H0M1S'].map(isoSeconds)).toEqual([0, 90.5, 93_600, 3601]);
    expect(['', '5', 'PT5'].map(isoSeconds)).toEqual([null, null, null]);
    expect([duration(null), duration('nonsense')]).toEqual(['–', '–']);
    expect(duration('PT61S')).toBe('1 min 1 sec');
  });
});
