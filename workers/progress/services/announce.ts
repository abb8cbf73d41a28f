import { forgetAnnouncements, readAnnouncements } from '../../../d1/progress/projection-store.ts';
import type { CloudEvent } from '../../../domain/kernel/event.ts';
import { MAX_APPEND_EVENTS } from '../../../durable-objects/event-feed/index.ts';
import { feedOf } from './bindings.ts';

/** Appends any number of events to a tenant's feed, in order. */
export async function publishEvents(env: ProgressEnv, tenant: string, events: readonly CloudEvent[]): Promise<void> {
  const feed = feedOf(env, tenant);
  for (let i = 0; i < events.length; i += MAX_APPEND_EVENTS) {
    await feed.append(events.slice(i, i + MAX_APPEND_EVENTS));
  }
}

/** Brings a partition's waiting announcements of a tenant to its feed: the feed has them before they are forgotten. */
export async function publishAnnouncements(env: ProgressEnv, db: D1Database, tenant: string): Promise<void> {
  for (;;) {
    const events = await readAnnouncements(db, tenant, MAX_APPEND_EVENTS);
    if (events.length === 0) return;
    await feedOf(env, tenant).append(events);
    const ids = events.map((event) => event.id);
    await forgetAnnouncements(db, tenant, ids);
  }
}
