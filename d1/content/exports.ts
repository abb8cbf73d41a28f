import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import type { Page, TenantContent } from './db.ts';
import type { Attempt } from './imports-writer.ts';
import { insertWhere, newestAfter } from './query.ts';
import { exports, type OpenUpload, outbox } from './schema.ts';

export type ExportRow = typeof exports.$inferSelect;

export const OPEN_EXPORTS = ['queued', 'running'] as const satisfies ExportRow['state'][];

/** As the index on open exports says it, word for word. */
const INDEXED = sql`${exports.state} IN ('queued', 'running')`;

/** Exports of one tenant. */
export class ExportReader {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  byId(id: string): Promise<ExportRow | undefined> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(exports)
      .where(and(eq(exports.tenant, tenant), eq(exports.id, id)))
      .get();
  }

  /** Those of a package, newest first. */
  list({ limit, after }: Page, packageId: string): Promise<ExportRow[]> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(exports)
      .where(
        and(
          eq(exports.tenant, tenant),
          eq(exports.package, packageId),
          newestAfter(exports.createdAt, exports.id, after),
        ),
      )
      .orderBy(desc(exports.createdAt), desc(exports.id))
      .limit(limit);
  }

  /** Those that the watch has to look at, longest silent first. */
  open(state: (typeof OPEN_EXPORTS)[number], limit: number): Promise<ExportRow[]> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(exports)
      .where(and(eq(exports.tenant, tenant), INDEXED, eq(exports.state, state)))
      .orderBy(exports.heartbeatAt)
      .limit(limit);
  }

  /** In the order in which they end. */
  expiring(limit: number): Promise<ExportRow[]> {
    const { db, tenant } = this.#content;
    return db.select().from(exports).where(eq(exports.tenant, tenant)).orderBy(exports.expiresAt).limit(limit);
  }
}

export type NewExport = Pick<
  ExportRow,
  'id' | 'package' | 'format' | 'formatVersion' | 'filename' | 'createdAt' | 'expiresAt'
>;

/** The life of an export. Every method is safe to repeat; those of an attempt tell whether it may still write. */
export class ExportWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  /** False, and nothing is written, when `openMax` exports are open already. */
  async ask(asked: NewExport, openMax: number): Promise<boolean> {
    const { db, tenant } = this.#content;
    const room = sql`(SELECT count(*) FROM exports WHERE tenant = ${tenant} AND state IN ('queued', 'running')) < ${openMax}`;
    const start = { bytesDone: 0, bytes: 0, attempt: 0, uploads: [], version: 0 };
    const values = { ...asked, ...start, tenant, state: 'queued' as const, heartbeatAt: asked.createdAt };
    const rows = await insertWhere(db, exports, { values, condition: room }).returning({ id: exports.id });
    return rows.length === 1;
  }

  /** Begins the attempt behind `attempt`; false when somebody else did so already or the export has ended. */
  begin({ id, attempt }: Attempt, now: string): Promise<boolean> {
    return this.#update({ id, attempt }, { state: 'queued', attempt: attempt + 1, heartbeatAt: now });
  }

  /** A sign of life that nobody needs to see. */
  beat(attempt: Attempt, now: string): Promise<boolean> {
    return this.#update(attempt, { heartbeatAt: now });
  }

  progress(attempt: Attempt, done: { bytesDone: number; bytes: number }, now: string): Promise<boolean> {
    return this.#update(attempt, { state: 'running', ...done, version: sql`version + 1`, heartbeatAt: now });
  }

  /** The uploads that this attempt writes to. */
  writingTo(attempt: Attempt, uploads: readonly OpenUpload[]): Promise<boolean> {
    return this.#update(attempt, { uploads });
  }

  reported(attempt: Attempt, report: unknown): Promise<boolean> {
    return this.#update(attempt, { report });
  }

  fail(attempt: Attempt, problem: unknown, now: string): Promise<boolean> {
    return this.#update(attempt, { state: 'failed', problem, finishedAt: now, version: sql`version + 1` });
  }

  /** The end of the export and the event that tells of it, both or none; again: nothing. */
  async done(
    { id, attempt }: Attempt,
    { bytes, event, now }: { bytes: number; event: { readonly id: string }; now: string },
  ): Promise<void> {
    const { db, tenant } = this.#content;
    const mine = sql`EXISTS (SELECT 1 FROM exports WHERE tenant = ${tenant} AND id = ${id} AND attempt = ${attempt}
      AND state IN ('queued', 'running'))`;
    await db.batch([
      insertWhere(db, outbox, { values: { tenant, id: event.id, event, createdAt: now }, condition: mine }),
      db
        .update(exports)
        .set({ state: 'done', bytes, bytesDone: bytes, finishedAt: now, version: sql`version + 1` })
        .where(this.#open({ id, attempt })),
    ]);
  }

  /** Forgets an export; its objects are gone. */
  async forget(id: string): Promise<void> {
    const { db, tenant } = this.#content;
    await db.delete(exports).where(and(eq(exports.tenant, tenant), eq(exports.id, id)));
  }

  async #update(attempt: Attempt, set: SQLiteUpdateSetSource<typeof exports>): Promise<boolean> {
    const { db } = this.#content;
    const rows = await db.update(exports).set(set).where(this.#open(attempt)).returning({ id: exports.id });
    return rows.length === 1;
  }

  #open({ id, attempt }: Attempt) {
    const { tenant } = this.#content;
    return and(
      eq(exports.tenant, tenant),
      eq(exports.id, id),
      eq(exports.attempt, attempt),
      inArray(exports.state, [...OPEN_EXPORTS]),
    );
  }
}
