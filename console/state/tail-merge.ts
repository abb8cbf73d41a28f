/** Rows that a live list keeps at most; what is older is read again with "Show more". */
export const TAIL_ROWS = 1000;

/**
 * `fresh` (newest first) put on top of `known`, each row once. When nothing of `fresh` is known there may be rows
 * between the two that were never read, so only `fresh` stays: a list never pretends to be whole.
 */
export function prepend<T>(known: readonly T[], fresh: readonly T[], idOf: (row: T) => string): readonly T[] {
  const seen = new Set(known.map(idOf));
  const added = fresh.filter((row) => !seen.has(idOf(row)));
  if (added.length === 0) return known;
  const overlaps = added.length < fresh.length;
  return (overlaps ? [...added, ...known] : added).slice(0, TAIL_ROWS);
}
