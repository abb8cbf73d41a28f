import { and, eq, inArray } from 'drizzle-orm';
import type { TenantContent } from './db.ts';
import { outbox } from './schema.ts';

/** Events of one tenant that the queue has not been given yet. They are written with the truth that they tell. */
export class Outbox {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  /** Oldest first. */
  async waiting(limit: number): Promise<{ id: string; event: unknown }[]> {
    const { db, tenant } = this.#content;
    return db
      .select({ id: outbox.id, event: outbox.event })
      .from(outbox)
      .where(eq(outbox.tenant, tenant))
      .orderBy(outbox.createdAt)
      .limit(limit);
  }

  /** The queue has them. */
  async sent(ids: readonly string[]): Promise<void> {
    const { db, tenant } = this.#content;
    await db.delete(outbox).where(and(eq(outbox.tenant, tenant), inArray(outbox.id, [...ids])));
  }
}
