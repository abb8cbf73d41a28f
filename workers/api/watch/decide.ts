import type { ExportRow } from '../../../d1/content/exports.ts';
import type { ImportRow } from '../../../d1/content/imports.ts';
import { BEAT_SECONDS } from '../build/beat.ts';

/** Attempts at one import. A package that kills its build five times will do so again. */
export const MAX_ATTEMPTS = 5;
/** A build without a sign of life for this long is dead. */
export const STALE_BUILD_SECONDS = 5 * BEAT_SECONDS;
/**
 * An attempt that was begun may wait this long for its Workflow instance to run at all: on a busy day the platform queues
 * instances, and a new attempt would only queue behind. An import that has no attempt yet waits for nothing of the kind.
 */
export const FIRST_SIGN_SECONDS = 2 * 60;
/** A file that has been coming in for longer than this never will. Above the time that the largest POST takes on 1 Mbit/s. */
export const STALE_RECEIVING_SECONDS = 60 * 60;

export type Verdict =
  | { readonly act: 'wait'; readonly untilMs: number }
  | { readonly act: 'discard' | 'restart' | 'give up' };

/** What to do about an import or an export that is open. */
export function judge(row: Watched, nowMs: number): Verdict {
  const staleMs = Date.parse(row.heartbeatAt) + secondsFor(row) * 1000;
  if (staleMs > nowMs) return { act: 'wait', untilMs: staleMs };
  if (row.state === 'receiving') return { act: 'discard' };
  return { act: row.attempt >= MAX_ATTEMPTS ? 'give up' : 'restart' };
}

type Watched = Pick<ImportRow, 'attempt' | 'heartbeatAt'> & { readonly state: ImportRow['state'] | ExportRow['state'] };

/** How long an import may be silent. `queued` with an attempt: the attempt has begun and has not told anything yet. */
function secondsFor({ state, attempt }: Watched): number {
  if (state === 'receiving') return STALE_RECEIVING_SECONDS;
  return state === 'queued' && attempt > 0 ? FIRST_SIGN_SECONDS : STALE_BUILD_SECONDS;
}
