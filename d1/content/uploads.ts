import { and, type Column, eq, gt, sql } from 'drizzle-orm';
import type { TenantContent } from './db.ts';
import type { NewImport } from './imports-writer.ts';
import { insertWhere } from './query.ts';
import { imports, uploadParts, uploads } from './schema.ts';

export type UploadRow = typeof uploads.$inferSelect;

export type NewUpload = Omit<UploadRow, 'tenant' | 'state' | 'received' | 'writer' | 'writerUntil'>;

export interface UploadedPart {
  readonly part: number;
  readonly etag: string;
}

/** When an upload that was given up ends: before every other, so that the watch finds it first if clearing up is cut short. */
const GIVEN_UP = new Date(0).toISOString();

export class UploadReader {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  byId(id: string): Promise<UploadRow | undefined> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(uploads)
      .where(and(eq(uploads.tenant, tenant), eq(uploads.id, id)))
      .get();
  }

  /** Whether it is there and was not given up. */
  async isAlive(id: string): Promise<boolean> {
    const row = await this.byId(id);
    return row !== undefined && row.expiresAt > GIVEN_UP;
  }

  parts(id: string): Promise<UploadedPart[]> {
    const { db, tenant } = this.#content;
    return db
      .select({ part: uploadParts.part, etag: uploadParts.etag })
      .from(uploadParts)
      .where(and(eq(uploadParts.tenant, tenant), eq(uploadParts.upload, id)))
      .orderBy(uploadParts.part);
  }

  /** The one that ends first in front. */
  unfinished(limit: number): Promise<UploadRow[]> {
    const { db, tenant } = this.#content;
    return db.select().from(uploads).where(eq(uploads.tenant, tenant)).orderBy(uploads.expiresAt).limit(limit);
  }
}

export class UploadWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  create(row: NewUpload): Promise<UploadRow> {
    const { db, tenant } = this.#content;
    return db
      .insert(uploads)
      .values({ ...row, tenant, state: 'open', received: 0 })
      .returning()
      .get();
  }

  /** A part that is sent again replaces the one before; one of an upload that is no more has no effect. */
  async part(upload: string, { part, etag }: UploadedPart): Promise<void> {
    const { db, tenant } = this.#content;
    await insertWhere(db, uploadParts, {
      values: { tenant, upload, part, etag },
      condition: sql`EXISTS (SELECT 1 FROM ${uploads} WHERE ${this.#row(upload)})`,
    }).onConflictDoUpdate({ target: [uploadParts.tenant, uploadParts.upload, uploadParts.part], set: { etag } });
  }

  /** All parts have become one object. False: the upload was given up or imported meanwhile. */
  async complete(id: string): Promise<boolean> {
    const { db } = this.#content;
    const alive = and(this.#row(id), gt(uploads.expiresAt, GIVEN_UP));
    const whole = { state: 'completed', received: sql`${uploads.bytes}`, writer: null } as const;
    const rows = await db.update(uploads).set(whole).where(alive).returning({ id: uploads.id });
    return rows.length === 1;
  }

  /**
   * Claims an upload for clearing up: from then on it is not complete and never will be, so that no import takes it. False:
   * there is none, an import may have taken it first, and its object belongs to that. Safe to repeat.
   */
  async giveUp(id: string): Promise<boolean> {
    const { db } = this.#content;
    const ended = { state: 'open', expiresAt: GIVEN_UP } as const;
    const rows = await db.update(uploads).set(ended).where(this.#row(id)).returning({ id: uploads.id });
    return rows.length === 1;
  }

  /** A completed upload becomes a queued import, all or nothing; of several calls one has an effect. */
  async toImport(id: string, { id: importId, steps, now }: Omit<NewImport, 'filename' | 'package'>): Promise<void> {
    const { db, tenant } = this.#content;
    const done = and(this.#row(id), eq(uploads.state, 'completed'))!;
    const from = (column: Column) => sql`(SELECT ${column} FROM ${uploads} WHERE ${done})`;
    await db.batch([
      insertWhere(db, imports, {
        values: {
          tenant,
          id: importId,
          state: 'queued',
          filename: from(uploads.filename),
          bytes: from(uploads.bytes),
          package: from(uploads.package),
          steps,
          attempt: 0,
          version: 0,
          heartbeatAt: now,
          createdAt: now,
        },
        condition: sql`EXISTS (SELECT 1 FROM ${uploads} WHERE ${done})`,
      }),
      db.delete(uploads).where(done),
      db.delete(uploadParts).where(and(eq(uploadParts.tenant, tenant), eq(uploadParts.upload, id))),
    ]);
  }

  /** Forgets an upload and its parts. */
  async delete(id: string): Promise<void> {
    const { db, tenant } = this.#content;
    await db.batch([
      db.delete(uploadParts).where(and(eq(uploadParts.tenant, tenant), eq(uploadParts.upload, id))),
      db.delete(uploads).where(this.#row(id)),
    ]);
  }

  #row(id: string) {
    return and(eq(uploads.tenant, this.#content.tenant), eq(uploads.id, id));
  }
}
