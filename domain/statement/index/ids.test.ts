import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bloom } from './bloom.ts';
import { IDS_A_CHUNK } from './id-chunk.ts';
import { mergeIdRuns } from './id-merge.ts';
import { IdRun } from './id-run.ts';
import { IdTable } from './id-table.ts';
import { hashOfId } from './id-words.ts';
import { drained, idRunOf, inParts, keptIdRun } from './index.testing.ts';
import { CHUNK_BYTES } from './run.ts';

/** Few values in the leading words, so that many ids share their leading bits or all but one word. */
const alike = fc.constantFrom(0, 1, 0x7ff, 0x800, 0xffff_ffff);
const anyWord = fc.integer({ min: 0, max: 0xffff_ffff });
const idOf = fc.tuple(alike, alike, fc.oneof(alike, anyWord), anyWord).map((id) => Uint32Array.of(...id));
const key = (words: Uint32Array) => words.join();
const idsUpTo = (maxLength: number) => fc.uniqueArray(idOf, { maxLength, selector: key, size: 'max' });
const firstSeq = fc.constantFrom(1, 4711, 2 ** 32 - 3, 2 ** 40);

/** Ids counted up from a prefix: what a client makes within one millisecond. */
const counted = (count: number, prefix = [0x0193a1b2, 0xc3d47000]) =>
  Array.from({ length: count }, (_, i) => Uint32Array.of(prefix[0]!, prefix[1]!, i >>> 8, (i << 24) | 7));

const numbered = (ids: readonly Uint32Array[], first = 1) => ids.map((id, i) => [id, first + i] as const);

/** Every other id of the list, and some that lie beside them. */
const strangers = (ids: readonly Uint32Array[]) =>
  ids.flatMap((id) => [0, 3].map((at) => id.map((word, i) => (i === at ? word ^ 1 : word))));

/** What only has a filter that admits everything shows whether the search itself is right. */
function withoutFilter(kept: ReturnType<typeof idRunOf>, fences: Float64Array): IdRun {
  return new IdRun(fences, Bloom.of(new Uint8Array(64).fill(255)), (n) => {
    kept.reads.push(n);
    return kept.chunks[n]!;
  });
}

describe('the table of ids', () => {
  it('[IDX-2] answers as a map does and grows beyond what it was made for', () => {
    fc.assert(
      fc.property(idsUpTo(100), fc.integer({ min: 0, max: 20 }), firstSeq, (ids, capacity, first) => {
        const table = new IdTable(capacity);
        for (const sent of [ids, [...ids.toReversed(), ...ids.slice(0, 5)]]) {
          table.clear();
          const map = new Map<string, number>();
          sent.forEach((id, i) => {
            expect(table.put(id, 0, first + i)).toBe(!map.has(key(id)));
            if (!map.has(key(id))) map.set(key(id), first + i);
          });
          expect(table.size).toBe(map.size);
          for (const id of [...ids, ...strangers(ids)]) expect(table.find(id, 0)).toBe(map.get(key(id)) ?? 0);
        }
      }),
    );
  });
  it('[IDX-2] reads an id where it stands among others', () => {
    const words = Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
    const table = new IdTable(2);
    expect(table.put(words, 4, 9)).toBe(true);
    expect([table.find(words, 0), table.find(words, 4), table.find(words.slice(4), 0)]).toEqual([0, 9, 9]);
  });
});

