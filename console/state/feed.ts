import { signal } from '@preact/signals';
import type { CloudEvent } from '../../domain/kernel/event.ts';
import { api } from './api.ts';

/** Waits after the 1st, 2nd … break in a row: quick at first, gentle to a server that is down. */
const RETRY_MS = [500, 1000, 2000, 5000, 10_000, 30_000] as const;

export const retryDelayMs = (failures: number): number => RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]!;

/** Whether the console hears of changes as they happen. */
export const feedState = signal<'connecting' | 'live' | 'waiting'>('connecting');

const listeners = new Set<(event: CloudEvent) => void>();

/** Calls `listener` with every event of the tenant from now on; returns what ends it. */
export function onEvent(listener: (event: CloudEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Follows the tenant's events until `signal` ends it. After a break it goes on where it was, so nothing is missed. */
export async function followEvents(signal: AbortSignal): Promise<void> {
  let cursor: string | null = null;
  for (let failures = 0; !signal.aborted; failures++) {
    feedState.value = failures === 0 ? 'connecting' : 'waiting';
    try {
      cursor ??= await newestCursor();
      feedState.value = 'live';
      for await (const message of api.events(`/api/v1/events?cursor=${encodeURIComponent(cursor)}`, signal)) {
        failures = 0;
        if (message.id !== '') cursor = message.id;
        const event = readEvent(message.data);
        if (event !== null) for (const listener of listeners) listener(event);
      }
    } catch {
      // The state says it; the next round tries again.
    }
    if (!signal.aborted) await pause(retryDelayMs(failures), signal);
  }
}

async function newestCursor(): Promise<string> {
  const { next } = await api.get<{ next: string }>('/api/v1/events?cursor=latest&limit=1');
  return next;
}

function readEvent(data: string): CloudEvent | null {
  try {
    const value = JSON.parse(data) as CloudEvent;
    return typeof value?.type === 'string' ? value : null;
  } catch {
    return null;
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
