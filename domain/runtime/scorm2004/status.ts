/**
 * Completion and success as a SCO reads them (RTE 4.2.4.1 and 4.2.22.1): a threshold and a passing score have the last
 * word over what the SCO says, also while they cannot be judged.
 */
import type { Scorm2004State } from './state.ts';

export type CompletionStatus = 'completed' | 'incomplete' | 'not attempted' | 'unknown';
export type SuccessStatus = 'passed' | 'failed' | 'unknown';

export function completionStatusOf({ values }: Scorm2004State): CompletionStatus {
  const verdict = compared(values.progress_measure, values.completion_threshold);
  if (verdict === undefined) return (values.completion_status as CompletionStatus | undefined) ?? 'unknown';
  return verdict === 'unknown' ? 'unknown' : verdict ? 'completed' : 'incomplete';
}

export function successStatusOf({ values }: Scorm2004State): SuccessStatus {
  const verdict = compared(values['score.scaled'], values.scaled_passing_score);
  if (verdict === undefined) return (values.success_status as SuccessStatus | undefined) ?? 'unknown';
  return verdict === 'unknown' ? 'unknown' : verdict ? 'passed' : 'failed';
}

/**
 * What an attempt that has ended comes to: a SCO that never spoke of completion has completed, unless that is its own to
 * tell or the learner gave the attempt up (SN 4th Edition, UP.4).
 */
export function finalCompletionOf(state: Scorm2004State): CompletionStatus {
  const { values, given } = state;
  const silent = values.completion_status === undefined && values.completion_threshold === undefined;
  const givenUp = values['adl.nav.request']?.startsWith('abandon') === true;
  return silent && given.completionSetByContent !== true && !givenUp ? 'completed' : completionStatusOf(state);
}

/** Undefined without a threshold. */
function compared(measure: string | undefined, threshold: string | undefined): boolean | 'unknown' | undefined {
  if (threshold === undefined) return undefined;
  return measure === undefined ? 'unknown' : Number(measure) >= Number(threshold);
}
