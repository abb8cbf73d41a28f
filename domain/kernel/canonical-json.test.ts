import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { hash53 } from './hash53.ts';

describe('canonical JSON', () => {
  it('[CAN-1] keys are sorted at every depth, undefined members are left out, arrays keep their order', () => {
    expect(canonicalJson({ b: [2, 1, { d: 1, c: null }], a: undefined, A: 'é"' })).toBe(
      '{"A":"é\\"","b":[2,1,{"c":null,"d":1}]}',
    );
    expect(canonicalJson([undefined, 1])).toBe('[null,1]');
    expect(canonicalJson('x')).toBe('"x"');
  });
  it('[CAN-1] is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('hash of 53 bits', () => {
  it('[HASH-1] is a safe integer, spreads well and never changes', () => {
    expect([hash53(''), hash53('a'), hash53('https://example.com')]).toMatchInlineSnapshot(`
      [
        5629539179073586,
        7050095332484583,
        7324900500448817,
      ]
    `);
    fc.assert(fc.property(fc.string(), (text) => Number.isSafeInteger(hash53(text)) && hash53(text) >= 0));
    const hashes = Array.from({ length: 20_000 }, (_, i) => hash53(`term ${i}`));
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const [bits, buckets] of [
      [1, 2],
      [2 ** 21, 2],
      [1, 16],
    ] as const) {
      const counts = new Array<number>(buckets).fill(0);
      for (const hash of hashes) counts[Math.floor(hash / bits) % buckets]!++;
      for (const count of counts) expect(Math.abs(count / (hashes.length / buckets) - 1)).toBeLessThan(0.1);
    }
  });
});
