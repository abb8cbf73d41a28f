import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accentProperties, contrast } from './accent.ts';

const both = (accent: string): string[] => accentProperties(accent)['--accent']!.match(/#[0-9a-f]{6}/g)!;

it('[PAG-9] an accent that can be read is taken as it is', () => {
  expect(both('#a8431f')[0]).toBe('#a8431f');
  expect(both('#7fabff')[1]).toBe('#7fabff');
});

it('[PAG-9] any accent can be read in both schemes, as text and under text', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((rgb) => `#${rgb.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(colour, (accent) => {
      const [light, dark] = both(accent) as [string, string];
      return contrast(light, '#ffffff') >= 4.5 && contrast(dark, '#121417') >= 4.5;
    }),
  );
});
