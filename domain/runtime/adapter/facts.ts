/** What a SCO's state says of the learner's success, in the terms of xAPI and of the session. */
import type { StatementResult, StatementScore } from './statement.ts';

export interface Facts {
  readonly completion: 'unknown' | 'not attempted' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly score?: StatementScore;
}

/** As a statement says it: what is unknown is not said. */
export const resultOf = ({ completion, success, score }: Facts): StatementResult => ({
  ...(completion === 'unknown' || completion === 'not attempted' ? {} : { completion: completion === 'completed' }),
  ...(success === 'unknown' ? {} : { success: success === 'passed' }),
  ...(score === undefined ? {} : { score }),
});

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Least and most beside a raw score, only where xAPI allows them (Data 2.4.5.1). */
export function boundsOf(raw: number, { min, max }: Bounds): Pick<StatementScore, 'min' | 'max'> {
  const [least, most] = [min ?? raw, max ?? raw];
  if (least > raw || raw > most || (min !== undefined && max !== undefined && min >= max)) return {};
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
