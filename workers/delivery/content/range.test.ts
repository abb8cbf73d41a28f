import { describe, expect, it } from 'vitest';
import { matchesNone, rangeStillGood, wantedOf } from '../../shared/range.ts';
import { ByteLru } from './lru.ts';
import { packagePath } from './paths.ts';

describe('what a request wants', () => {
  it.each([
    [null, 10, 'whole'],
    ['bytes=0-1', 10, [0, 2]],
    ['bytes=0-', 10, [0, 10]],
    ['Bytes = 4 - 4', 10, [4, 5]],
    ['bytes=8-99', 10, [8, 10]],
    ['bytes=9-', 10, [9, 10]],
    ['bytes=-3', 10, [7, 10]],
    ['bytes=-30', 10, [0, 10]],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=10-12', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=-1', 0, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=5-4', 10, 'whole'],
    ['bytes=-', 10, 'whole'],
    ['bytes=0-1,4-5', 10, 'whole'],
    ['items=0-1', 10, 'whole'],
    ['bytes=a-b', 10, 'whole'],
  ] as const)('[ORI-6] %s of %i bytes: %j', (header, bytes, expected) => {
    const wanted = wantedOf(header, bytes);
    expect(wanted).toEqual(
      typeof expected === 'string' ? { kind: expected } : { kind: 'part', start: expected[0], end: expected[1] },
    );
  });

  it('[ORI-5] conditions compare tags', () => {
    for (const same of ['"a"', 'W/"a"', '"b", "a"', '*']) expect(matchesNone(same, '"a"')).toBe(true);
    for (const other of [null, '"b"', 'a', '']) expect(matchesNone(other, '"a"')).toBe(false);
    expect(rangeStillGood(null, '"a"')).toBe(true);
    expect(rangeStillGood('"a"', '"a"')).toBe(true);
    expect(rangeStillGood('W/"a"', '"a"')).toBe(false);
    expect(rangeStillGood('Sat, 21 Nov 2026 00:00:00 GMT', '"a"')).toBe(false);
  });
});

describe('paths', () => {
  it.each([
    ['/index.html', 'index.html'],
    ['/a%20b/%C3%A9.html', 'a b/é.html'],
    ['/100%.html', '100%.html'],
    ['/50%25/%', '50%/%'],
    ['/a%2fb', 'a/b'],
    ['/%2525', '%25'],
    ['/', undefined],
    ['/%E9.html', undefined],
    ['/a%00b', undefined],
    [`/${'a'.repeat(8192)}`, undefined],
  ])('[ORI-4] %s → %s', (pathname, expected) => {
    expect(packagePath(pathname)).toBe(expected);
  });
});

describe('the cache of indexes', () => {
  it('[ORI-11] forgets what was used longest ago when it weighs too much', () => {
    const cache = new ByteLru<string>(10);
    cache.set('a', 'A', 4);
    cache.set('b', 'B', 4);
    expect(cache.get('a')).toBe('A');
    cache.set('c', 'C', 4);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
    cache.set('c', 'D', 6);
    expect([cache.get('a'), cache.get('c')]).toEqual(['A', 'D']);
    cache.set('e', 'E', 11);
    expect(cache.get('e')).toBeUndefined();
    cache.delete('a');
    cache.delete('unknown');
    cache.set('f', 'F', 4);
    expect([cache.get('c'), cache.get('f')]).toEqual(['D', 'F']);
  });
});
