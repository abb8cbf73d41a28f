import { describe, expect, it } from 'vitest';
import { catalogue, plural } from './catalogue.ts';
import { formatBytes, formatDuration, formatNumber, formatPercent, formatRelative } from './format.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('messages', () => {
  it('[UI-1] the first wanted language that exists speaks, by tag or by its primary part, English otherwise', () => {
    const all = { en: 'en', de: 'de', 'pt-br': 'pt-br' };
    expect(catalogue(all, ['fr', 'de-AT', 'en'])).toBe('de');
    expect(catalogue(all, ['pt-BR'])).toBe('pt-br');
    expect(catalogue(all, ['pt-PT', 'xx'])).toBe('en');
  });
  it('[UI-2] a count takes the plural form of its language', () => {
    const forms = { one: 'page', other: 'pages' };
    expect([0, 1, 2].map((n) => plural('en', n, forms))).toEqual(['pages', 'page', 'pages']);
    expect(plural('en', 1, { other: 'pages' })).toBe('pages');
  });
});

describe('formats', () => {
  it('[UI-3] a duration shows its two largest units', () => {
    expect([0, 40, 60, 125, 3600, 3905, 7260].map((s) => formatDuration(s, 'en'))).toEqual([
      '0 sec',
      '40 sec',
      '1 min',
      '2 min 5 sec',
      '1 hr',
      '1 hr 5 min',
      '2 hr 1 min',
    ]);
    expect(formatDuration(-3, 'en')).toBe('0 sec');
  });
  it('[UI-4] a time within a minute is now, an older one is told in its largest unit', () => {
    const at = (seconds: number) => formatRelative(new Date(now + seconds * 1000).toISOString(), now, 'en');
    expect([at(-59), at(-60), at(-7200), at(-86_400), at(3 * 86_400)]).toEqual([
      'now',
      '1 minute ago',
      '2 hours ago',
      'yesterday',
      'in 3 days',
    ]);
  });
  it('[UI-5] numbers, shares and sizes follow the locale', () => {
    expect(formatNumber(12480, 'en')).toBe('12,480');
    expect(formatPercent(0.856, 'en')).toBe('85.6%');
    expect([0, 999, 1000, 353_700, 5e12].map((n) => formatBytes(n, 'en'))).toEqual([
      '0 bytes',
      '999 bytes',
      '1 kB',
      '354 kB',
      '5,000 GB',
    ]);
  });
});
