import type { CloudEvent } from '../../domain/kernel/event.ts';
import { api } from './api.ts';
import type { TailSource } from './tail.ts';
import type { TailPage } from './tail-merge.ts';

const PAGE = 50;

interface EventPage {
  readonly items: readonly CloudEvent[];
  readonly next: string | null;
}

/** Events, newest first, of one type or (empty) of all, growing at the top while they happen. */
export function eventSource(type: string): TailSource<CloudEvent> {
  const query = new URLSearchParams({ order: 'newest', limit: String(PAGE), ...(type === '' ? {} : { type }) });
  const read = async (from: string | null): Promise<TailPage<CloudEvent>> => {
    const cursor = from === null ? '' : `&cursor=${encodeURIComponent(from)}`;
    const page = await api.get<EventPage>(`/api/v1/events?${query}${cursor}`);
    return { rows: page.items, older: page.next };
  };
  return {
    key: `events ${type}`,
    idOf: ({ source, id }) => `${source} ${id}`,
    newest: () => read(null),
    older: read,
    concerns: (event) => type === '' || event.type === type,
  };
}
