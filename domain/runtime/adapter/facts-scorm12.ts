/** SCORM 1.2 → facts. */
import { type LessonStatus, lessonStatusOf, masteryVerdict } from '../scorm12/lifecycle.ts';
import type { Scorm12State } from '../scorm12/state.ts';
import { boundsOf, type Facts, resultOf } from './facts.ts';
import type { StatementResult, StatementScore } from './statement.ts';

/** Of a status of 1.2 it is always known how far it is. */
interface StatusFacts {
  readonly completion: 'not attempted' | 'incomplete' | 'completed';
  readonly success: Facts['success'];
}

/** Passed implies complete; failed and browsed do not (the learner may try again, or has only looked). */
const BY_STATUS: Readonly<Record<LessonStatus, StatusFacts>> = {
  passed: { completion: 'completed', success: 'passed' },
  completed: { completion: 'completed', success: 'unknown' },
  failed: { completion: 'incomplete', success: 'failed' },
  incomplete: { completion: 'incomplete', success: 'unknown' },
  browsed: { completion: 'incomplete', success: 'unknown' },
  'not attempted': { completion: 'not attempted', success: 'unknown' },
};

export const factsOfStatus = (status: LessonStatus): StatusFacts => BY_STATUS[status];

/** Of a failed attempt 1.2 does not say whether it was complete, so neither do we. */
export const resultOfScorm12 = (facts: Facts): StatementResult =>
  resultOf(facts.success === 'failed' ? { ...facts, completion: 'unknown' } : facts);

export function factsOfScorm12(state: Scorm12State): StatusFacts & Pick<Facts, 'score'> {
  const score = scoreOf((part) => state.values[`core.score.${part}`] ?? '');
  const facts = BY_STATUS[judgedStatusOf(state)];
  return score === undefined ? facts : { ...facts, score };
}

/**
 * A status that the mastery score will overrule at LMSFinish is not believed before: with a score it is judged at
 * once, without one the SCO is still incomplete. So no learner is complete now and failed a moment later.
 */
function judgedStatusOf(state: Scorm12State): LessonStatus {
  const status = lessonStatusOf(state);
  const final = status === 'passed' || status === 'completed' || status === 'failed';
  const mastery = state.values['student_data.mastery_score'] ?? '';
  if (state.phase === 'finished' || !final || mastery === '') return status;
  return masteryVerdict(state) ?? (state.values['core.credit'] === 'credit' ? 'incomplete' : status);
}

/** `scaled` is raw / 100, as the profile has it for 1.2; min and max only where xAPI allows them beside raw. */
export function scoreOf(part: (name: 'raw' | 'min' | 'max') => string): StatementScore | undefined {
  if (part('raw') === '') return undefined;
  const raw = Number(part('raw'));
  const bound = (name: 'min' | 'max'): number | undefined => (part(name) === '' ? undefined : Number(part(name)));
  return { scaled: Number((raw / 100).toFixed(6)), raw, ...boundsOf(raw, { min: bound('min'), max: bound('max') }) };
}
