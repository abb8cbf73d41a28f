/** What a SCORM 1.2 state says of the learner's success, in the terms of xAPI and of the session. */
import { type LessonStatus, lessonStatusOf, masteryVerdict } from '../scorm12/lifecycle.ts';
import type { Scorm12State } from '../scorm12/state.ts';
import type { StatementScore } from './statement.ts';

export interface Facts {
  readonly completion: 'not attempted' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly score?: StatementScore;
}

/** Passed implies complete; failed and browsed do not (the learner may try again, or has only looked). */
const BY_STATUS: Readonly<Record<LessonStatus, Pick<Facts, 'completion' | 'success'>>> = {
  passed: { completion: 'completed', success: 'passed' },
  completed: { completion: 'completed', success: 'unknown' },
  failed: { completion: 'incomplete', success: 'failed' },
  incomplete: { completion: 'incomplete', success: 'unknown' },
  browsed: { completion: 'incomplete', success: 'unknown' },
  'not attempted': { completion: 'not attempted', success: 'unknown' },
};

export const factsOfStatus = (status: LessonStatus): Pick<Facts, 'completion' | 'success'> => BY_STATUS[status];

export function factsOf(state: Scorm12State): Facts {
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
  const bounds = {
    ...(part('min') === '' ? {} : { min: Number(part('min')) }),
    ...(part('max') === '' ? {} : { max: Number(part('max')) }),
  };
  const { min = raw, max = raw } = bounds;
  const consistent = min <= raw && raw <= max && (min < max || Object.keys(bounds).length < 2);
  return { scaled: Number((raw / 100).toFixed(6)), raw, ...(consistent ? bounds : {}) };
}
