import { expect } from 'vitest';
import type { Client, Json, PlaySession } from './client.ts';
import type { Playthrough } from './play.ts';
import { eventually } from './stack.ts';

export interface LearnerRecord {
  session: Json;
  attempts: Json[];
  completions: Json[];
  statements: Json[];
  transcript: Json;
}

/** Everything that is known of a session of a learner who has no other, once the completion has been recorded. */
export async function recordOf(client: Client, session: PlaySession): Promise<LearnerRecord> {
  const learner = `/api/v1/learners/${session.learner.id}`;
  const completions = await eventually('the completion', async () => {
    const found = await client.all(`${learner}/completions`);
    return found.length > 0 ? found : undefined;
  });
  const closed = await eventually('the closed attempt', async () => {
    const found = await client.all(`${learner}/attempts`);
    return courseAttempts(found).every(({ state }) => state === 'closed') ? found : undefined;
  });
  return {
    session: await client.get(`/api/v1/play-sessions/${session.id}`),
    attempts: closed,
    completions,
    statements: await client.statements({ registration: session.registration }),
    transcript: await client.get(`${learner}/transcript`),
  };
}

/** What courses are to ADL and to cmi5. */
const COURSES = ['http://adlnet.gov/expapi/activities/course', 'https://w3id.org/xapi/cmi5/activitytype/course'];

/** Attempts on the course as a whole, not on its parts. */
export const courseAttempts = (attempts: Json[]): Json[] =>
  attempts.filter(({ activity }) => COURSES.includes(activity.type));

const verbOf = (statement: Json): string => statement.verb.id.split('/').pop();

/** Attempt closed, completion recorded once, statements readable and unique, transcript shows it. */
export function expectCompleteRecord(record: LearnerRecord, { success }: Pick<Playthrough, 'success'>): void {
  expect(record.session).toMatchObject({ state: 'completed', completion: 'completed', success });
  const [attempt, ...others] = courseAttempts(record.attempts);
  expect(others).toEqual([]);
  expect(attempt).toMatchObject({ n: 1, state: 'closed', completion: 'completed', success });
  expect(record.attempts.map(({ n }) => n).filter((n) => n !== 1)).toEqual([]);

  expect(record.completions).toHaveLength(1);
  expect(record.completions[0]).toMatchObject({ activity: { id: attempt.activity.id }, success });
  expect(record.transcript.courses).toHaveLength(1);
  expect(record.transcript.courses[0]).toMatchObject({ completion: 'completed', success });

  const ofCourse = record.statements.filter(({ object }) => object.id === attempt.activity.id).map(verbOf);
  expect(ofCourse).toContain('initialized');
  expect(ofCourse).toContain('completed');
  expect(ofCourse.includes('passed')).toBe(success === 'passed');
  expect(record.statements.map(({ id }) => id)).toContain(record.completions[0].statement);
  expectUnique(record.statements.map(({ id }) => id));
}

export function expectUnique(values: readonly string[]): void {
  expect(values.filter((value, i) => values.indexOf(value) !== i)).toEqual([]);
}
