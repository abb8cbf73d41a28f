import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, BlockReader, completeText, type Fresh, NEW_BLOCK, planBlocks, readHeader } from './block.ts';
import { packBatch } from './pack.ts';
import { prepareStatements } from './prepare.ts';
import { bob, good } from './statements.testing.ts';
import { formatMicros } from './time.ts';
import type { StoredStatement } from './types.ts';

const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;

function fresh(statements: object[], indices: number[] | null = null): Fresh {
  const prepared = prepareStatements(statements, { authority: bob, newId: () => uuid(0) });
  if (!prepared.ok) throw new Error(prepared.error.detail);
  const place = (one: { id: string }) => ({ partition: Number(one.id.slice(-2)) % 3, reading: '' });
  return { batch: packBatch(prepared.value, place), indices };
}

const numbers = (block: BlockReader) =>
  Array.from({ length: block.last - block.first + 1 }, (_, i) => {
    const { id } = JSON.parse(block.at(block.first + i).text) as StoredStatement;
    return Number(id.slice(-12));
  });

describe('blocks', () => {
  it('[LOG-4] [LOG-5] follow each other without a gap, keep the order and their size, whoever sent what', () => {
    const size = fc.oneof(fc.nat(1000), fc.nat(2 * BLOCK_BYTES));
    const request = fc.array(fc.record({ size, fresh: fc.boolean() }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 5 }), (requests) => {
        let n = 0;
        const wanted: number[] = [];
        const parts = requests.map((statements) => {
          const indices = statements.flatMap((one, i) => (one.fresh ? [i] : []));
          for (const i of indices) wanted.push(n + i);
          const bodies = statements.map((one) => ({
            ...good,
            id: uuid(n++),
            result: { response: 'ä'.repeat(one.size / 2) },
          }));
          return fresh(bodies, indices.length === statements.length ? null : indices);
        });
        let next = 7;
        const found: number[] = [];
        for (const plan of planBlocks(parts, { first: 7, storedMicros: 1000 })) {
          const block = new BlockReader(plan);
          expect([block.first, plan.storedMicros]).toEqual([next, 1000 + next - 7]);
          if (block.last > block.first) expect(plan.body.length).toBeLessThanOrEqual(BLOCK_BYTES);
          const own = numbers(block);
          expect([...block.partitions]).toEqual(own.map((id) => (id % 100) % 3));
          expect(plan.ids).toHaveLength(16 * own.length);
          expect(plan.terms).toHaveLength(plan.termCounts.reduce((sum, count) => sum + count, 0));
          found.push(...own);
          next = block.last + 1;
        }
        expect(found).toEqual(wanted);
      }),
      { numRuns: 50 },
    );
  });
  it('[LOG-5] requests share a block', () => {
    const parts = [
      fresh([{ ...good, id: uuid(1) }]),
      fresh([
        { ...good, id: uuid(2) },
        { ...good, id: uuid(3) },
      ]),
    ];
    const blocks = [...planBlocks(parts, { first: 1, storedMicros: 1 })];
    expect(blocks.map((plan) => numbers(new BlockReader(plan)))).toEqual([[1, 2, 3]]);
  });
  it('[LOG-3] a statement is given out with its time of storing, which is its timestamp when it has none', () => {
    const sent = [
      { ...good, id: uuid(1) },
      { ...good, id: uuid(2), timestamp: '2026-01-01T00:00:00Z' },
    ];
    const [plan] = [...planBlocks([fresh(sent)], { first: 8, storedMicros: 5_000_001 })];
    const block = new BlockReader(plan!);
    const given = [8, 9].map((seq) => JSON.parse(completeText(block.at(seq))) as StoredStatement);
    expect(given.map(({ stored, timestamp }) => [stored, timestamp])).toEqual([
      [formatMicros(5_000_001), formatMicros(5_000_001)],
      [formatMicros(5_000_002), '2026-01-01T00:00:00Z'],
    ]);
  });
  it('[LOG-5] a header of an unknown form is a broken store', () => {
    expect(readHeader(JSON.stringify(NEW_BLOCK))).toEqual(NEW_BLOCK);
    for (const change of [{ formatVersion: 2 }, { codec: 'zstd' }, { keyId: 'k' }]) {
      expect(() => readHeader(JSON.stringify({ ...NEW_BLOCK, ...change }))).toThrow('unknown form');
    }
  });
});
