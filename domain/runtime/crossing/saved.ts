/**
 * What a run-time's state keeps over launches, as small as it can be: the standalone player keeps it in what the host
 * lets a SCO keep, which is 4,096 characters in SCORM 1.2.
 */
import { type ElementStore, putValue, reach } from '../element-store.ts';

export interface Saved {
  /** The launch had not ended when this was written. */
  readonly cut: boolean;
  readonly values: Readonly<Record<string, string>>;
}

/** What the platform tells at every launch: it is not kept. */
const GIVEN = new Set([
  ...['core.student_id', 'core.student_name', 'core.credit', 'core.lesson_mode', 'core.entry'],
  ...['student_data.mastery_score', 'student_data.max_time_allowed', 'student_data.time_limit_action'],
  ...['comments_from_lms', 'launch_data', 'learner_id', 'learner_name', 'credit', 'mode', 'entry'],
  ...['completion_threshold', 'scaled_passing_score', 'max_time_allowed', 'time_limit_action'],
]);

/** What can be spared, in the order in which it goes: it has been told to the host already. */
const SPARED: readonly RegExp[] = [
  /^interactions\./,
  /^(comments|objectives\.)/,
  /^(?!suspend_data$|core\.|location$)/,
];

export const snapshot = (state: ElementStore, running: boolean): Saved => ({
  cut: running,
  values: Object.fromEntries(Object.entries(state.values).filter(([name, value]) => !GIVEN.has(name) && value !== '')),
});

/** The same with ever less in it, the whole first. */
export function lessAndLess(saved: Saved): Saved[] {
  let { values } = saved;
  const less = SPARED.map((spared) => {
    values = Object.fromEntries(Object.entries(values).filter(([name]) => !spared.test(name)));
    return { cut: saved.cut, values };
  });
  return [saved, ...less];
}

/** Puts what was kept into a state that holds what the platform gives. */
export function restore(state: ElementStore, { values }: Saved): void {
  for (const [name, value] of Object.entries(values)) {
    const path = name.split('.');
    const steps = path.flatMap((part, at) =>
      /^\d+$/.test(part) ? [{ array: path.slice(0, at).join('.'), index: Number(part) }] : [],
    );
    reach(state, steps);
    putValue(state, name, value);
  }
}
