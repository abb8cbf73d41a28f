import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Page, TenantContent } from './db.ts';
import { newestAfter } from './query.ts';
import { credentials } from './schema.ts';

export type CredentialRow = typeof credentials.$inferSelect;

/** Credentials of one tenant, those that are withdrawn too. */
export class CredentialReader {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  byId(id: string): Promise<CredentialRow | undefined> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(credentials)
      .where(and(eq(credentials.tenant, tenant), eq(credentials.id, id)))
      .get();
  }

  /** Newest first; `state` narrows the list. */
  list({ limit, after }: Page, state: 'active' | 'withdrawn' | undefined): Promise<CredentialRow[]> {
    const { db, tenant } = this.#content;
    const ended = { active: isNull(credentials.revokedAt), withdrawn: isNotNull(credentials.revokedAt) };
    return db
      .select()
      .from(credentials)
      .where(
        and(
          eq(credentials.tenant, tenant),
          newestAfter(credentials.createdAt, credentials.id, after),
          state && ended[state],
        ),
      )
      .orderBy(desc(credentials.createdAt), desc(credentials.id))
      .limit(limit);
  }
}
