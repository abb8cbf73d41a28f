import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { cloudEvent, type EventType } from '../../domain/kernel/event.ts';
import { keyNews, type NewsItem, newsOf } from '../../domain/projection/news.ts';
import {
  CLOSE_READ_PAGES,
  type FeedItem,
  type FeedRequest,
  MAX_APPEND_EVENTS,
  MAX_APPEND_NEWS,
  MAX_PAGE_EVENTS,
} from './contract.ts';
import type { EventFeed } from './event-feed.ts';
import { FeedStore } from './store.ts';

const namespace = (env as unknown as { EVENT_FEED: DurableObjectNamespace<EventFeed> }).EVENT_FEED;
let made = 0;
const newFeed = () => namespace.getByName(`feed${++made}`);
/** With the plain signature: the one that RPC derives loses members of unknown type. */
const read = (feed: DurableObjectStub<EventFeed>, request: FeedRequest) =>
  (feed as unknown as Pick<EventFeed, 'read'>).read(request);
const event = (n: number, type: EventType = 'progress.statement.stored.v1') =>
  cloudEvent({ id: `e${n}`, type, tenant: 'demo', subject: `s${n}`, time: '2026-01-01T00:00:00Z', data: {} });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

async function open(stub: DurableObjectStub<EventFeed>, query: string) {
  const response = await stub.fetch(`https://feed/?${query}`, { headers: { upgrade: 'websocket' } });
  const socket = response.webSocket!;
  const got: string[] = [];
  let code: number | undefined;
  socket.addEventListener('message', ({ data }) => {
    got.push((JSON.parse(String(data)) as FeedItem).event.id);
  });
  socket.addEventListener('close', (closing) => {
    code = closing.code;
  });
  socket.accept();
  const until = async (wanted: () => boolean) => {
    for (let i = 0; i < 200 && !wanted(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { got, socket, until, code: () => code };
}

describe('the feed', () => {
  it('[FEED-1] keeps an event once by source and id, in order', async () => {
    const feed = newFeed();
    await feed.append([event(1), event(2), event(1)]);
    await feed.append([event(2), event(3), { ...event(1), source: '/content/tenants/demo' }]);
    const page = await read(feed, { after: 0, limit: 10 });
    expect(page.items.map((item) => [item.position, item.event.id])).toEqual([
      [1, 'e1'],
      [2, 'e2'],
      [3, 'e3'],
      [4, 'e1'],
    ]);
    await expect(
      runInDurableObject(feed, (object) => object.append(range(0, MAX_APPEND_EVENTS).map((n) => event(n)))),
    ).rejects.toThrow('at most');
  });
  it('[FEED-2] pages go on from next, also by type and when there is nothing', async () => {
    const feed = newFeed();
    expect(await read(feed, { after: 0, limit: 10 })).toEqual({ items: [], next: 0, more: false });
    await feed.append(
      range(1, 9).map((n) => event(n, n % 3 ? 'progress.statement.stored.v1' : 'progress.attempt.opened.v1')),
    );
    const first = await read(feed, { after: 0, limit: 2, types: ['progress.attempt.opened.v1'] });
    expect([first.items.map((item) => item.event.id), first.next, first.more]).toEqual([['e3', 'e6'], 6, true]);
    const second = await read(feed, { after: 6, limit: 2, types: ['progress.attempt.opened.v1'] });
    expect([second.items.map((item) => item.event.id), second.next, second.more]).toEqual([['e9'], 9, false]);
    expect(await read(feed, { after: 0, limit: 5, types: ['content.play_package.built.v1'] })).toEqual({
      items: [],
      next: 9,
      more: false,
    });
    expect(await read(feed, { after: 9, limit: 5 })).toEqual({ items: [], next: 9, more: false });
  });
  it('[FEED-3] lets the oldest go and goes on from the oldest that is kept', async () => {
    const feed = newFeed();
    await runInDurableObject(feed, (_, state) => {
      const store = new FeedStore(state.storage, 3);
      for (const n of range(1, 5)) store.append([event(n)]);
      expect(store.read({ after: 0, limit: 10 }).items.map((item) => item.position)).toEqual([3, 4, 5]);
    });
  });
});

describe('news', () => {
  const key = { learner: 'l', registration: 'r', activity: 'x:a' };
  /** Three events: an attempt that opens, closes, and a completion. */
  const news = (to: number): string => {
    const items: NewsItem[] = [
      ['opened', 1, to],
      ['closed', 1, to, 'completed', 'completed', 'unknown', null, null],
      ['recorded', to, 'unknown', null, null],
    ];
    const [piece] = newsOf({ tenant: 'demo', log: 'demo', partition: 0, to, corrections: 0 }, null, [
      keyNews(key, items),
    ]);
    return JSON.stringify(piece);
  };
  const kinds = (items: readonly FeedItem[]) =>
    items.map(({ position, event: { type } }) => [position, type.split('.')[2]]);

  it('[FEED-6] stands between other events with positions of its own, once', async () => {
    const feed = newFeed();
    await feed.append([event(1)]);
    await feed.appendNews([news(1), news(2), news(1)]);
    await feed.append([event(2)]);
    await feed.appendNews([news(2)]);
    const all = await read(feed, { after: 0, limit: 20 });
    expect(kinds(all.items)).toEqual([
      [1, 'stored'],
      ...[2, 5].flatMap((from) => ['opened', 'closed', 'recorded'].map((kind, i) => [from + i, kind])),
      [8, 'stored'],
    ]);
    expect(new Set(all.items.map(({ event: { id } }) => id)).size).toBe(8);
  });
  it('[FEED-6] [FEED-2] [FEED-5] pages begin and end within it, forward and backward, and by type', async () => {
    const feed = newFeed();
    await feed.appendNews([news(1), news(2)]);
    await feed.append([event(1)]);
    const first = await read(feed, { after: 1, limit: 3 });
    expect([kinds(first.items), first.next, first.more]).toEqual([
      [
        [2, 'closed'],
        [3, 'recorded'],
        [4, 'opened'],
      ],
      4,
      true,
    ]);
    const closed = await read(feed, { after: 2, limit: 3, types: ['progress.attempt.closed.v1'] });
    expect([kinds(closed.items), closed.next, closed.more]).toEqual([[[5, 'closed']], 7, false]);
    const history = (before: number) =>
      (feed as unknown as Pick<EventFeed, 'history'>).history({
        before,
        limit: 3,
        types: ['progress.attempt.closed.v1'],
      });
    expect(kinds((await history(6)).items)).toEqual([
      [5, 'closed'],
      [2, 'closed'],
    ]);
    expect(kinds((await history(5)).items)).toEqual([[2, 'closed']]);
  });
  it('[FEED-6] [FEED-2] a page goes on over as many rows as it needs', async () => {
    const feed = newFeed();
    for (let part = 0; part < 6; part++)
      await feed.appendNews(range(1, MAX_APPEND_NEWS).map((n) => news(part * 100 + n)));
    const page = await read(feed, { after: 0, limit: 200, types: ['progress.completion.recorded.v1'] });
    expect([page.items.length, page.next, page.more]).toEqual([6 * MAX_APPEND_NEWS, 18 * MAX_APPEND_NEWS, false]);
    const stub = feed as unknown as Pick<EventFeed, 'history'>;
    const history = await stub.history({ limit: 110, types: ['progress.completion.recorded.v1'] });
    expect([history.items.length, history.items.at(-1)!.position, history.more]).toEqual([110, 33, true]);
    await expect(
      runInDurableObject(feed, (object) => object.appendNews(range(0, MAX_APPEND_NEWS).map(news))),
    ).rejects.toThrow('at most');
  });
  it('[FEED-6] [FEED-4] is told live, event by event', async () => {
    const feed = newFeed();
    const some = await open(feed, 'after=0&types=progress.attempt.closed.v1');
    await feed.appendNews([news(1)]);
    await feed.appendNews([news(1), news(2)]);
    await some.until(() => some.got.length >= 2);
    expect(new Set(some.got).size).toBe(2);
    some.socket.close();
  });
});

describe('live readers', () => {
  it('[FEED-4] get what they missed and then what comes, by type, also after the object was evicted', async () => {
    const feed = newFeed();
    await feed.append([event(1), event(2), event(3, 'progress.attempt.opened.v1')]);
    const all = await open(feed, 'after=1');
    const some = await open(feed, 'after=0&types=progress.attempt.opened.v1,progress.attempt.closed.v1');
    await feed.append([event(4)]);
    await evictDurableObject(feed, { webSockets: 'hibernate' });
    await feed.append([event(4), event(5, 'progress.attempt.closed.v1')]);
    await all.until(() => all.got.length >= 4);
    await some.until(() => some.got.length >= 2);
    expect(all.got).toEqual(['e2', 'e3', 'e4', 'e5']);
    expect(some.got).toEqual(['e3', 'e5']);
    all.socket.close();
    await feed.append([event(6)]);
    some.socket.close();
  });
  it('[FEED-4] that are more than a page behind read pages first', async () => {
    const feed = newFeed();
    for (const part of [0, 1])
      await feed.append(range(1, MAX_APPEND_EVENTS).map((n) => event(n + part * MAX_APPEND_EVENTS)));
    const behind = await open(feed, `after=${MAX_APPEND_EVENTS * 2 - MAX_PAGE_EVENTS - 1}`);
    await behind.until(() => behind.code() !== undefined);
    expect([behind.code(), behind.got.length]).toEqual([CLOSE_READ_PAGES, 0]);
  });
});
