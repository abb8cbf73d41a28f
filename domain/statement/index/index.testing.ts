import { Bloom } from './bloom.ts';
import { buildIdRun, IdRun } from './id-run.ts';
import { IdTable } from './id-table.ts';
import type { PostingList } from './posting-list.ts';
import { buildPostingRun, PostingRun } from './posting-run.ts';
import type { IdRunKeys, RunKeys } from './run.ts';
import { TermTable } from './term-table.ts';

/** Runs whose chunks lie in memory and tell which of them were read. */
export interface Kept<Run> {
  readonly run: Run;
  readonly chunks: readonly Uint8Array[];
  readonly reads: number[];
}

export function keptIdRun({ fences, bloom, chunks }: IdRunKeys & { chunks: readonly Uint8Array[] }): Kept<IdRun> {
  const reads: number[] = [];
  return { chunks, reads, run: new IdRun(fences, Bloom.of(bloom), readerOf(chunks, reads)) };
}

export function keptPostingRun({ fences, chunks }: RunKeys & { chunks: readonly Uint8Array[] }): Kept<PostingRun> {
  const reads: number[] = [];
  return { chunks, reads, run: new PostingRun(fences, readerOf(chunks, reads)) };
}

const readerOf = (chunks: readonly Uint8Array[], reads: number[]) => (n: number) => {
  reads.push(n);
  return chunks[n]!;
};

/** `entries`: the words of ids and their sequence numbers. */
export function idRunOf(entries: readonly (readonly [Uint32Array, number])[]): Kept<IdRun> {
  const table = new IdTable(1);
  for (const [words, seq] of entries) table.put(words, 0, seq);
  return keptIdRun(buildIdRun(table));
}

/** `lists[i]`: the terms of sequence number `first + i`. */
export function termTableOf(lists: readonly (readonly number[])[], first: number): TermTable {
  const table = new TermTable();
  lists.forEach((terms, i) => {
    for (const term of terms) table.add(term, first + i);
  });
  return table;
}

export const postingRunOf = (lists: readonly (readonly number[])[], first: number): Kept<PostingRun> =>
  keptPostingRun(buildPostingRun(termTableOf(lists, first)));

/** Parts of these lengths, and what is left. */
export function inParts<T>(all: readonly T[], lengths: readonly number[]): T[][] {
  const parts: T[][] = [];
  let at = 0;
  for (const length of [...lengths, all.length]) {
    parts.push(all.slice(at, at + length));
    at += length;
  }
  return parts;
}

/** Everything that a merge yields, and what it returns. */
export function drained<Keys>(merge: Generator<Uint8Array, Keys>): Keys & { chunks: Uint8Array[] } {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const step = merge.next();
    if (step.done === true) return { ...step.value, chunks };
    chunks.push(step.value);
  }
}

/** A list from its least number on, or from its greatest down. */
export function walked(list: PostingList, ascending = true): number[] {
  const seqs: number[] = [];
  const walk = list.walk(ascending);
  const end = ascending ? Number.POSITIVE_INFINITY : 0;
  for (let seq = walk(ascending ? 1 : Number.MAX_SAFE_INTEGER); seq !== end; seq = walk(seq + (ascending ? 1 : -1))) {
    seqs.push(seq);
  }
  return seqs;
}
