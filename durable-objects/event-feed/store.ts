import type { CloudEvent } from '../../domain/kernel/event.ts';
import {
  type FeedHistory,
  type FeedHistoryRequest,
  type FeedItem,
  type FeedPage,
  type FeedRequest,
  MAX_PAGE_EVENTS,
  RETAINED_EVENTS,
} from './contract.ts';

export type FeedStorage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS events (
  position INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  event TEXT NOT NULL,
  UNIQUE (source, id)
);
`;

interface EventRow extends Record<string, SqlStorageValue> {
  position: number;
  type: string;
  event: string;
}

/** The events of a tenant in the order of their arrival. */
export class FeedStore {
  readonly #storage: FeedStorage;
  readonly #retained: number;

  constructor(storage: FeedStorage, retained: number = RETAINED_EVENTS) {
    this.#storage = storage;
    this.#retained = retained;
    storage.sql.exec(SCHEMA);
  }

  /** [FEED-1] Appends what is not there yet by (source, id), and lets the oldest go. Returns what was new. */
  append(events: readonly CloudEvent[]): FeedItem[] {
    const { sql } = this.#storage;
    return this.#storage.transactionSync(() => {
      const items: FeedItem[] = [];
      for (const event of events) {
        const [row] = sql
          .exec<{ position: number }>(
            'INSERT INTO events (source, id, type, event) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING position',
            event.source,
            event.id,
            event.type,
            JSON.stringify(event),
          )
          .toArray();
        if (row !== undefined) items.push({ position: row.position, event });
      }
      const last = items.at(-1)?.position;
      if (last !== undefined) sql.exec('DELETE FROM events WHERE position <= ?', last - this.#retained);
      return items;
    });
  }

  read({ after, types, limit }: FeedRequest): FeedPage {
    const size = Math.min(limit, MAX_PAGE_EVENTS);
    const wanted = types === undefined ? null : JSON.stringify(types);
    // One more than a page tells whether there is more.
    const rows = this.#storage.sql
      .exec<EventRow>(
        `SELECT position, type, event FROM events WHERE position > ?1
           AND (?2 IS NULL OR type IN (SELECT value FROM json_each(?2)))
         ORDER BY position LIMIT ?3`,
        after,
        wanted,
        size + 1,
      )
      .toArray();
    const items = rows.slice(0, size).map(itemOf);
    const more = rows.length > size;
    return { items, more, next: more ? items.at(-1)!.position : Math.max(after, this.last()) };
  }

  /** [FEED-5] What comes before a position, newest first. */
  history({ before, types, limit }: FeedHistoryRequest): FeedHistory {
    const size = Math.min(limit, MAX_PAGE_EVENTS);
    const rows = this.#storage.sql
      .exec<EventRow>(
        `SELECT position, type, event FROM events WHERE position < ?1
           AND (?2 IS NULL OR type IN (SELECT value FROM json_each(?2)))
         ORDER BY position DESC LIMIT ?3`,
        before ?? Number.MAX_SAFE_INTEGER,
        types === undefined ? null : JSON.stringify(types),
        size + 1,
      )
      .toArray();
    return { items: rows.slice(0, size).map(itemOf), more: rows.length > size };
  }

  /** The position of the newest event; 0 before the first. */
  last(): number {
    return Number(this.#storage.sql.exec('SELECT coalesce(max(position), 0) AS last FROM events').one().last);
  }
}

const itemOf = (row: EventRow): FeedItem => ({ position: row.position, event: JSON.parse(row.event) });
