import type { ComponentChildren } from 'preact';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: T) => ComponentChildren;
  /** What the column is ordered by; absent: it isn't offered. */
  readonly sortBy?: (row: T) => string | number;
  readonly align?: 'end';
  /** Hidden on narrow screens; the row's summary says the important part there. */
  readonly wideOnly?: boolean;
}

/** A click on a head: ascending, then descending, then the order in which rows came. */
export function nextSort(sort: string, key: string): string {
  if (sort === key) return `-${key}`;
  return sort === `-${key}` ? '' : key;
}

/** A stable order by the column that `sort` names; unknown names leave the rows as they are. */
export function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], sort: string): readonly T[] {
  const descending = sort.startsWith('-');
  const by = columns.find((column) => column.key === (descending ? sort.slice(1) : sort))?.sortBy;
  if (by === undefined) return rows;
  const order = (a: T, b: T): number => compare(by(a), by(b));
  return rows.toSorted(descending ? (a, b) => order(b, a) : order);
}

/** Words as the reader's language orders them, with numbers in them by value: Unit 2 before Unit 10. */
const words = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b));
