import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { cloudEvent, type EventType } from '../../domain/kernel/event.ts';
import { CLOSE_READ_PAGES, type FeedItem, type FeedRequest, MAX_APPEND_EVENTS, MAX_PAGE_EVENTS } from './contract.ts';
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
