import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drained, inParts, keptPostingRun, postingRunOf, termTableOf, walked } from './index.testing.ts';
import { NOTHING, type PostingList, postingList, union } from './posting-list.ts';
import { mergePostingRuns } from './posting-merge.ts';
import { CHUNK_BYTES } from './run.ts';
import { TermTable } from './term-table.ts';

const TERMS = [0, 1, 2, 127, 2 ** 21, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 5, 2 ** 53 - 2, 2 ** 53 - 1];
const term = fc.constantFrom(...TERMS);
const firstSeq = fc.constantFrom(1, 4711, 2 ** 32 - 3, 2 ** 45);
const shortLists = fc.array(fc.uniqueArray(term, { maxLength: 5 }), { maxLength: 60, size: 'max' });

/** The terms of `count` statements: one that all have, some of every third, and a rare one each. */
const long = (count: number) =>
  Array.from({ length: count }, (_, i) => [5, ...(i % 3 === 0 ? [2 ** 40] : []), 1_000_000 + Math.floor(i / 7)]);

/** The sequence numbers under a term, by looking at every statement. */
const naive = (lists: readonly (readonly number[])[], first: number, wanted: number) =>
  lists.flatMap((terms, i) => (terms.includes(wanted) ? [first + i] : []));

describe('the table of terms', () => {
  it('[IDX-5] keeps the sequence numbers of each term in order', () => {
    fc.assert(
      fc.property(shortLists, firstSeq, (lists, first) => {
        const table = termTableOf(lists, first);
        for (const one of TERMS) {
          const seqs = naive(lists, first, one);
          expect(walked(table.list(one))).toEqual(seqs);
          expect(table.list(one).weight).toBe(seqs.length);
        }
        expect([...table.terms()]).toEqual([...new Set(lists.flat())].sort((a, b) => a - b));
        expect(table.size).toBe(lists.flat().length);
      }),
    );
  });
  it('[IDX-5] grows, and begins anew when it is cleared', () => {
    const lists = Array.from({ length: 3_000 }, (_, i) => [i, 1e6 + i, 2e6 + (i % 10), 3e6]);
    const table = termTableOf(lists, 10);
    table.clear();
    expect([table.size, table.terms().length, table.list(3e6).weight]).toEqual([0, 0, 0]);
    lists.forEach((terms, i) => {
      for (const one of terms) table.add(one, 5 + i);
    });
    expect(table.size).toBe(12_000);
    for (const one of [0, 2_999, 1e6 + 2_048, 2e6 + 7, 3e6, 4e6]) {
      expect([...table.seqs(one)]).toEqual(naive(lists, 5, one));
    }
    expect(table.terms()).toHaveLength(6_011);
  });
  it('[IDX-5] counts a term that a statement has twice once, and refuses a number that goes back', () => {
    const table = new TermTable();
    table.add(1, 5);
    table.add(1, 5);
    table.add(2, 7);
    expect(table.size).toBe(2);
    table.add(1, 8);
    table.add(1, 8);
    expect(walked(table.list(1))).toEqual([5, 8]);
    expect(() => table.add(2, 6)).toThrow('sequence number 6 came after a later one');
    expect(() => table.add(3, 4)).toThrow('a table from 5 cannot hold 4');
    expect(() => table.add(3, 5 + 2 ** 32)).toThrow('cannot hold');
    table.add(3, 4 + 2 ** 32);
    expect(walked(table.list(3))).toEqual([4 + 2 ** 32]);
  });
});

