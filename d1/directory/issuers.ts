import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import { issuers } from './schema.ts';

export type IssuerRow = typeof issuers.$inferSelect;

/** The directory as one tenant sees it. */
export interface TenantDirectory {
  readonly tenant: string;
  readonly db: DrizzleD1Database;
}

export const tenantDirectory = (directory: D1Database, tenant: string): TenantDirectory => ({
  tenant,
  db: drizzle(directory),
});

/** Registrations in force, of whatever tenant, for a token of this issuer, oldest first: one at most of each audience. */
export const issuersOf = (directory: D1Database, issuer: string, audiences: readonly string[]): Promise<IssuerRow[]> =>
  drizzle(directory)
    .select()
    .from(issuers)
    .where(and(eq(issuers.issuer, issuer), inArray(issuers.audience, [...audiences]), isNull(issuers.revokedAt)))
    .orderBy(asc(issuers.createdAt), asc(issuers.id))
    .all();

/** Issuers of one tenant, those that are withdrawn too. */
export class IssuerReader {
  readonly #directory: TenantDirectory;
  constructor(directory: TenantDirectory) {
    this.#directory = directory;
  }

  byId(id: string): Promise<IssuerRow | undefined> {
    const { db, tenant } = this.#directory;
    return db
      .select()
      .from(issuers)
      .where(and(eq(issuers.tenant, tenant), eq(issuers.id, id)))
      .get();
  }

  /** Newest first; behind `after` when it is given. */
  list({
    limit,
    after,
  }: {
    limit: number;
    after?: { createdAt: string; id: string } | undefined;
  }): Promise<IssuerRow[]> {
    const { db, tenant } = this.#directory;
    const behind = after && sql`(${issuers.createdAt}, ${issuers.id}) < (${after.createdAt}, ${after.id})`;
    return db
      .select()
      .from(issuers)
      .where(and(eq(issuers.tenant, tenant), behind))
      .orderBy(desc(issuers.createdAt), desc(issuers.id))
      .limit(limit);
  }
}
