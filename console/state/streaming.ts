import type { SseMessage } from '../../domain/kernel/sse.ts';
import { api } from './api.ts';
import { ProblemError } from './problem.ts';

/** Waits after the 1st, 2nd … break in a row: quick at first, gentle to a server that is down. */
const RETRY_MS = [500, 1000, 2000, 5000, 10_000, 30_000] as const;

export const retryDelayMs = (failures: number): number => RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]!;

interface Reading {
  /** Asked anew for every connection, so that it may carry a cursor. */
  readonly path: () => string | Promise<string>;
  readonly take: (message: SseMessage) => void;
  readonly signal: AbortSignal;
  readonly onState?: (state: 'live' | 'waiting') => void;
}

/**
 * Reads a stream of events until `signal` ends it; a lost connection is taken up again. Throws only when the server
 * refuses (4xx): then asking again would not help.
 */
export async function keepReading({ path, take, signal, onState }: Reading): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    const shown = await whileShown(signal);
    try {
      for await (const message of api.events(await path(), shown, () => onState?.('live'))) {
        failures = 0;
        take(message);
      }
    } catch (error) {
      if (shown.aborted)
        failures = -1; // nobody looks: nothing has failed
      else if (error instanceof ProblemError && error.status >= 400 && error.status < 500) throw error;
      else onState?.('waiting');
    }
    if (!shown.aborted) await pause(retryDelayMs(failures), signal);
  }
}

/**
 * Waits until the page can be seen; the signal it gives ends when it can't any more, or with `signal`. Browsers allow a
 * handful of connections to an HTTP/1.1 server over all tabs, and hidden tabs must not keep them from the one in use.
 */
function whileShown(signal: AbortSignal): Promise<AbortSignal> {
  const hidden = new AbortController();
  const shown = AbortSignal.any([signal, hidden.signal]);
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.visibilityState === 'visible') resolve(shown);
      else hidden.abort();
    };
    if (document.visibilityState === 'visible' || signal.aborted) resolve(shown);
    document.addEventListener('visibilitychange', look, { signal: shown });
    signal.addEventListener('abort', () => resolve(shown), { once: true });
  });
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
