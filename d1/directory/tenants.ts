import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { tenants } from './schema.ts';

export type TenantRow = typeof tenants.$inferSelect;

/** Where a tenant lives; undefined when there is none of this name. */
export const readTenant = (directory: D1Database, id: string): Promise<TenantRow | undefined> =>
  drizzle(directory).select().from(tenants).where(eq(tenants.id, id)).get();
