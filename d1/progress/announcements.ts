import { jsonParameters } from './parameters.ts';

/** A piece of news that waits for the feed: where it comes from, and its JSON text. */
export interface Announcement {
  readonly log: string;
  readonly position: number;
  readonly corrections: number;
  readonly skip: number;
  readonly news: string;
}

/** News of a tenant that the feed does not have yet, in the order of each log. */
export async function readAnnouncements(db: D1Database, tenant: string, limit: number): Promise<Announcement[]> {
  const found = await db
    .prepare(
      `SELECT log, position, corrections, skip, news FROM announcements WHERE tenant = ?1
       ORDER BY log, position, corrections, skip LIMIT ?2`,
    )
    .bind(tenant, limit)
    .all<Announcement>();
  return found.results;
}

/** Forgets news that the feed has. */
export async function forgetAnnouncements(db: D1Database, tenant: string, had: readonly Announcement[]): Promise<void> {
  await db.batch(
    jsonParameters(had.map(({ log, position, corrections, skip }) => [log, position, corrections, skip])).map(
      (parameter) =>
        db
          .prepare(
            `DELETE FROM announcements WHERE tenant = ?1 AND (log, position, corrections, skip) IN
             (SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?2))`,
          )
          .bind(tenant, parameter),
    ),
  );
}
