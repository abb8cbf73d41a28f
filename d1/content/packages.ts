import { and, desc, eq } from 'drizzle-orm';
import type { Page, TenantContent } from './db.ts';
import { contains, newestAfter } from './query.ts';
import { packages } from './schema.ts';

export type PackageRow = typeof packages.$inferSelect;

/** Package versions of one tenant. They are made by `ImportWriter.publish`, together with the end of their import. */
export class PackageReader {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  byId(id: string): Promise<PackageRow | undefined> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(packages)
      .where(and(eq(packages.tenant, tenant), eq(packages.id, id)))
      .get();
  }

  /** `q` is part of the title, in any case of ASCII letters. */
  list({ limit, after }: Page, q: string | undefined): Promise<PackageRow[]> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(packages)
      .where(
        and(
          eq(packages.tenant, tenant),
          newestAfter(packages.createdAt, packages.id, after),
          contains(packages.title, q),
        ),
      )
      .orderBy(desc(packages.createdAt), desc(packages.id))
      .limit(limit);
  }
}
