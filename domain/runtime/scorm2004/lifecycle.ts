/** What the platform does at the ends of an attempt: Terminate, being left, and the next launch of the same SCO. */
import { dropArray, dropValue, putValue } from '../element-store.ts';
import { beginAttempt, type Scorm2004State } from './state.ts';
import { completionStatusOf } from './status.ts';
import { addIntervals, formatInterval, parseInterval } from './timeinterval.ts';

/** The learner will go on: the SCO said so, or asked for everything to be suspended (RTE 4.2.8; SN 4.2.2). */
export const isSuspended = ({ values }: Scorm2004State): boolean =>
  values.exit === 'suspend' || values['adl.nav.request'] === 'suspendAll';

/** Ends the attempt as Terminate does: the session's time is added to the total. */
export function terminateScorm2004(state: Scorm2004State): void {
  const none = { months: 0, hundredths: 0 };
  const total = parseInterval(state.values.total_time ?? '') ?? none;
  const session = parseInterval(state.values.session_time ?? '') ?? none;
  putValue(state, 'total_time', formatInterval(addIntervals(total, session)));
  state.phase = 'terminated';
  state.dirty = false;
}

/**
 * The learner goes elsewhere: a SCO that did not terminate, or never began, is terminated for it (RTE 3.1.1.1). One that
 * began, is not complete and said nothing of how it ends is suspended, so that nothing of its work is lost; so is one that
 * was to go on and has not begun to.
 */
export function leaveScorm2004(state: Scorm2004State): void {
  if (state.phase === 'terminated') return;
  const open = state.phase === 'ready' ? state.values.entry === 'resume' : completionStatusOf(state) !== 'completed';
  if (open && (state.values.exit ?? '') === '') putValue(state, 'exit', 'suspend');
  terminateScorm2004(state);
}

/** Whether the next launch goes on with this attempt. */
export const isResumable = (state: Scorm2004State): boolean => state.phase === 'running' || isSuspended(state);

/** Hundredths of a second that the SCO says this launch took; undefined when it says nothing that has a fixed length. */
export function sessionTimeOf({ values }: Scorm2004State): number | undefined {
  const interval = parseInterval(values.session_time ?? '');
  return interval?.months === 0 ? interval.hundredths : undefined;
}

export const isForCredit = ({ values }: Scorm2004State): boolean => values.credit === 'credit';

export interface Relaunch {
  readonly credit: 'credit' | 'no-credit';
  readonly mode: 'normal' | 'browse' | 'review';
}

/**
 * Makes the state ready for the SCO's next launch, in place. An attempt that was suspended, or cut off before
 * Terminate, is gone on with (`entry` is `resume`); otherwise a new attempt begins with nothing (RTE 4.2.7.1).
 */
export function relaunchScorm2004(state: Scorm2004State, { credit, mode }: Relaunch = state.given): void {
  state.given = { ...state.given, credit, mode };
  if (state.phase === 'running') {
    terminateScorm2004(state);
    resume(state);
  } else if (state.phase === 'terminated') {
    if (isSuspended(state)) resume(state);
    else beginAnew(state);
  }
  putValue(state, 'credit', credit);
  putValue(state, 'mode', mode);
  state.phase = 'ready';
  state.dirty = false;
  state.last.error = 0;
  state.last.diagnostic = '';
}

function resume(state: Scorm2004State): void {
  for (const name of ['exit', 'session_time', 'adl.nav.request']) dropValue(state, name);
  putValue(state, 'entry', 'resume');
}

/**
 * The buckets of `adl.data` are not the attempt's: what lies in them stays (SN 4.3). So does the launch data, which is in
 * no other place.
 */
function beginAnew(state: Scorm2004State): void {
  for (const array of Object.keys(state.counts)) if (array !== 'adl.data') dropArray(state, array);
  for (const name of Object.keys(state.values))
    if (!name.startsWith('adl.data.') && name !== 'launch_data') dropValue(state, name);
  beginAttempt(state);
}
