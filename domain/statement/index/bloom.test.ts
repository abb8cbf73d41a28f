import { describe, expect, it } from 'vitest';
import { Bloom } from './bloom.ts';

/** Ids of kinds that occur: random ones, such as begin with a time, and counters. */
const KINDS: Record<string, (i: number) => Uint32Array> = {
  random: (i) => Uint32Array.of(spread(i), spread(i + 0.25), spread(i + 0.5), spread(i + 0.75)),
  'of a time': (i) => Uint32Array.of(0x0193a1b2, 0x7000 + (i % 8), 0x8000_0000 + spread(i) / 2, spread(i + 0.5)),
  'that count up': (i) => Uint32Array.of(0, 0x4000, 0x8000_0000, i),
};

/** A fixed number without pattern. */
const spread = (i: number): number => Math.floor((Math.abs(Math.sin(i * 12.9898 + 1) * 43758.5453) % 1) * 2 ** 32);

describe('the filter of a run', () => {
  it.each(Object.keys(KINDS))('[IDX-3] never denies what it was given, and rarely alleges other ids: %s', (kind) => {
    const count = 16_384;
    const built = Bloom.sized(count);
    for (let i = 0; i < count; i++) built.add(KINDS[kind]!(i), 0);
    const bloom = Bloom.of(built.bytes.slice());
    let alleged = 0;
    for (let i = 0; i < count; i++) {
      if (!bloom.has(KINDS[kind]!(i), 0)) expect.unreachable(`${kind} ${i} is denied`);
      if (bloom.has(KINDS[kind]!(i + count), 0)) alleged++;
    }
    expect(alleged / count).toBeLessThan(0.01);
    expect(alleged / count).toBeGreaterThan(0.001);
  });
  it('[IDX-3] takes twelve bits an id and knows for how many it was made', () => {
    expect(Bloom.sized(16_384).bytes.length).toBe(24_576);
    expect(Bloom.sized(16_384).capacity).toBe(16_384);
    expect(Bloom.sized(0).bytes.length).toBe(64);
    expect(Bloom.sized(52).bytes.length).toBe(128);
    expect(Bloom.sized(52).capacity).toBe(85);
    expect(Bloom.sized(0).has(Uint32Array.of(1, 2, 3, 4), 0)).toBe(false);
  });
  it('[IDX-3] reads the id where it stands', () => {
    const bloom = Bloom.sized(100);
    bloom.add(Uint32Array.of(9, 9, 9, 9, 1, 2, 3, 4), 4);
    expect(bloom.has(Uint32Array.of(1, 2, 3, 4), 0)).toBe(true);
    expect(bloom.has(Uint32Array.of(9, 9, 9, 9, 1, 2, 3, 4), 0)).toBe(false);
  });
});
