import { firstAt } from './run.ts';

/** The sequence numbers under a term, ascending, read no further than they are asked for. */
export interface PostingList {
  /** About how many there are; 0 when there is none. */
  readonly weight: number;
  /** Begins to walk through them, from the least on or from the greatest down. */
  walk(ascending: boolean): Walk;
}

/**
 * The number at `from` or the next one beyond in the walk's direction; at the end Infinity, downwards 0. From call to
 * call `from` moves in the walk's direction only.
 */
export type Walk = (from: number) => number;

export const NOTHING: PostingList = {
  weight: 0,
  walk: (ascending) => () => (ascending ? Number.POSITIVE_INFINITY : 0),
};

/** A list that is in memory. */
export const postingList = (seqs: ArrayLike<number>): PostingList => ({
  weight: seqs.length,
  walk: (ascending) => (from) => nextIn(seqs, from, ascending),
});

/** A walk's next number within an ascending array. */
export function nextIn(seqs: ArrayLike<number>, from: number, ascending: boolean): number {
  if (ascending) return seqs[firstAt(0, seqs.length, (i) => seqs[i]! >= from)] ?? Number.POSITIVE_INFINITY;
  return seqs[firstAt(0, seqs.length, (i) => seqs[i]! > from) - 1] ?? 0;
}

/** What stands in any of the lists, each number once. */
export function union(lists: readonly PostingList[]): PostingList {
  const filled = lists.filter(({ weight }) => weight > 0);
  if (filled.length < 2) return filled[0] ?? NOTHING;
  return {
    weight: filled.reduce((sum, { weight }) => sum + weight, 0),
    walk: (ascending) => {
      const walks = filled.map((list) => list.walk(ascending));
      const nearest = ascending ? Math.min : Math.max;
      return (from) =>
        walks.reduce((best, walk) => nearest(best, walk(from)), ascending ? Number.POSITIVE_INFINITY : 0);
    },
  };
}
