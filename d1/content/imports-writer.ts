import { and, eq, inArray, sql } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import type { TenantContent } from './db.ts';
import type { ImportStep } from './imports.ts';
import type { PackageRow } from './packages.ts';
import { insertWhere } from './query.ts';
import { imports, outbox, packages } from './schema.ts';

/** Names one attempt at building an import. Whatever it writes has no effect once a later attempt has begun. */
export interface Attempt {
  readonly id: string;
  readonly attempt: number;
}

export interface NewImport {
  readonly id: string;
  readonly filename: string;
  readonly package: string;
  readonly steps: readonly ImportStep[];
  readonly now: string;
}

export interface Published extends Attempt {
  readonly steps: readonly ImportStep[];
  readonly package: Omit<PackageRow, 'tenant'>;
  readonly events: readonly { readonly id: string }[];
  readonly now: string;
}

const BUILDING = ['queued', 'running'] as const;

/** The life of an import. Every method is safe to repeat; those of an attempt tell whether it may still write. */
export class ImportWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  /** A file begins to come in. */
  async receive({ id, filename, package: packageId, steps, now }: NewImport): Promise<void> {
    const { db, tenant } = this.#content;
    await db.insert(imports).values({
      tenant,
      id,
      state: 'receiving',
      filename,
      bytes: 0,
      package: packageId,
      steps,
      attempt: 0,
      version: 0,
      heartbeatAt: now,
      createdAt: now,
    });
  }

  /** The file is there: the import is shown from now on. */
  async received(id: string, bytes: number, now: string): Promise<void> {
    const { db } = this.#content;
    await db
      .update(imports)
      .set({ state: 'queued', bytes, version: sql`version + 1`, heartbeatAt: now })
      .where(and(this.#row(id), eq(imports.state, 'receiving')));
  }

  /** The file never came in whole, or was refused on the way: nothing of it stays. */
  async discard(id: string): Promise<void> {
    const { db } = this.#content;
    await db.delete(imports).where(and(this.#row(id), eq(imports.state, 'receiving')));
  }

  /**
   * Begins the attempt behind `attempt`, which is queued until its first `progress`; false when somebody else did so
   * already or the import has ended.
   */
  begin({ id, attempt }: Attempt, now: string): Promise<boolean> {
    return this.#update({ id, attempt }, { state: 'queued', attempt: attempt + 1, heartbeatAt: now });
  }

  progress(attempt: Attempt, steps: readonly ImportStep[], now: string): Promise<boolean> {
    return this.#update(attempt, { state: 'running', steps, version: sql`version + 1`, heartbeatAt: now });
  }

  /** A sign of life that nobody needs to see. */
  beat(attempt: Attempt, now: string): Promise<boolean> {
    return this.#update(attempt, { heartbeatAt: now });
  }

  /** Which multipart upload the container is written to. */
  writingTo(attempt: Attempt, containerUpload: string): Promise<boolean> {
    return this.#update(attempt, { containerUpload });
  }

  /** First half of failing: the reason is kept, so that any later attempt only has to clear up. */
  refuse(attempt: Attempt, steps: readonly ImportStep[], report: unknown): Promise<boolean> {
    return this.#update(attempt, { steps, report });
  }

  /** Second half, when nothing is left in the bucket: the end, and the event that tells of it. */
  async fail(attempt: Attempt, { event, now }: { event: { readonly id: string }; now: string }): Promise<void> {
    const { db } = this.#content;
    await db.batch([
      this.#tell(attempt, event, now),
      db
        .update(imports)
        .set({ state: 'failed', finishedAt: now, version: sql`version + 1` })
        .where(this.#building(attempt)),
    ]);
  }

  /** The package, the events that tell of it and the end of the import, all or nothing; again: nothing. */
  async publish({ id, attempt, steps, package: values, events, now }: Published): Promise<void> {
    const { db, tenant } = this.#content;
    await db.batch([
      insertWhere(db, packages, { values: { ...values, tenant }, condition: this.#mine({ id, attempt }) }),
      ...events.map((event) => this.#tell({ id, attempt }, event, now)),
      db
        .update(imports)
        .set({ state: 'built', steps, report: values.report, finishedAt: now, version: sql`version + 1` })
        .where(this.#building({ id, attempt })),
    ]);
  }

  #tell(attempt: Attempt, event: { readonly id: string }, now: string) {
    const { db, tenant } = this.#content;
    const values = { tenant, id: event.id, event, createdAt: now };
    return insertWhere(db, outbox, { values, condition: this.#mine(attempt) });
  }

  /** That the attempt may still write, for inserts. */
  #mine(attempt: Attempt) {
    return sql`EXISTS (SELECT 1 FROM ${imports} WHERE ${this.#building(attempt)})`;
  }

  async #update(attempt: Attempt, set: SQLiteUpdateSetSource<typeof imports>): Promise<boolean> {
    const { db } = this.#content;
    const rows = await db.update(imports).set(set).where(this.#building(attempt)).returning({ id: imports.id });
    return rows.length === 1;
  }

  #row(id: string) {
    return and(eq(imports.tenant, this.#content.tenant), eq(imports.id, id));
  }

  #building({ id, attempt }: Attempt) {
    return and(this.#row(id), eq(imports.attempt, attempt), inArray(imports.state, [...BUILDING]));
  }
}
