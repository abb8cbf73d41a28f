/** The session's states and what moves it from one to another: one table, and nothing else decides. */
import type { SessionState } from './contract.ts';

export type SessionEvent = 'play' | 'suspend' | 'complete' | 'abandon';

/** What is absent cannot happen in that state. `completed` stays: playing on is review or a better record. */
export const TRANSITIONS: Readonly<Record<SessionState, Partial<Readonly<Record<SessionEvent, SessionState>>>>> = {
  created: { play: 'active', abandon: 'abandoned' },
  active: { play: 'active', suspend: 'suspended', complete: 'completed', abandon: 'abandoned' },
  suspended: { play: 'active', suspend: 'suspended', complete: 'completed', abandon: 'abandoned' },
  completed: { play: 'completed', suspend: 'completed', complete: 'completed' },
  abandoned: {},
};

/** The next state, or undefined when the event is not possible. */
export const nextState = (state: SessionState, event: SessionEvent): SessionState | undefined =>
  TRANSITIONS[state][event];
