/** What the platform does at the ends of an attempt: LMSFinish, being left, and the next launch of the same SCO. */
import { dropArray, dropValue, putValue } from '../element-store.ts';
import type { Scorm12State } from './state.ts';
import { formatTimespan, parseTimespan } from './timespan.ts';

export type LessonStatus = 'passed' | 'completed' | 'failed' | 'incomplete' | 'browsed' | 'not attempted';

export const lessonStatusOf = (state: Scorm12State): LessonStatus =>
  (state.values['core.lesson_status'] as LessonStatus | undefined) ?? 'not attempted';

/** Hundredths of a second that the SCO says this launch took; undefined when it says nothing. */
export function sessionTimeOf(state: Scorm12State): number | undefined {
  return parseTimespan(state.values['core.session_time'] ?? '');
}

export const isSuspended = (state: Scorm12State): boolean => state.values['core.exit'] === 'suspend';

export const isForCredit = (state: Scorm12State): boolean => state.values['core.credit'] === 'credit';

/**
 * The verdict that the mastery score gives, if it can: taken for credit, a mastery score in the manifest and a raw
 * score set (RTE 1.2, 3.4.7, lesson_status). Undefined: the SCO's own status stands.
 */
export function masteryVerdict(state: Scorm12State): 'passed' | 'failed' | undefined {
  const mastery = state.values['student_data.mastery_score'] ?? '';
  const raw = state.values['core.score.raw'] ?? '';
  if (mastery === '' || raw === '' || !isForCredit(state)) return undefined;
  return Number(raw) >= Number(mastery) ? 'passed' : 'failed';
}

/** The status with which the attempt ends if it ends now. */
export function finalStatusOf(state: Scorm12State): LessonStatus {
  const told = lessonStatusOf(state);
  const own = told === 'not attempted' ? (isBrowsed(state) ? 'browsed' : 'completed') : told;
  // An unfinished attempt that the learner will go on with is not judged yet.
  if (own === 'incomplete' && isSuspended(state)) return own;
  return masteryVerdict(state) ?? own;
}

const isBrowsed = (state: Scorm12State): boolean => state.values['core.lesson_mode'] === 'browse';

/**
 * Ends the attempt as LMSFinish does. A status that was never set becomes `completed` (`browsed` in browse mode), the
 * mastery score has the last word, and the session's time is added to the total.
 */
export function finishScorm12(state: Scorm12State): void {
  putValue(state, 'core.lesson_status', finalStatusOf(state));
  addSessionTime(state);
  state.phase = 'finished';
  state.dirty = false;
}

/** Left without a word on how it ends, an attempt that calls itself incomplete is one to be gone on with. */
const isLeftOpen = (state: Scorm12State): boolean =>
  lessonStatusOf(state) === 'incomplete' && (state.values['core.exit'] ?? '') === '';

/**
 * The learner goes elsewhere: a SCO that did not finish, or never began, is finished for it (RTE 1.2, 3-25). One that
 * called itself incomplete and said nothing of how it ends is suspended, so that the next launch resumes.
 */
export function leaveScorm12(state: Scorm12State): void {
  if (state.phase === 'finished') return;
  if (isLeftOpen(state)) putValue(state, 'core.exit', 'suspend');
  finishScorm12(state);
}

export interface Relaunch {
  readonly credit: 'credit' | 'no-credit';
  readonly lessonMode: 'normal' | 'browse' | 'review';
}

/**
 * Makes the state ready for the SCO's next launch, in place. Everything the SCO told is kept: content depends on it,
 * whatever it said on leaving. An attempt that was suspended, or cut off before LMSFinish, resumes (`entry` is
 * `resume`); otherwise it is a new attempt (`entry` is empty) and its interactions begin anew, because they are the
 * record of one attempt.
 */
export function relaunchScorm12(state: Scorm12State, mode: Relaunch): void {
  if (state.phase !== 'ready') {
    const resumes = isResumable(state);
    if (!resumes) dropArray(state, 'interactions');
    // A launch that was cut off has taken time too.
    if (state.phase === 'running') addSessionTime(state);
    putValue(state, 'core.entry', resumes ? 'resume' : '');
  }
  dropValue(state, 'core.exit');
  dropValue(state, 'core.session_time');
  putValue(state, 'core.credit', mode.credit);
  putValue(state, 'core.lesson_mode', mode.lessonMode);
  state.phase = 'ready';
  state.dirty = false;
  state.last.error = 0;
  state.last.diagnostic = '';
}

/** Whether the next launch goes on with this attempt. */
export const isResumable = (state: Scorm12State): boolean => state.phase === 'running' || isSuspended(state);

function addSessionTime(state: Scorm12State): void {
  const total = (parseTimespan(state.values['core.total_time'] ?? '') ?? 0) + (sessionTimeOf(state) ?? 0);
  putValue(state, 'core.total_time', formatTimespan(total));
}
