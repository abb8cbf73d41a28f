import { and, eq, sql } from 'drizzle-orm';
import type { TenantContent } from './db.ts';
import type { PackageRow } from './packages.ts';
import { insertWhere } from './query.ts';
import { outbox, packages } from './schema.ts';

export interface Revocation {
  readonly id: string;
  readonly reason: string;
  readonly now: string;
  readonly event: { readonly id: string };
}

/** What becomes of a package once it is built. Every method is safe to repeat. */
export class PackageWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  /** Put away at a time, or back with null. The first time counts. Undefined: there is no such package. */
  archive(id: string, at: string | null): Promise<PackageRow | undefined> {
    const { db } = this.#content;
    const archivedAt = at === null ? null : sql`coalesce(${packages.archivedAt}, ${at})`;
    return db.update(packages).set({ archivedAt }).where(this.#row(id)).returning().get();
  }

  /** Withdraws a package for good and tells of it; one that is withdrawn already stays as it is. */
  async revoke({ id, reason, now, event }: Revocation): Promise<PackageRow | undefined> {
    const { db, tenant } = this.#content;
    const built = and(this.#row(id), eq(packages.state, 'built'))!;
    const [, , rows] = await db.batch([
      insertWhere(db, outbox, {
        values: { tenant, id: event.id, event, createdAt: now },
        condition: sql`EXISTS (SELECT 1 FROM ${packages} WHERE ${built})`,
      }),
      db.update(packages).set({ state: 'revoked', revokedAt: now, revokedReason: reason }).where(built),
      db.select().from(packages).where(this.#row(id)),
    ]);
    return rows[0];
  }

  #row(id: string) {
    return and(eq(packages.tenant, this.#content.tenant), eq(packages.id, id));
  }
}
