import { describe, expect, it } from 'vitest';
import { isoDuration, titleOf, transcriptOf } from './transcript.ts';

const day = (month: number, n: number) => Date.UTC(2026, month - 1, n) * 1000;
const row = {
  registration: 'r',
  activity: 'https://demo.example/a',
  name: { de: 'Golf erklärt', 'en-GB': 'Golf explained' },
  startedAt: day(1, 1),
  completedAt: null,
  completion: 'incomplete',
  success: 'unknown',
  score: null,
  seconds: 90.5,
} as const;

describe('transcript', () => {
  it('[PRJ-10] the latest course stands first, with a title and an ISO duration', () => {
    const later = { ...row, startedAt: day(2, 1), name: null, seconds: null };
    const middle = { ...row, startedAt: day(1, 15), seconds: 1 };
    const learner = { id: 'demo-lrn-x', name: 'Ada' };
    const transcript = transcriptOf(learner, [row, later, middle, row], '2026-03-01T00:00:00Z');
    expect(transcript).toMatchObject({ learner, generatedAt: '2026-03-01T00:00:00Z' });
    expect(transcript.courses.map(({ activity, duration }) => [activity.title, duration])).toEqual([
      ['https://demo.example/a', null],
      ['Golf explained', 'PT1S'],
      ['Golf explained', 'PT90.5S'],
      ['Golf explained', 'PT90.5S'],
    ]);
  });
  it('[PRJ-10] English, else no language, else the first, else the id', () => {
    expect(titleOf({ de: 'd', en: 'e' }, 'id')).toBe('e');
    expect(titleOf({ de: 'd', und: 'u', english: 'x' }, 'id')).toBe('u');
    expect(titleOf({ de: 'd', fr: 'f' }, 'id')).toBe('d');
    expect(titleOf({ den: 'd' }, 'id')).toBe('d');
    expect(titleOf({ fr: 'f', den: 'd' }, 'id')).toBe('f');
    expect(titleOf(null, 'id')).toBe('id');
    expect(titleOf({}, 'id')).toBe('id');
    expect(isoDuration(0)).toBe('PT0S');
  });
});
