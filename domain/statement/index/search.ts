import { type PostingList, union, type Walk } from './posting-list.ts';

/** Postings of the statements `first` to `last`: the table in memory, or a run. */
export interface IndexSource {
  readonly first: number;
  readonly last: number;
  list(term: number): PostingList;
}

/** Sequence numbers, both inclusive. */
export interface SeqRange {
  readonly low: number;
  readonly high: number;
}

/**
 * [IDX-8] The sequence numbers of the range that have all of `terms`, within one entry any of the alternatives; without
 * terms every one. In order: newest first, or oldest first when `ascending`. Sources share no sequence number. They are
 * read as far as numbers are taken; what is taken later than the sources live must be asked for anew.
 */
export function* candidates(
  sources: readonly IndexSource[],
  terms: readonly (readonly number[])[],
  range: SeqRange,
  ascending: boolean,
): Generator<number> {
  if (terms.length === 0) return yield* meeting([], range, ascending);
  const ordered = [...sources].sort((a, b) => (ascending ? a.first - b.first : b.first - a.first));
  for (const source of ordered) {
    const part = { low: Math.max(range.low, source.first), high: Math.min(range.high, source.last) };
    if (part.low > part.high) continue;
    const lists = listsOf(source, terms);
    if (lists !== undefined) yield* meeting(lists, part, ascending);
  }
}

/** A list for each group of alternatives, the shortest first; undefined when one of them is empty. */
function listsOf(source: IndexSource, terms: readonly (readonly number[])[]): PostingList[] | undefined {
  const lists: PostingList[] = [];
  for (const any of terms) {
    const list = union(any.map((term) => source.list(term)));
    if (list.weight === 0) return undefined;
    lists.push(list);
  }
  return lists.sort((a, b) => a.weight - b.weight);
}

/** What stands in all of the lists. */
function* meeting(lists: readonly PostingList[], { low, high }: SeqRange, ascending: boolean): Generator<number> {
  const walks = lists.map((list) => list.walk(ascending));
  const step = ascending ? 1 : -1;
  let seq = agreed(walks, ascending ? low : high);
  while (seq >= low && seq <= high) {
    yield seq;
    seq = agreed(walks, seq + step);
  }
}

/** The first number from `from` on that all walks know: each goes to where the one before it stands. */
function agreed(walks: readonly Walk[], from: number): number {
  let seq = from;
  for (let i = 0, agreeing = 0; agreeing < walks.length; i = (i + 1) % walks.length) {
    const found = walks[i]!(seq);
    agreeing = found === seq ? agreeing + 1 : 1;
    seq = found;
  }
  return seq;
}
