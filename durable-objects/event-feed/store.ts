import { type CloudEvent, EVENT_TYPES, type EventType } from '../../domain/kernel/event.ts';
import { eventsOf } from '../../domain/projection/events.ts';
import { countOf, type News, typesOf } from '../../domain/projection/news.ts';
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

/**
 * A row holds one event, or news that stands for many: at thousands of statements a second a row each would be the cost
 * of everything. `last` is the position of the row's last event, `types` has a bit for every type that is in it.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS entries (
  last INTEGER PRIMARY KEY,
  n INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  types INTEGER NOT NULL,
  is_news INTEGER NOT NULL,
  body TEXT NOT NULL
);
`;

/** Rows that are read at once; a page goes on until it is full. */
const ROWS_AT_ONCE = 50;

type Row = {
  last: number;
  n: number;
  is_news: number;
  body: string;
};

interface Entry {
  readonly key: string;
  readonly n: number;
  readonly types: readonly EventType[];
  readonly isNews: boolean;
  readonly body: string;
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
    const entries = events.map((event) => ({
      key: `${event.source} ${event.id}`,
      n: 1,
      types: [event.type],
      isNews: false,
      body: JSON.stringify(event),
    }));
    const added = this.#add(entries);
    return added.map(({ index, last }) => ({ position: last, event: events[index]! }));
  }

  /** [FEED-6] Appends news (JSON texts) that is not there yet. Returns what makes the events of it, if somebody wants them. */
  appendNews(texts: readonly string[]): () => FeedItem[] {
    const entries = texts.map(newsEntry);
    const added = this.#add(entries);
    return () => added.flatMap(({ index, last, n }) => itemsOf({ last, n, is_news: 1, body: entries[index]!.body }));
  }

  read({ after, types, limit }: FeedRequest): FeedPage {
    const size = Math.min(limit, MAX_PAGE_EVENTS);
    const items: FeedItem[] = [];
    // One more than a page tells whether there is more.
    for (const item of this.#forward(after, types)) {
      if (items.length === size) return { items, more: true, next: items.at(-1)!.position };
      items.push(item);
    }
    return { items, more: false, next: Math.max(after, this.last()) };
  }

  /** [FEED-5] What comes before a position, newest first. */
  history({ before = Number.MAX_SAFE_INTEGER, types, limit }: FeedHistoryRequest): FeedHistory {
    const size = Math.min(limit, MAX_PAGE_EVENTS);
    const items: FeedItem[] = [];
    for (const item of this.#backward(before, types)) {
      if (items.length === size) return { items, more: true };
      items.push(item);
    }
    return { items, more: false };
  }

  /** The position of the newest event; 0 before the first. */
  last(): number {
    return Number(this.#storage.sql.exec('SELECT coalesce(max(last), 0) AS last FROM entries').one().last);
  }

  #add(entries: readonly Entry[]): { index: number; last: number; n: number }[] {
    const { sql } = this.#storage;
    return this.#storage.transactionSync(() => {
      const added: { index: number; last: number; n: number }[] = [];
      const before = this.last();
      let last = before;
      for (const [index, { key, n, types, isNews, body }] of entries.entries()) {
        const insert = 'INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING';
        const { rowsWritten } = sql.exec(insert, last + n, n, key, bitsOf(types), isNews ? 1 : 0, body);
        if (rowsWritten === 0) continue;
        last += n;
        added.push({ index, last, n });
      }
      if (last > before) sql.exec('DELETE FROM entries WHERE last <= ?', last - this.#retained);
      return added;
    });
  }

  *#forward(after: number, types: readonly EventType[] | undefined): Generator<FeedItem> {
    for (let position = after; ; ) {
      const rows = this.#rows('last > ? ORDER BY last', position, types);
      for (const row of rows) for (const item of itemsOf(row, types)) if (item.position > after) yield item;
      if (rows.length < ROWS_AT_ONCE) return;
      position = rows.at(-1)!.last;
    }
  }

  *#backward(before: number, types: readonly EventType[] | undefined): Generator<FeedItem> {
    // The row that holds the position may begin before it.
    const holding = 'SELECT coalesce(min(last), ?1) + 1 AS last FROM entries WHERE last >= ?1';
    let below = Number(this.#storage.sql.exec(holding, before).one().last);
    for (;;) {
      const rows = this.#rows('last < ? ORDER BY last DESC', below, types);
      for (const row of rows) {
        for (const item of itemsOf(row, types).reverse()) if (item.position < before) yield item;
      }
      if (rows.length < ROWS_AT_ONCE) return;
      below = rows.at(-1)!.last;
    }
  }

  #rows(which: string, position: number, types: readonly EventType[] | undefined): Row[] {
    const query = `SELECT last, n, is_news, body FROM entries WHERE types & ? AND ${which} LIMIT ${ROWS_AT_ONCE}`;
    return this.#storage.sql.exec<Row>(query, bitsOf(types ?? EVENT_TYPES), position).toArray();
  }
}

function newsEntry(body: string): Entry {
  const news = JSON.parse(body) as News;
  const { log, partition, to, corrections, skip } = news;
  return {
    key: `${log}/${partition}/${to}/${corrections}/${skip}`,
    n: countOf(news),
    types: typesOf(news),
    isNews: true,
    body,
  };
}

/** Types are only ever added to the end of `EVENT_TYPES`, so a bit keeps its meaning. */
const bitsOf = (types: readonly EventType[]): number =>
  types.reduce((bits, type) => bits | (1 << EVENT_TYPES.indexOf(type)), 0);

function itemsOf({ last, n, is_news, body }: Row, types?: readonly EventType[]): FeedItem[] {
  const events = is_news === 1 ? eventsOf(JSON.parse(body)) : [JSON.parse(body) as CloudEvent];
  const items = events.map((event, i) => ({ position: last - n + 1 + i, event }));
  return types === undefined ? items : items.filter(({ event }) => types.includes(event.type));
}
