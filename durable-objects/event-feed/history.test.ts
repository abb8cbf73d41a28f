import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { type CloudEvent, cloudEvent, type EventType } from '../../domain/kernel/event.ts';
import type { EventFeed } from './index.ts';

const event = (n: number, type: EventType): CloudEvent =>
  cloudEvent({ id: `e${n}`, type, tenant: 'demo', subject: `s${n}`, time: '2026-01-01T00:00:00Z', data: {} });

it('[FEED-5] the history goes from the newest event to the oldest, page by page and by type', async () => {
  const feeds = env.EVENT_FEED as unknown as DurableObjectNamespace<EventFeed>;
  const feed = feeds.getByName('history-test') as unknown as Pick<EventFeed, 'append' | 'history' | 'last'>;
  expect(await feed.last()).toBe(0);
  expect(await feed.history({ limit: 2 })).toEqual({ items: [], more: false });

  const started = 'delivery.play_session.started.v1';
  const closed = 'progress.attempt.closed.v1';
  await feed.append([1, 2, 3, 4, 5].map((n) => event(n, n % 2 === 0 ? closed : started)));
  const last = await feed.last();
  const first = await feed.history({ limit: 2 });
  expect(first.items.map((item) => item.event.id)).toEqual(['e5', 'e4']);
  expect(first.items[0]!.position).toBe(last);
  expect(first.more).toBe(true);

  const rest = await feed.history({ before: first.items[1]!.position, limit: 3 });
  expect(rest.items.map((item) => item.event.id)).toEqual(['e3', 'e2', 'e1']);
  expect(rest.more).toBe(false);

  const typed = await feed.history({ types: [closed], limit: 5 });
  expect(typed.items.map((item) => item.event.id)).toEqual(['e4', 'e2']);
});
