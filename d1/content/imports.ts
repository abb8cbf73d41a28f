import { and, desc, eq, ne, sql } from 'drizzle-orm';
import type { Page, TenantContent } from './db.ts';
import { newestAfter } from './query.ts';
import { imports } from './schema.ts';

export type ImportRow = typeof imports.$inferSelect;
export type { ImportStep } from './schema.ts';

/** States in which something is still to be done. */
export const OPEN_STATES = ['receiving', 'queued', 'running'] as const satisfies ImportRow['state'][];

/** As the index on open imports says it, word for word: SQLite does not see that a parameter is one of these. */
const INDEXED = sql`${imports.state} IN ('receiving', 'queued', 'running')`;

/** Imports of one tenant. Lists leave out those whose file is still coming in. */
export class ImportReader {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  byId(id: string): Promise<ImportRow | undefined> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(imports)
      .where(and(eq(imports.tenant, tenant), eq(imports.id, id)))
      .get();
  }

  list({ limit, after }: Page): Promise<ImportRow[]> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(imports)
      .where(
        and(
          eq(imports.tenant, tenant),
          ne(imports.state, 'receiving'),
          newestAfter(imports.createdAt, imports.id, after),
        ),
      )
      .orderBy(desc(imports.createdAt), desc(imports.id))
      .limit(limit);
  }

  /** Those in a state that the watch has to look at, longest silent first. */
  open(state: (typeof OPEN_STATES)[number], limit: number): Promise<ImportRow[]> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(imports)
      .where(and(eq(imports.tenant, tenant), INDEXED, eq(imports.state, state)))
      .orderBy(imports.heartbeatAt)
      .limit(limit);
  }
}
