import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEW_BLOCK } from './block.ts';
import { decodeSegment, encodeSegment, type SealedBlock } from './segment.ts';

const block: fc.Arbitrary<SealedBlock> = fc.record({
  first: fc.nat(),
  count: fc.nat(),
  storedMicros: fc.nat(),
  entries: fc.uint8Array({ maxLength: 40 }),
  body: fc.uint8Array({ maxLength: 80 }),
});
const one: SealedBlock = {
  first: 7,
  count: 2,
  storedMicros: 9,
  entries: Uint8Array.of(1, 2),
  body: Uint8Array.of(3, 4, 5),
};

describe('a segment', () => {
  it('[SEAL-1] gives back its blocks, each body where it is said to be, and is the same every time', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
        const { bytes, places } = encodeSegment('demo', NEW_BLOCK, blocks);
        const decoded = decodeSegment(bytes);
        expect(decoded.blocks).toEqual(blocks);
        expect(decoded.header).toMatchObject({
          log: 'demo',
          first: blocks[0]!.first,
          count: blocks.reduce((sum, { count }) => sum + count, 0),
          storedMicros: blocks[0]!.storedMicros,
        });
        for (const [i, { first, offset, length }] of places.entries()) {
          expect(first).toBe(blocks[i]!.first);
          expect(bytes.subarray(offset, offset + length)).toEqual(blocks[i]!.body);
        }
        expect(encodeSegment('demo', NEW_BLOCK, blocks).bytes).toEqual(bytes);
      }),
    );
    expect(() => encodeSegment('demo', NEW_BLOCK, [])).toThrow('has blocks');
  });

  it('[SEAL-2] that is cut, longer, of another form or no segment at all is refused with the reason', () => {
    const { bytes } = encodeSegment('demo', NEW_BLOCK, [one, { ...one, first: 9 }]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSegment(bytes.subarray(0, length))).toThrow(/no segment|ends/);
    }
    expect(() => decodeSegment(Uint8Array.of(...bytes, 0))).toThrow('goes on after');
    expect(() => decodeSegment(new Uint8Array(40))).toThrow('no segment');
    for (const form of [{ formatVersion: 2 }, { codec: 'zstd' }, { keyId: 'k' }]) {
      const other = encodeSegment('demo', { ...NEW_BLOCK, ...form } as never, [one]);
      expect(() => decodeSegment(other.bytes)).toThrow('unknown form');
    }
  });
});
