import { type Column, getTableColumns, is, SQL, sql } from 'drizzle-orm';
import type { DrizzleD1Database } from 'drizzle-orm/d1';
import type { SQLiteInsertValue, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Page } from './db.ts';

/** Rows that come behind `after` in a list that is sorted newest first; no condition without `after`. */
export const newestAfter = (createdAt: Column, id: Column, after: Page['after']): SQL | undefined =>
  after === undefined ? undefined : sql`(${createdAt}, ${id}) < (${after.createdAt}, ${after.id})`;

/** `q` somewhere in the column; `instr` and not LIKE, so that no character of the query has a meaning of its own. */
export const contains = (column: Column, q: string | undefined): SQL | undefined =>
  q === undefined || q === '' ? undefined : sql`instr(lower(${column}), lower(${q})) > 0`;

/** `INSERT` of one row if `condition` holds at that moment of the transaction; D1 has no transactions to decide in. */
export function insertWhere<Table extends SQLiteTable>(
  db: DrizzleD1Database,
  table: Table,
  { values, condition }: { values: SQLiteInsertValue<Table>; condition: SQL },
) {
  const given: Readonly<Record<string, unknown>> = values;
  const list = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = given[name] ?? null;
    if (value === null) return sql`NULL`;
    return is(value, SQL) ? value : sql.param(value, column);
  });
  return db.insert(table).select(sql`SELECT ${sql.join(list, sql`, `)} WHERE ${condition}`);
}
