import { type Announcement, forgetAnnouncements, readAnnouncements } from '../../../d1/progress/announcements.ts';
import type { CloudEvent } from '../../../domain/kernel/event.ts';
import { MAX_APPEND_EVENTS, MAX_APPEND_NEWS } from '../../../durable-objects/event-feed/index.ts';
import { feedOf } from './bindings.ts';

/** Appends any number of events to a tenant's feed, in order. */
export async function publishEvents(env: ProgressEnv, tenant: string, events: readonly CloudEvent[]): Promise<void> {
  const feed = feedOf(env, tenant);
  for (let i = 0; i < events.length; i += MAX_APPEND_EVENTS) {
    await feed.append(events.slice(i, i + MAX_APPEND_EVENTS));
  }
}

/** Brings news that waits in a partition to the feed: the feed has it before it is forgotten. */
export async function publishNews(
  env: ProgressEnv,
  db: D1Database,
  tenant: string,
  waiting: readonly Announcement[],
): Promise<void> {
  const feed = feedOf(env, tenant);
  for (let i = 0; i < waiting.length; i += MAX_APPEND_NEWS) {
    await feed.appendNews(waiting.slice(i, i + MAX_APPEND_NEWS).map(({ news }) => news));
  }
  if (waiting.length > 0) await forgetAnnouncements(db, tenant, waiting);
}

/** [PIPE-2] Brings everything to the feed that a projector left behind when it was killed. */
export async function publishLeftNews(env: ProgressEnv, db: D1Database, tenant: string): Promise<void> {
  for (;;) {
    const left = await readAnnouncements(db, tenant, MAX_APPEND_NEWS);
    await publishNews(env, db, tenant, left);
    if (left.length < MAX_APPEND_NEWS) return;
  }
}
