import { beforeAll, describe, expect, it } from 'vitest';
import { COURSE, eventually, LEARNER, lifeStatement, migrate, operator, xapi } from './testing/support.testing.ts';

beforeAll(migrate);

interface Page<T> {
  items: T[];
  next: string | null;
}
const json = async <T>(response: Response | Promise<Response>): Promise<T> => (await (await response).json()) as T;

describe('the whole way', () => {
  it('[PIPE-1] a statement becomes an attempt, a completion, a transcript and events', async () => {
    const registration = crypto.randomUUID();
    const began = Date.now();
    const statements = [
      lifeStatement('initialized', { registration, at: '2026-01-31T12:00:00Z' }),
      lifeStatement('passed', { registration, at: '2026-01-31T12:09:00Z', result: { score: { scaled: 0.9 } } }),
      lifeStatement('completed', { registration, at: '2026-01-31T12:10:00Z', result: { duration: 'PT10M' } }),
    ];
    const posted = await xapi('/statements', { method: 'POST', body: statements });
    expect(posted.status).toBe(200);
    expect(await posted.json()).toEqual(statements.map((statement) => statement.id));
    const path = `/api/v1/learners/${LEARNER}`;
    const attempts = await eventually(
      () => json<Page<Record<string, unknown>>>(operator(`${path}/attempts`)),
      (page) => page.items[0]?.state === 'closed',
    );
    console.info('from POST to projection', Date.now() - began, 'ms');
    expect(attempts.items).toEqual([
      expect.objectContaining({
        registration,
        n: 1,
        activity: { id: COURSE, type: 'http://adlnet.gov/expapi/activities/course', title: 'Golf explained' },
        closedBy: 'completed',
        completion: 'completed',
        success: 'passed',
        score: { scaled: 0.9 },
        duration: 'PT600S',
      }),
    ]);
    const completions = await json<Page<Record<string, unknown>>>(operator(`${path}/completions`));
    expect(completions.items).toMatchObject([
      { registration, success: 'passed', completedAt: '2026-01-31T12:09:00.000000Z' },
    ]);
    const transcript = await json<{ courses: unknown[] }>(operator(`${path}/transcript`));
    expect(transcript.courses).toMatchObject([{ activity: { title: 'Golf explained' }, completion: 'completed' }]);
    const feed = await eventually(
      () => json<Page<{ type: string }>>(operator('/api/v1/events')),
      (page) => page.items.length === 4,
    );
    expect(feed.items.map((event) => event.type)).toEqual([
      'progress.statement.stored.v1',
      'progress.attempt.opened.v1',
      'progress.attempt.closed.v1',
      'progress.completion.recorded.v1',
    ]);
  });
});
