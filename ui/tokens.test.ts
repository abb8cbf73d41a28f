import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name!,
    { light: light!, dark: dark! },
  ]),
);

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

const SURFACES = ['surface', 'surface-subtle', 'surface-raised', 'surface-hover'];
const PAIRS: [string, string[], number][] = [
  ['text', [...SURFACES, 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft'], 4.5],
  ['text-muted', SURFACES, 4.5],
  ['accent', ['surface', 'surface-subtle', 'surface-raised', 'accent-soft'], 4.5],
  ['accent-hover', SURFACES, 4.5],
  ['on-accent', ['accent', 'accent-hover'], 4.5],
  ['good', ['surface', 'surface-raised', 'accent-soft', 'good-soft'], 4.5],
  ['warn', ['surface', 'surface-raised', 'warn-soft'], 4.5],
  ['bad', ['surface', 'surface-raised', 'bad-soft'], 4.5],
  ['line-control', ['surface', 'surface-raised'], 3],
];
const cases = PAIRS.flatMap(([front, backs, least]) =>
  backs.flatMap((back) => (['light', 'dark'] as const).map((scheme) => [scheme, front, back, least] as const)),
);

describe('tokens', () => {
  it.each(cases)('[UI-6] %s: %s on %s has at least %d:1', (scheme, front, back, least) => {
    expect(contrast(tokens.get(front)![scheme], tokens.get(back)![scheme])).toBeGreaterThanOrEqual(least);
  });
});
