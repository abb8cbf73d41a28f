/**
 * What one SCO has told and may ask, as plain JSON: the browser changes it call by call, the server replays the same
 * calls on its own copy, and both come to the same `values`.
 */

import { type ElementStore, emptyStore, putValue } from '../element-store.ts';
import type { Scorm12ErrorCode } from './errors.ts';

export interface Scorm12State extends ElementStore {
  readonly schemaVersion: 1;
  /** Whether values outside the standard's sizes and patterns are refused. A tenant's choice, kept for the session. */
  readonly strict: boolean;
  phase: 'ready' | 'running' | 'finished';
  /** Set since the last commit: an idle LMSCommit is not worth a journal entry. */
  dirty: boolean;
  /** Of the last call; not part of the journal, so not replayed. */
  readonly last: { error: Scorm12ErrorCode; diagnostic: string };
}

/** What the platform tells a SCO before it begins. */
export interface Scorm12Init {
  readonly strict: boolean;
  readonly studentId: string;
  readonly studentName: string;
  readonly credit: 'credit' | 'no-credit';
  readonly lessonMode: 'normal' | 'browse' | 'review';
  readonly launchData?: string | undefined;
  /** 0 to 100. */
  readonly masteryScore?: number | undefined;
  readonly maxTimeAllowed?: string | undefined;
  readonly timeLimitAction?: string | undefined;
  readonly commentsFromLms?: string | undefined;
}

/** The state of a SCO that nobody has opened yet. */
export function createScorm12(init: Scorm12Init): Scorm12State {
  const state: Scorm12State = {
    schemaVersion: 1,
    strict: init.strict,
    phase: 'ready',
    ...emptyStore(),
    dirty: false,
    last: { error: 0, diagnostic: '' },
  };
  const given: Record<string, string | undefined> = {
    'core.student_id': init.studentId,
    'core.student_name': init.studentName,
    'core.credit': init.credit,
    'core.lesson_mode': init.lessonMode,
    'core.entry': 'ab-initio',
    launch_data: init.launchData,
    comments_from_lms: init.commentsFromLms,
    'student_data.mastery_score': init.masteryScore === undefined ? undefined : String(init.masteryScore),
    'student_data.max_time_allowed': init.maxTimeAllowed,
    'student_data.time_limit_action': init.timeLimitAction,
  };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) putValue(state, name, value);
  return state;
}

/** A copy that shares nothing that a call changes. */
export function cloneScorm12(state: Scorm12State): Scorm12State {
  return { ...state, values: { ...state.values }, counts: { ...state.counts }, last: { ...state.last } };
}
