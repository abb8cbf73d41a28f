import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinBase, joinParameters, readHref } from './href.ts';

const path = (base: string, href: string) => {
  const reference = readHref(base, href);
  return reference.kind === 'file' ? reference.path : reference.kind;
};

describe('references', () => {
  it('[CP-1] an href is relative to its base, percent-decoded, without dots', () => {
    expect(path('', 'a/b.html')).toBe('a/b.html');
    expect(path('x/y/', 'a.html')).toBe('x/y/a.html');
    expect(path('x/y/', '../a.html')).toBe('x/a.html');
    expect(path('x/', '/a.html')).toBe('a.html');
    expect(path('', ' ./a//b%20c.html ')).toBe('a/b c.html');
    expect(path('', 'k%C3%A4se.html')).toBe('käse.html');
    expect(path('', '100%.html')).toBe('100%.html');
    expect(path('', 'a\\b.html')).toBe('a/b.html');
  });
  it('[CP-2] query and fragment are no part of the path', () => {
    expect(readHref('', 'a.html?x=1#top')).toEqual({
      kind: 'file',
      path: 'a.html',
      raw: 'a.html',
      query: '?x=1',
      fragment: '#top',
    });
    expect(readHref('', 'a.html#top?x')).toMatchObject({ path: 'a.html', query: '', fragment: '#top?x' });
  });
  it('[CP-3] a path that climbs out, and a scheme other than http, open nothing', () => {
    for (const href of [
      '../a',
      'a/../../b',
      '%2e%2e/a',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'C:\\a',
      '//h/a',
      'mailto:x',
      'http:',
      'https:///x',
    ]) {
      expect(path('', href), href).toBe('unsupported');
    }
  });
  it('[CP-3] whatever an href and its base are, a path stays inside the package', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        '%2e%2e',
        '%2E.',
        '..%2f..',
        '%2f',
        '%5c..',
        '\\',
        'C:',
        '%',
        'a',
        'ä b',
        '#',
        '?',
      ),
      fc.string({ maxLength: 6 }),
    );
    const text = fc.array(part, { maxLength: 7 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(text, text, (base, href) => {
        const reference = readHref(joinBase('', base), href);
        if (reference.kind !== 'file') return;
        for (const inside of [reference.path, reference.raw]) {
          expect(posix.resolve('/package', inside)).toBe(inside === '' ? '/package' : `/package/${inside}`);
        }
      }),
      { numRuns: 3000 },
    );
  });
  it('[CP-4] an absolute http address is external, through a base too', () => {
    expect(readHref('x/', 'HTTPS://example.com/a?b#c')).toEqual({
      kind: 'external',
      url: 'HTTPS://example.com/a',
      query: '?b',
      fragment: '#c',
    });
    expect(readHref('http://example.com/x/', 'a.html')).toMatchObject({
      kind: 'external',
      url: 'http://example.com/x/a.html',
    });
  });
  it('[CP-5] bases join from the outside in, each a folder', () => {
    expect(joinBase('', undefined)).toBe('');
    expect(joinBase('a/', 'b')).toBe('a/b/');
    expect(joinBase('a/', 'b/')).toBe('a/b/');
    expect(joinBase('a/', 'b\\c')).toBe('a/b/c/');
    expect(joinBase('a/', '/b/')).toBe('/b/');
    expect(joinBase('a/', 'http://example.com/x')).toBe('http://example.com/x/');
  });
  it('[CP-6] parameters are appended as the standard says (CAM 1.2, 2.3.2.3)', () => {
    const join = (query: string, fragment: string, parameters?: string) =>
      joinParameters({ query, fragment }, parameters);
    expect(join('', '')).toBe('');
    expect(join('?a=1', '#x')).toBe('?a=1#x');
    expect(join('', '', '?b=2')).toBe('?b=2');
    expect(join('', '', 'b=2')).toBe('?b=2');
    expect(join('', '', '?&?b=2&c=3')).toBe('?b=2&c=3');
    expect(join('?a=1', '', '&b=2')).toBe('?a=1&b=2');
    expect(join('?', '', 'b=2')).toBe('?b=2');
    expect(join('?a=1', '#x', 'b=2')).toBe('?a=1&b=2#x');
    expect(join('', '', '#y')).toBe('#y');
    expect(join('?a=1', '', '#y')).toBe('?a=1#y');
    expect(join('', '#x', '#y')).toBe('#x');
    expect(join('', '', 'b=2#y')).toBe('?b=2#y');
    expect(join('', '#x', 'b=2#y')).toBe('?b=2#x');
    expect(join('', '#x', '?')).toBe('#x');
  });
});
