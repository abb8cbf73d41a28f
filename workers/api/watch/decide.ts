import type { ImportRow } from '../../../d1/content/imports.ts';
import { BEAT_SECONDS } from '../build/beat.ts';

/** Attempts at one import. A package that kills its build five times will do so again. */
export const MAX_ATTEMPTS = 5;
/** A build without a sign of life for this long is dead. */
export const STALE_BUILD_SECONDS = 5 * BEAT_SECONDS;
/** A file that has been coming in for longer than this never will. Above the time that the largest POST takes on 1 Mbit/s. */
export const STALE_RECEIVING_SECONDS = 60 * 60;

export type Verdict =
  | { readonly act: 'wait'; readonly untilMs: number }
  | { readonly act: 'discard' | 'restart' | 'give up' };

/** What to do about an import that is open. */
export function judge(row: Pick<ImportRow, 'state' | 'attempt' | 'heartbeatAt'>, nowMs: number): Verdict {
  const receiving = row.state === 'receiving';
  const staleMs = Date.parse(row.heartbeatAt) + (receiving ? STALE_RECEIVING_SECONDS : STALE_BUILD_SECONDS) * 1000;
  if (staleMs > nowMs) return { act: 'wait', untilMs: staleMs };
  if (receiving) return { act: 'discard' };
  return { act: row.attempt >= MAX_ATTEMPTS ? 'give up' : 'restart' };
}
