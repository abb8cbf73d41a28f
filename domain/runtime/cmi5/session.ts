/** What is known of an AU in a registration, and of its newest session (cmi5 Quartz, 9.3). Plain JSON, never changed in place. */
import type { MoveOn } from '../../package/cmi5/node-data.ts';
import type { StatementScore } from '../adapter/statement.ts';
import type { AuVerb, LaunchMode } from './words.ts';

/** What an AU has reached in a registration, over all its sessions. */
export interface AuRecord {
  readonly completed: boolean;
  readonly passed: boolean;
  readonly failed: boolean;
  readonly score?: StatementScore;
}

export const NOTHING_REACHED: AuRecord = { completed: false, passed: false, failed: false };

/** From one launch of an AU to its end. */
export interface AuSession {
  /** 9.6.3.1; a UUID. */
  readonly id: string;
  readonly mode: LaunchMode;
  readonly stage: 'launched' | 'initialized' | 'terminated' | 'abandoned';
  /** RFC 3339, UTC. */
  readonly launchedAt: string;
  /** When the AU's last statement came. */
  readonly heardAt: string | null;
  /** The timestamp of `terminated`, and when it came: what was under way then has a moment. */
  readonly terminated: { readonly said: string; readonly came: string } | null;
  /** 8.2.3: the token is given once. */
  readonly tokenGiven: boolean;
  /** 11.0: the AU has asked for the learner's preferences. */
  readonly preferencesRead: boolean;
  /** Its cmi5 defined statements: verb and id. One that comes again is no second one. */
  readonly said: readonly { readonly verb: AuVerb; readonly id: string }[];
}

export const newSession = (of: Pick<AuSession, 'id' | 'mode' | 'launchedAt'>): AuSession => ({
  ...of,
  stage: 'launched',
  heardAt: null,
  terminated: null,
  tokenGiven: false,
  preferencesRead: false,
  said: [],
});

/** Whether the AU may still be at work. */
export const isOpen = ({ stage }: AuSession): boolean => stage === 'launched' || stage === 'initialized';

/** [C5-11] 10.2.5 and 13.1.4: whether the criterion is met. */
export function isMet(moveOn: MoveOn, { completed, passed }: AuRecord): boolean {
  switch (moveOn) {
    case 'Passed':
      return passed;
    case 'Completed':
      return completed;
    case 'CompletedAndPassed':
      return completed && passed;
    case 'CompletedOrPassed':
      return completed || passed;
    case 'NotApplicable':
      return true;
  }
}

/** [C5-13] 9.3.6: what the LMS makes of a session whose AU is gone; one that has ended stays as it is. */
export const abandoned = (session: AuSession): AuSession =>
  isOpen(session) ? { ...session, stage: 'abandoned' } : session;