describe('lists of postings', () => {
  const ascendingSeqs = fc
    .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 30 })
    .map((seqs) => seqs.sort((a, b) => a - b));
  it('[IDX-5] a walk gives the number asked for or the next one beyond it', () => {
    fc.assert(
      fc.property(ascendingSeqs, fc.integer({ min: 0, max: 61 }), (seqs, from) => {
        expect(postingList(seqs).walk(true)(from)).toBe(seqs.find((seq) => seq >= from) ?? Number.POSITIVE_INFINITY);
        expect(postingList(seqs).walk(false)(from)).toBe(seqs.findLast((seq) => seq <= from) ?? 0);
      }),
    );
  });
  it('[IDX-5] a union has what any of its lists has, each number once', () => {
    fc.assert(
      fc.property(fc.array(ascendingSeqs, { maxLength: 4 }), (lists) => {
        const all = [...new Set(lists.flat())].sort((a, b) => a - b);
        const list = union(lists.map(postingList));
        expect(walked(list)).toEqual(all);
        expect(walked(list, false)).toEqual(all.toReversed());
        expect(list.weight).toBe(lists.flat().length);
      }),
    );
    const one = postingList([1]);
    expect(union([NOTHING, one])).toBe(one);
    expect(union([])).toBe(NOTHING);
  });
});

/** What a list gives by leaps of any length, against the array that it stands for. */
function expectWalks(list: PostingList, seqs: readonly number[], leaps: readonly number[]): void {
  for (const ascending of [true, false]) {
    const walk = list.walk(ascending);
    let from = ascending ? 1 : (seqs.at(-1) ?? 0) + 10;
    for (const leap of leaps) {
      const expected = ascending
        ? (seqs.find((seq) => seq >= from) ?? Number.POSITIVE_INFINITY)
        : (seqs.findLast((seq) => seq <= from) ?? 0);
      expect(walk(from)).toBe(expected);
      from = expected + (ascending ? leap : -leap);
    }
  }
}

describe('a run of postings', () => {
  it('[IDX-6] has the list of each term', () => {
    fc.assert(
      fc.property(shortLists, firstSeq, (lists, first) => {
        const { run } = postingRunOf(lists, first);
        for (const one of TERMS) {
          expect(walked(run.list(one))).toEqual(naive(lists, first, one));
          expect(run.list(one).weight).toBe(naive(lists, first, one).length);
        }
      }),
    );
  });
  it('[IDX-6] lists that go over many chunks are whole, upwards and downwards, by leaps too', () => {
    const lists = long(20_000);
    const { run, chunks } = postingRunOf(lists, 2 ** 33);
    expect(chunks.length).toBeGreaterThan(12);
    for (const one of [5, 2 ** 40, 1_000_000, 1_000_777, 1_002_857]) {
      const seqs = naive(lists, 2 ** 33, one);
      expect(walked(run.list(one))).toEqual(seqs);
      expect(walked(run.list(one), false)).toEqual(seqs.toReversed());
      expect(run.list(one).weight).toBeGreaterThan(0);
    }
    for (const none of [4, 6, 999_999, 1_002_858, 2 ** 40 + 1, 2 ** 53 - 1]) {
      expect(walked(run.list(none))).toEqual([]);
      expect(run.list(none)).toBe(NOTHING);
    }
    fc.assert(
      fc.property(fc.array(fc.nat(6_000), { maxLength: 10 }), (leaps) => {
        for (const one of [5, 2 ** 40]) expectWalks(run.list(one), naive(lists, 2 ** 33, one), leaps);
      }),
      { numRuns: 20 },
    );
  });
  it('[IDX-6] a long list is read only where it is walked', () => {
    const { run, reads, chunks } = postingRunOf(long(50_000), 1);
    const list = run.list(5);
    expect(reads).toEqual([]);
    const last = list.walk(false);
    for (let from = 50_000; from > 49_000; from--) last(from);
    expect(reads).toHaveLength(1);
    reads.length = 0;
    const leaping = list.walk(true);
    for (const from of [1, 10, 25_000, 25_010, 49_999, 50_000]) expect(leaping(from)).toBe(from);
    expect(leaping(50_001)).toBe(Number.POSITIVE_INFINITY);
    expect(new Set(reads).size).toBe(3);
    expect(reads).toHaveLength(3);
    expect(chunks.length).toBeGreaterThan(20);
  });
  it('[IDX-6] a long list weighs more than a short one', () => {
    const { run } = postingRunOf(long(20_000), 1);
    expect(run.list(5).weight).toBeGreaterThan(run.list(2 ** 40).weight);
    expect(run.list(2 ** 40).weight).toBeGreaterThan(run.list(1_000_000).weight);
    expect(run.list(1_000_000).weight).toBe(7);
  });
  it('[IDX-10] its chunks keep their size and their version', () => {
    const { chunks } = postingRunOf(long(20_000), 1);
    for (const chunk of chunks) {
      expect(chunk[0]).toBe(1);
      expect(chunk.length).toBeLessThanOrEqual(CHUNK_BYTES);
    }
    for (const chunk of chunks.slice(0, -1)) expect(chunk.length).toBeGreaterThan(CHUNK_BYTES - 20);
    const broken = keptPostingRun({ chunks: [Uint8Array.of(9)], fences: Float64Array.of(1, 1) });
    expect(() => broken.run.list(1)).toThrow('a chunk of postings of unknown version 9');
    expect(() => drained(mergePostingRuns([broken.run]))).toThrow('a chunk of postings of unknown version 9');
  });
});

