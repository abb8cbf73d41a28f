/** SCORM 2004 → facts. */
import { isSuspended } from '../scorm2004/lifecycle.ts';
import type { Scorm2004State } from '../scorm2004/state.ts';
import { completionStatusOf, finalCompletionOf, type SuccessStatus, successStatusOf } from '../scorm2004/status.ts';
import { boundsOf, type Facts } from './facts.ts';
import type { StatementScore } from './statement.ts';

export function factsOfScorm2004(state: Scorm2004State): Facts {
  const ended = state.phase === 'terminated' && !isSuspended(state);
  const completion = ended ? finalCompletionOf(state) : completionStatusOf(state);
  const facts = { completion, success: judgedSuccessOf(state, ended || completion === 'completed') };
  const score = scoreOfScorm2004(state, 'score');
  return score === undefined ? facts : { ...facts, score };
}

/**
 * A scaled score that grows with every answer lies below the passing score for a while. That the learner failed is believed
 * when the attempt has ended, is complete, or when the SCO says so itself.
 */
function judgedSuccessOf(state: Scorm2004State, final: boolean): SuccessStatus {
  const success = successStatusOf(state);
  return success === 'failed' && !final && state.values.success_status !== 'failed' ? 'unknown' : success;
}

/** `at`: `score`, or that of an objective. Without a scaled score it is the share of the range, where there is one. */
export function scoreOfScorm2004({ values }: Scorm2004State, at: string): StatementScore | undefined {
  // A number of a thousand digits is a real to SCORM and none to JSON.
  const part = (name: string): number | undefined => {
    const text = values[`${at}.${name}`];
    return text !== undefined && Number.isFinite(Number(text)) ? Number(text) : undefined;
  };
  const raw = part('raw');
  const bounds = raw === undefined ? {} : boundsOf(raw, { min: part('min'), max: part('max') });
  const scaled = part('scaled') ?? shareOf(raw, bounds);
  if (scaled === undefined && raw === undefined) return undefined;
  return { ...(scaled === undefined ? {} : { scaled }), ...(raw === undefined ? {} : { raw }), ...bounds };
}

function shareOf(raw: number | undefined, { min, max }: Pick<StatementScore, 'min' | 'max'>): number | undefined {
  if (raw === undefined || min === undefined || max === undefined) return undefined;
  return Number(((raw - min) / (max - min)).toFixed(6));
}
