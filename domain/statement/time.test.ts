import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableDuration, durationSeconds, formatMicros, isDuration, parseTimestamp } from './time.ts';

describe('timestamps', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01t00:00:01.5z', 1_500_000],
    ['1970-01-01T01:00:00+01:00', 0],
    ['1970-01-01T01:00:00+0100', 0],
    ['1970-01-01T01:30:00+01', 1_800_000_000],
    ['1969-12-31T22:30:00-01:30', 0],
    ['1970-01-01T00:00:00.1234567Z', 123_456],
    ['1970-01-01T00:00:00,25Z', 250_000],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000_000],
    ['0050-01-01T00:00:00Z', Date.parse('0050-01-01T00:00:00Z') * 1000],
  ])('[ST-12] reads %s', (text, micros) => {
    expect(parseTimestamp(text)).toBe(micros);
  });
  it.each([
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-02-29T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-00-01T12:00:00Z',
    '2026-01-00T12:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T12:60:00Z',
    '2026-01-31T12:00:60Z',
    '2026-01-31T12:00:00-00',
    '2026-01-31T12:00:00-0000',
    '2026-01-31T12:00:00-00:00',
    '2026-01-31T12:00:00+24:00',
    '2026-01-31T12:00:00+01:60',
    '2026-01-31T12:00:00.Z',
    ' 2026-01-31T12:00:00Z',
    'x',
  ])('[ST-12] refuses %s', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });
  it('[LOG-3] microseconds go round and sort as text', () => {
    const micros = fc.integer({ min: 0, max: 4e15 });
    fc.assert(fc.property(micros, (at) => parseTimestamp(formatMicros(at)) === at));
    fc.assert(fc.property(micros, micros, (a, b) => a < b === formatMicros(a) < formatMicros(b)));
    expect(formatMicros(1_500_007)).toBe('1970-01-01T00:00:01.500007Z');
  });
});

describe('durations', () => {
  it.each([
    ['P4W', 2_419_200],
    ['PT16559.14S', 16_559.14],
    ['P3Y1M29DT4H35M59.14S', 3 * 31_536_000 + 2_592_000 + 29 * 86_400 + 4 * 3600 + 35 * 60 + 59.14],
    ['PT0S', 0],
    ['P1D', 86_400],
    ['PT1,5H', 5400],
  ])('[ST-13] %s is %d seconds', (text, seconds) => {
    expect(isDuration(text)).toBe(true);
    expect(durationSeconds(text)).toBeCloseTo(seconds, 6);
  });
  it.each(['P', 'PT', 'P1YT', 'P4W1D', 'PT1.5H2M', 'P1S', '1D', 'PT-1S', 'P1DT', 'pt1s', 'PT1S '])(
    '[ST-13] refuses %s',
    (text) => {
      expect(isDuration(text)).toBe(false);
    },
  );
  it('[ST-13] seconds of something else are a broken invariant', () => {
    expect(() => durationSeconds('x')).toThrow('not a duration: x');
  });
  it.each([
    ['PT1.239S', 'PT1.23S'],
    ['PT1.20S', 'PT1.2S'],
    ['PT1.004S', 'PT1S'],
    ['PT1,5S', 'PT1.5S'],
    ['PT60S', 'PT60S'],
    ['PT1.5H', 'PT1.5H'],
  ])('[CMP-3] %s compares as %s', (text, comparable) => {
    expect(comparableDuration(text)).toBe(comparable);
  });
});