describe('a run of ids', () => {
  it('[IDX-4] finds what it was built of and nothing else', () => {
    fc.assert(
      fc.property(idsUpTo(450), firstSeq, (ids, first) => {
        const kept = idRunOf(numbered(ids, first));
        const map = new Map(ids.map((id, i) => [key(id), first + i]));
        for (const id of [...ids, ...strangers(ids)]) {
          expect(kept.run.find(id, 0)).toBe(map.get(key(id)) ?? 0);
          expect(kept.run.find(Uint32Array.of(9, ...id), 1, hashOfId(id, 0))).toBe(map.get(key(id)) ?? 0);
        }
      }),
      { numRuns: 12 },
    );
  });
  it('[IDX-4] also when many chunks begin with the same bits, reading few of them', () => {
    const ids = [...counted(20 * IDS_A_CHUNK), ...counted(IDS_A_CHUNK, [1, 1]), ...counted(50, [0xffff_ffff, 0])];
    const kept = idRunOf(numbered(ids));
    expect(kept.chunks).toHaveLength(22);
    ids.forEach((id, i) => {
      kept.reads.length = 0;
      expect(kept.run.find(id, 0)).toBe(i + 1);
      expect(kept.reads.length).toBeLessThanOrEqual(5);
    });
    const run = withoutFilter(
      kept,
      Float64Array.from(kept.chunks, (chunk) => fenceOf(chunk)),
    );
    for (const id of strangers(ids)) expect(run.find(id, 0)).toBe(0);
  });
  it('[IDX-4] reads one chunk where ids begin differently, and mostly none for a stranger', () => {
    const ids = Array.from({ length: 10 * IDS_A_CHUNK }, (_, i) => Uint32Array.of(i * 2_000_000, i, i, i));
    const kept = idRunOf(numbered(ids));
    for (const id of ids) expect(kept.run.find(id, 0)).toBe(id[1]! + 1);
    expect(kept.reads.length).toBeLessThanOrEqual(ids.length + kept.chunks.length);
    kept.reads.length = 0;
    for (const id of strangers(ids)) expect(kept.run.find(id, 0)).toBe(0);
    expect(kept.reads.length).toBeLessThan(ids.length * 2 * 0.01);
  });
  it('[IDX-10] its chunks keep their size and their version, and cannot span more than 2^32 numbers', () => {
    const { chunks } = idRunOf(numbered(counted(2 * IDS_A_CHUNK + 1)));
    expect(IDS_A_CHUNK).toBe(199);
    expect(chunks.map((chunk) => chunk.length)).toEqual([3988, 3988, 28]);
    expect(chunks.every((chunk) => chunk[0] === 1 && chunk.length <= CHUNK_BYTES)).toBe(true);
    const broken = keptIdRun({
      chunks: [Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0)],
      fences: Float64Array.of(0),
      bloom: new Uint8Array(64).fill(255),
    });
    expect(() => broken.run.find(Uint32Array.of(1, 2, 3, 4), 0)).toThrow('a chunk of ids of unknown version 2');
    const [a, b] = [Uint32Array.of(1, 2, 3, 4), Uint32Array.of(1, 2, 3, 5)];
    expect(
      idRunOf([
        [a, 1],
        [b, 2 ** 32],
      ]).run.find(b, 0),
    ).toBe(2 ** 32);
    expect(() =>
      idRunOf([
        [a, 1],
        [b, 2 ** 32 + 1],
      ]),
    ).toThrow('a run from 1 cannot hold 4294967297');
  });
});

/** The leading 53 bits of a chunk's first id. */
function fenceOf(chunk: Uint8Array): number {
  const view = new DataView(chunk.buffer, chunk.byteOffset);
  return view.getUint32(8) * 2 ** 21 + (view.getUint32(12) >>> 11);
}

describe('merging runs of ids', () => {
  it('[IDX-7] the run of several answers as they do', () => {
    const parts = fc.array(fc.nat({ max: 100 }), { maxLength: 8, size: 'max' });
    fc.assert(
      fc.property(idsUpTo(600), parts, firstSeq, (ids, lengths, first) => {
        const entries = numbered(ids, first);
        const runs = inParts(entries, lengths).map((part) => idRunOf(part).run);
        const kept = keptIdRun(drained(mergeIdRuns(runs)));
        const once = idRunOf(entries);
        expect(kept.chunks).toEqual(once.chunks);
        const map = new Map(entries.map(([id, seq]) => [key(id), seq]));
        for (const id of [...ids, ...strangers(ids)]) expect(kept.run.find(id, 0)).toBe(map.get(key(id)) ?? 0);
      }),
      { numRuns: 12 },
    );
  });
  it('[IDX-7] reads each chunk once, a little before it is needed, and makes a filter that is large enough', () => {
    const ids = counted(8 * 2 * IDS_A_CHUNK).map((id) => id.with(0, id[2]! * 1_000_003));
    const runs = Array.from({ length: 8 }, (_, i) =>
      idRunOf(
        numbered(
          ids.filter((_, n) => n % 8 === i),
          i * 5000 + 1,
        ),
      ),
    );
    for (const { reads } of runs) reads.length = 0;
    const merge = mergeIdRuns(runs.map(({ run }) => run));
    const begun = merge.next().value;
    const early = runs.flatMap(({ reads }) => reads);
    expect(early.length).toBeLessThanOrEqual(10);
    const { bloom, chunks } = drained(merge);
    const all = runs.flatMap((_, i) =>
      numbered(
        ids.filter((_, n) => n % 8 === i),
        i * 5000 + 1,
      ),
    );
    expect([begun, ...chunks]).toEqual(idRunOf(all).chunks);
    expect(runs.flatMap(({ reads }) => reads).length).toBeLessThanOrEqual(8 * 2 + 8);
    expect(bloom.length * 8).toBeGreaterThanOrEqual(ids.length * 12);
  });
  it('[IDX-7] of nothing there is nothing', () => {
    expect(drained(mergeIdRuns([]))).toMatchObject({ chunks: [], fences: new Float64Array(0) });
    expect(drained(mergeIdRuns([idRunOf([]).run]))).toMatchObject({ chunks: [] });
  });
});
