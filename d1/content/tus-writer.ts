import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { TenantContent } from './db.ts';
import { insertWhere } from './query.ts';
import { uploadParts, uploads } from './schema.ts';
import type { UploadedPart, UploadRow } from './uploads.ts';

/** Names the one request that may write to an upload; whatever another one writes has no effect. */
export interface TusWriter {
  readonly id: string;
  readonly writer: string;
}

/** What a request has made durable, and until when it may go on. */
export interface Advance {
  readonly parts: readonly UploadedPart[];
  /** Bytes from the beginning of the file. Undefined: as many as before. */
  readonly received?: number | undefined;
  readonly until: string;
}

/** The bytes of uploads by tus. */
export class TusUploadWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  /** Lets a request write from `offset` on. Undefined: the upload is elsewhere, another one writes, or it is closed. */
  claim(by: TusWriter, at: { offset: number; now: string; until: string }): Promise<UploadRow | undefined> {
    const { db } = this.#content;
    return db
      .update(uploads)
      .set({ writer: by.writer, writerUntil: at.until })
      .where(
        and(
          this.#row(by.id),
          eq(uploads.protocol, 'tus'),
          eq(uploads.state, 'open'),
          eq(uploads.received, at.offset),
          gt(uploads.expiresAt, at.now),
          or(isNull(uploads.writer), lt(uploads.writerUntil, at.now)),
        ),
      )
      .returning()
      .get();
  }

  /** Notes what is durable. False: the request may not write any more, and nothing was noted. */
  async advance(by: TusWriter, { parts, received, until }: Advance): Promise<boolean> {
    const { db, tenant } = this.#content;
    const mine = sql`EXISTS (SELECT 1 FROM ${uploads} WHERE ${this.#mine(by)})`;
    const [rows] = await db.batch([
      db
        .update(uploads)
        .set({ writerUntil: until, ...(received === undefined ? {} : { received }) })
        .where(this.#mine(by))
        .returning({ id: uploads.id }),
      ...parts.map(({ part, etag }) =>
        insertWhere(db, uploadParts, {
          values: { tenant, upload: by.id, part, etag },
          condition: mine,
        }).onConflictDoUpdate({ target: [uploadParts.tenant, uploadParts.upload, uploadParts.part], set: { etag } }),
      ),
    ]);
    return rows.length === 1;
  }

  /** The request has ended; the next one may write at once. */
  async release(by: TusWriter): Promise<void> {
    const { db } = this.#content;
    await db.update(uploads).set({ writer: null, writerUntil: null }).where(this.#mine(by));
  }

  #row(id: string) {
    return and(eq(uploads.tenant, this.#content.tenant), eq(uploads.id, id));
  }

  #mine({ id, writer }: TusWriter) {
    return and(this.#row(id), eq(uploads.writer, writer));
  }
}
