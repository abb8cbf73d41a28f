import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockIndex, decodeBlockIndex, encodeBlockIndex } from './block-index.ts';
import { ByteReader, MAX_VARINT_BYTES, putVarint } from './bytes.ts';

const byte = fc.integer({ min: 0, max: 255 });
const term = fc.oneof(fc.constantFrom(0, 1, 2 ** 32, 2 ** 53 - 1), fc.maxSafeNat());
const statement = fc.record({
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  flags: byte,
  partition: byte,
  terms: fc.array(term, { maxLength: 12 }),
});

const blockOf = (
  statements: readonly { id: Uint8Array; flags: number; partition: number; terms: number[] }[],
): BlockIndex => ({
  ids: Uint8Array.from(statements.flatMap(({ id }) => [...id])),
  flags: Uint8Array.from(statements, ({ flags }) => flags),
  partitions: Uint8Array.from(statements, ({ partition }) => partition),
  termCounts: Uint16Array.from(statements, ({ terms }) => terms.length),
  terms: Float64Array.from(statements.flatMap(({ terms }) => terms)),
});

describe('the index of a block', () => {
  it('[IDX-9] is read as it was written, and nothing of it is shared', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 40, size: 'max' }), fc.nat(5), (statements, offset) => {
        const block = blockOf(statements);
        const bytes = encodeBlockIndex(block);
        expect(bytes.byteLength).toBe(bytes.buffer.byteLength);
        const moved = new Uint8Array(bytes.length + offset);
        moved.set(bytes, offset);
        const read = decodeBlockIndex(moved.subarray(offset));
        moved.fill(0);
        expect(read).toEqual(block);
      }),
    );
  });
  it('[IDX-9] holds thousands of terms of a statement', () => {
    const terms = Array.from({ length: 20_000 }, (_, i) => (i % 15_000) * 3_000_000_001);
    const block = blockOf([{ id: new Uint8Array(16).fill(7), flags: 1, partition: 15, terms }]);
    expect(decodeBlockIndex(encodeBlockIndex(block))).toEqual(block);
  });
  it('[IDX-9] names each term once: a statement like the one before costs 19 bytes and one a term', () => {
    const one = { id: new Uint8Array(16), flags: 0, partition: 3, terms: [1e15, 2e15, 3e15, 4e15, 5e15, 6e15, 7e15] };
    const lengthOf = (count: number) => encodeBlockIndex(blockOf(Array(count).fill(one))).length;
    expect(lengthOf(1)).toBe(3 + 19 + 7 * 7 + 7);
    expect(lengthOf(31) - lengthOf(30)).toBe(19 + 7);
  });
  it('[IDX-10] begins with its version; another version and bytes too few or too many are refused', () => {
    const bytes = encodeBlockIndex(blockOf([{ id: new Uint8Array(16), flags: 0, partition: 0, terms: [5, 6] }]));
    expect(bytes[0]).toBe(1);
    expect(() => decodeBlockIndex(bytes.with(0, 2))).toThrow('the index of a block has unknown version 2');
    expect(() => decodeBlockIndex(bytes.slice(0, -1))).toThrow('the index of a block ends at');
    expect(() => decodeBlockIndex(Uint8Array.of(...bytes, 0))).toThrow('the index of a block ends at');
  });
});

describe('varints', () => {
  it('[IDX-10] hold every safe integer, in seven bits a byte', () => {
    const edges = Array.from({ length: 53 }, (_, bit) => [2 ** bit - 1, 2 ** bit]).flat();
    const value = fc.oneof(fc.constantFrom(...edges, 2 ** 53 - 1), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), (values) => {
        const bytes = new Uint8Array(values.length * MAX_VARINT_BYTES);
        const ends = [0];
        for (const one of values) ends.push(putVarint(bytes, ends.at(-1)!, one));
        const reader = new ByteReader(bytes, 0);
        for (const [i, one] of values.entries()) {
          expect(reader.at).toBe(ends[i]);
          expect(reader.varint()).toBe(one);
        }
        const bits = values.map((one) => Math.max(1, Math.ceil(one.toString(2).length / 7)));
        expect(ends.at(-1)).toBe(bits.reduce((sum, length) => sum + length, 0));
      }),
    );
  });
});
