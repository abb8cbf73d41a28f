import { and, desc, eq, isNotNull, isNull, or } from 'drizzle-orm';
import type { Page, TenantContent } from './db.ts';
import { contains, newestAfter } from './query.ts';
import { packages } from './schema.ts';

export type PackageRow = typeof packages.$inferSelect;

export interface PackageFilter {
  /** Part of the title or of what else it is found by, in any case of ASCII letters. */
  readonly q?: string | undefined;
  readonly format?: PackageRow['format'] | undefined;
  readonly state?: PackageRow['state'] | undefined;
  /** Versions of one course have one. */
  readonly activityId?: string | undefined;
  readonly archived?: 'true' | 'false' | 'any' | undefined;
}

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

  /** Newest first; what is not asked for does not narrow the list. */
  list({ limit, after }: Page, wanted: PackageFilter): Promise<PackageRow[]> {
    const { db, tenant } = this.#content;
    const { q, format, state, activityId, archived } = wanted;
    return db
      .select()
      .from(packages)
      .where(
        and(
          eq(packages.tenant, tenant),
          newestAfter(packages.createdAt, packages.id, after),
          or(contains(packages.title, q), contains(packages.terms, q)),
          format === undefined ? undefined : eq(packages.format, format),
          state === undefined ? undefined : eq(packages.state, state),
          activityId === undefined ? undefined : eq(packages.activityId, activityId),
          archived &&
            { true: isNotNull(packages.archivedAt), false: isNull(packages.archivedAt), any: undefined }[archived],
        ),
      )
      .orderBy(desc(packages.createdAt), desc(packages.id))
      .limit(limit);
  }
}
