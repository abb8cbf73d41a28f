import { describe, expect, it } from 'vitest';
import { attemptActivity, courseActivity } from './activities.ts';
import { CONTEXT, REGISTRATION, said } from './adapter.testing.ts';
import { courseCompleted, courseInitialized } from './course.ts';
import { isoDuration } from './statement.ts';

describe('the course', () => {
  const at = '2026-03-01T11:00:00Z';
  it('[XAS-9] begins, completes, passes or fails', () => {
    const begun = courseInitialized(CONTEXT, at);
    expect(begun).toMatchObject({
      object: courseActivity(CONTEXT.course),
      timestamp: at,
      context: {
        contextActivities: {
          grouping: [courseActivity(CONTEXT.course), attemptActivity(courseActivity(CONTEXT.course), REGISTRATION, 1)],
        },
      },
    });
    expect(begun).not.toHaveProperty('result');
    expect(said(courseCompleted(CONTEXT, { success: 'unknown', durationHundredths: 100 }, at))).toEqual([
      ['completed', { completion: true, duration: 'PT1S' }],
    ]);
    const score = { scaled: 0.5, raw: 50 };
    for (const success of ['passed', 'failed'] as const) {
      const result = { completion: true, success: success === 'passed', score, duration: 'PT0S' };
      expect(said(courseCompleted(CONTEXT, { success, score, durationHundredths: 0 }, at))).toEqual([
        ['completed', result],
        [success, result],
      ]);
    }
  });
  it('[XAS-9] ids come from what is said', () => {
    const ids = (success: 'unknown' | 'passed' | 'failed', raw?: number, when = at, version = 1) =>
      courseCompleted(
        { ...CONTEXT, adapterVersion: version },
        { success, ...(raw === undefined ? {} : { score: { raw } }), durationHundredths: Date.parse(when) },
        when,
      ).map(({ id }) => id);
    expect(ids('passed', 1, '2027-01-01T00:00:00Z')).toEqual(ids('passed', 1));
    const all = [
      ids('unknown'),
      ids('unknown', 1),
      ids('passed', 1),
      ids('passed', 2),
      ids('failed', 1),
      ids('passed', 2, at, 2),
    ];
    expect(new Set([...all.flat(), courseInitialized(CONTEXT, at).id]).size).toBe(11);
    const scaled = courseCompleted(CONTEXT, { success: 'unknown', score: { scaled: 1 }, durationHundredths: 0 }, at);
    expect(scaled[0]!.id).not.toBe(ids('unknown', 1)[0]);
  });
  it.each([
    [0, 'PT0S'],
    [1, 'PT0.01S'],
    [100, 'PT1S'],
    [6_000, 'PT1M'],
    [360_000, 'PT1H'],
    [372_345, 'PT1H2M3.45S'],
    [36_000_001, 'PT100H0.01S'],
  ])('[XAS-10] %i hundredths are %s', (hundredths, text) => {
    expect(isoDuration(hundredths)).toBe(text);
  });
});
