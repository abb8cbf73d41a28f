/** What to do when something was refused or did not answer: decisions only. */
import type { Trouble } from './client.ts';

export type FailureKind = 'expired' | 'noLink' | 'unreachable' | 'superseded' | 'closed' | 'content' | 'other';

const FAILURES: Readonly<Record<string, FailureKind>> = {
  launch_token_missing: 'noLink',
  launch_token_invalid: 'expired',
  unauthorized: 'expired',
  forbidden: 'expired',
  not_found: 'expired',
  launch_superseded: 'superseded',
  session_closed: 'closed',
};

/** The page to show for a problem's code. */
export const failureOf = (code: string): FailureKind => FAILURES[code] ?? 'other';

/**
 * After a step that was not answered with a page. `wait`: ask the same again later. `stay`: the step cannot be made, so
 * the current page is shown again. `resync`: the cursor has moved (an answer was lost), so what is current is shown.
 */
export function stepAfter(trouble: Trouble, tries: number): 'wait' | 'stay' | 'resync' | 'fail' {
  if (trouble.kind === 'unreachable') return 'wait';
  if (tries >= STEPS_MAX) return 'fail';
  if (trouble.code === 'navigation_refused') return 'stay';
  return trouble.code === 'cursor_stale' ? 'resync' : 'fail';
}

/** Refusals in a row after which the step is given up: the server and this page do not understand each other. */
const STEPS_MAX = 3;

const FIRST_MS = 1_000;
/** Somebody is looking at the screen: longer than this feels broken once the network is back. */
const LAST_MS = 8_000;

export const retryDelayMs = (tries: number): number => Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(tries, 10));
