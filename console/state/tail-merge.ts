/** A stretch of a list, newest first. */
export interface TailPage<T> {
  readonly rows: readonly T[];
  /** How to ask for what is older than the last row; null when there is nothing. */
  readonly older: string | null;
}

/** What a paused list holds back: rows that it does not show. `more`: there may be others behind them. */
export interface Held {
  readonly count: number;
  readonly more: boolean;
}

export function countNew<T>(known: TailPage<T>, fresh: TailPage<T>, idOf: (row: T) => string): Held {
  const seen = new Set(known.rows.map(idOf));
  const count = fresh.rows.filter((row) => !seen.has(idOf(row))).length;
  return { count, more: count === fresh.rows.length && fresh.older !== null };
}

/** Rows that a live list keeps at most; when it grows beyond, the newest stay and "Show more" reads the rest again. */
export const TAIL_ROWS = 1000;

/**
 * `fresh` put on top of `known`, each row once. When nothing of `fresh` is known there may be rows between the two that
 * were never read, so only `fresh` stays: a list never pretends to be whole. "Show more" always goes on behind the last
 * row that is shown.
 */
export function prepend<T>(known: TailPage<T> | null, fresh: TailPage<T>, idOf: (row: T) => string): TailPage<T> {
  const seen = new Set(known?.rows.map(idOf));
  const added = fresh.rows.filter((row) => !seen.has(idOf(row)));
  if (known !== null && added.length === 0) return known;
  const overlaps = added.length < fresh.rows.length;
  if (known === null || !overlaps || added.length + known.rows.length > TAIL_ROWS) return fresh;
  return { rows: [...added, ...known.rows], older: known.older };
}
