import { signal } from '@preact/signals';
import type { CloudEvent } from '../../domain/kernel/event.ts';
import { api } from './api.ts';
import { keepReading } from './streaming.ts';

/** Whether the console hears of changes as they happen. */
export const feedState = signal<'live' | 'waiting'>('live');

const listeners = new Set<(event: CloudEvent) => void>();

/** Calls `listener` with every event of the tenant from now on; returns what ends it. */
export function onEvent(listener: (event: CloudEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Calls `listener` when contact is there again after it was lost; returns what ends it. */
export function onContact(listener: () => void): () => void {
  let before = feedState.peek();
  return feedState.subscribe((state) => {
    if (state === 'live' && before === 'waiting') listener();
    before = state;
  });
}

/** Follows the tenant's events until `signal` ends it. After a break it goes on where it was, so nothing is missed. */
export async function followEvents(signal: AbortSignal): Promise<void> {
  let cursor: string | null = null;
  await keepReading({
    signal,
    path: async () => {
      cursor ??= (await api.get<{ next: string }>('/api/v1/events?cursor=latest&limit=1')).next;
      return `/api/v1/events?cursor=${encodeURIComponent(cursor)}`;
    },
    take: (message) => {
      cursor = message.id;
      const event = JSON.parse(message.data) as CloudEvent;
      for (const listener of listeners) listener(event);
    },
    onState: (state) => {
      feedState.value = state;
    },
  });
}