describe('merging runs of postings', () => {
  it('[IDX-7] the run of several is the one that would have been built at once', () => {
    const cuts = fc.array(fc.nat({ max: 20 }), { maxLength: 8, size: 'max' });
    fc.assert(
      fc.property(shortLists, cuts, firstSeq, (lists, lengths, first) => {
        let from = first;
        const runs = inParts(lists, lengths).map((part) => {
          from += part.length;
          return postingRunOf(part, from - part.length).run;
        });
        const { chunks, fences } = drained(mergePostingRuns(runs));
        const once = postingRunOf(lists, first);
        expect(chunks).toEqual(once.chunks);
        expect(fences).toHaveLength(chunks.length * 2);
      }),
    );
    expect(drained(mergePostingRuns([]))).toEqual({ chunks: [], fences: new Float64Array(0) });
  });
  it('[IDX-7] also over many chunks and twice merged, reading each chunk once and no earlier than needed', () => {
    const lists = long(16_000);
    const parts = Array.from({ length: 8 }, (_, i) =>
      postingRunOf(lists.slice(i * 2_000, (i + 1) * 2_000), i * 2_000 + 1),
    );
    const merge = mergePostingRuns(parts.map(({ run }) => run));
    merge.next();
    expect(parts.flatMap(({ reads }) => reads).length).toBeLessThanOrEqual(10);
    const halves = [parts.slice(0, 4), parts.slice(4)].map((half) =>
      keptPostingRun(drained(mergePostingRuns(half.map(({ run }) => run)))),
    );
    const whole = drained(mergePostingRuns(halves.map(({ run }) => run)));
    expect(whole.chunks).toEqual(postingRunOf(lists, 1).chunks);
    for (const { reads, chunks } of halves) expect(reads).toEqual(chunks.map((_, n) => n));
    const { run } = keptPostingRun(whole);
    expect(walked(run.list(2 ** 40))).toEqual(naive(lists, 1, 2 ** 40));
  });
  it('[IDX-7] runs in another order than their sequence numbers are refused, and terms out of order', () => {
    const [a, b] = [postingRunOf([[1]], 1), postingRunOf([[1]], 2)];
    expect(() => drained(mergePostingRuns([b.run, a.run]))).toThrow('posting 1 1 came after 1 2');
    expect(() => drained(mergePostingRuns([a.run, a.run]))).toThrow('posting 1 1 came after 1 1');
    const chunks = [...postingRunOf([[2]], 1).chunks, ...a.chunks];
    const { run } = keptPostingRun({ chunks, fences: Float64Array.of(2, 1, 1, 1) });
    expect(() => drained(mergePostingRuns([run]))).toThrow('posting 1 1 came after 2 1');
  });
});
