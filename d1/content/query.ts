import { type Column, type SQL, sql } from 'drizzle-orm';
import type { Page } from './db.ts';

/** Rows that come behind `after` in a list that is sorted newest first; no condition without `after`. */
export const newestAfter = (createdAt: Column, id: Column, after: Page['after']): SQL | undefined =>
  after === undefined ? undefined : sql`(${createdAt}, ${id}) < (${after.createdAt}, ${after.id})`;

/** `q` somewhere in the column; `instr` and not LIKE, so that no character of the query has a meaning of its own. */
export const contains = (column: Column, q: string | undefined): SQL | undefined =>
  q === undefined || q === '' ? undefined : sql`instr(lower(${column}), lower(${q})) > 0`;
