import type { SavedState } from '../bridge/messages.ts';

/** What may be said about what the learner did. `kept`: all pending entries lie in the device's own storage. */
export function savedState(now: { pending: number; failing: boolean; kept: boolean }): SavedState {
  if (now.pending === 0) return 'saved';
  if (!now.failing) return 'saving';
  return now.kept ? 'device' : 'unsaved';
}
