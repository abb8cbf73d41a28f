import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../../domain/kernel/event.ts';
import { ofLearner } from './concerns.ts';

const stored = (learners: readonly (string | null)[], truncated = false) =>
  ({
    type: 'progress.statement.stored.v1',
    data: { count: 9, truncated, statements: learners.map((learner) => ({ learner, registration: 'r' })) },
  }) as unknown as CloudEvent;
const opened = (learner: string) =>
  ({ type: 'progress.attempt.opened.v1', data: { learner } }) as unknown as CloudEvent;

describe('what events mean', () => {
  it('[CON-9] a record concerns what is stored or told of its learner', () => {
    const concerns = ofLearner('ada');
    const events = [stored([null, 'ada']), opened('ada'), stored(['bob']), opened('bob'), stored([])];
    expect(events.map(concerns)).toEqual([true, true, false, false, false]);
    expect(concerns(stored(['bob'], true))).toBe(true);
  });
});
