import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';

/**
 * A content database as one tenant sees it. Readers and writers are made with it, so a query without the tenant in its
 * condition cannot be written by forgetting an argument.
 */
export interface TenantContent {
  readonly tenant: string;
  readonly db: DrizzleD1Database;
}

export const tenantContent = (database: D1Database, tenant: string): TenantContent => ({
  tenant,
  db: drizzle(database),
});

/** One page of a list, newest first: rows behind `after` (the sort key of the last row seen), `limit` at most. */
export interface Page {
  readonly limit: number;
  readonly after?: { readonly createdAt: string; readonly id: string } | undefined;
}
