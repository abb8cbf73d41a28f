import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../kernel/event.ts';
import { parseTimestamp } from '../statement/time.ts';
import { LIFE_VERBS } from '../statement/verbs.ts';
import { eventsOf } from './events.ts';
import { countOf, keyNews, type News, type NewsItem, newsOf, typesOf } from './news.ts';
import { summaryOf } from './packed.ts';
import { byKey, project } from './project.ts';
import { COURSE_TYPE, type Given, LEARNER, REGISTRATION, reading, readingText, uuid } from './projection.testing.ts';

const registry = new URL('../../schemas/events/', import.meta.url);
interface Schema {
  $id: string;
  required: string[];
  properties: Record<string, object & { items?: Schema }>;
}
const schemaOf = (type: string): Schema =>
  JSON.parse(readFileSync(new URL(`${type}.json`, registry), 'utf8')) as Schema;

const noon = parseTimestamp('2026-01-31T12:00:00Z')!;
const origin = { tenant: 'demo', log: 'demo', partition: 1, to: 42, corrections: 0 };
const begun: Given = { verb: 'initialized', at: 0, id: 1, type: COURSE_TYPE };
const done: Given = {
  verb: 'completed',
  at: 1,
  id: 2,
  type: COURSE_TYPE,
  result: { success: true, score: { scaled: 0.5 } },
};

/** What a step announces in which these come, as it is kept. */
function newsFrom(now: readonly Given[], at: Partial<typeof origin> = {}): News[] {
  const { news } = project(byKey(now.map(reading)), new Map(), noon);
  const latest = now.map((given) => summaryOf(readingText(given)));
  const stored = { count: now.length, first: noon, last: noon + 1, latest };
  return JSON.parse(JSON.stringify(newsOf({ ...origin, ...at }, stored, news))) as News[];
}

describe('events', () => {
  it('[EVT-1] are made of news, in order, the same ones every time', () => {
    const [news] = newsFrom([begun, done]);
    const events = eventsOf(news!);
    expect(events.map(({ id, type, time }) => [id, type, time])).toMatchInlineSnapshot(`
      [
        [
          "demo-evt-003takd64d1000000000n00000",
          "progress.statement.stored.v1",
          "2026-01-31T12:00:00.000001Z",
        ],
        [
          "demo-evt-003takd64d1000000000n00001",
          "progress.attempt.opened.v1",
          "2026-01-31T12:00:00.000000Z",
        ],
        [
          "demo-evt-003takd64d1000000000n00002",
          "progress.attempt.closed.v1",
          "2026-01-31T12:01:00.000000Z",
        ],
        [
          "demo-evt-003takd64d1000000000n00003",
          "progress.completion.recorded.v1",
          "2026-01-31T12:01:00.000000Z",
        ],
      ]
    `);
    expect(eventsOf(news!)).toEqual(events);
    expect([countOf(news!), typesOf(news!)]).toEqual([4, events.map(({ type }) => type)]);
    const [stored, opened, closed, recorded] = events;
    expect(stored).toMatchObject({
      subject: uuid(2),
      tenant: 'demo',
      source: '/progress/tenants/demo',
      data: {
        count: 2,
        firstStored: '2026-01-31T12:00:00.000000Z',
        lastStored: '2026-01-31T12:00:00.000001Z',
        truncated: false,
        statements: [
          { statement: uuid(1), verb: LIFE_VERBS.initialized },
          { statement: uuid(2), verb: LIFE_VERBS.completed, activity: 'https://demo.example/a' },
        ],
      },
    });
    expect(opened).toMatchObject({ subject: REGISTRATION, data: { learner: LEARNER, attempt: 1 } });
    expect(closed).toMatchObject({
      data: { attempt: 1, closedBy: 'completed', completion: 'completed', success: 'passed' },
    });
    expect(recorded).toMatchObject({
      data: {
        activity: 'https://demo.example/a',
        registration: REGISTRATION,
        completedAt: '2026-01-31T12:01:00.000000Z',
        success: 'passed',
        score: { scaled: 0.5 },
        seconds: null,
      },
    });
  });
  it('[EVT-1] of another log, partition or position have other ids', () => {
    const places = [{}, { log: 'demo-1' }, { partition: 2 }, { to: 43 }, { corrections: 1 }, { tenant: 'other' }];
    const ids = places.flatMap((at) => newsFrom([begun], at).flatMap(eventsOf)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2 * places.length);
  });
  it('[EVT-4] say when they tell only the last of the statements', () => {
    const stored = { count: 5, first: 1, last: 5, latest: [summaryOf(readingText(begun))] };
    const [event] = newsOf(origin, stored, []).flatMap(eventsOf);
    expect(event).toMatchObject({ subject: uuid(1), data: { count: 5, truncated: true } });
  });
  it('[EVT-3] of a correction tell what is left', () => {
    const told = (completedAt: number | null) => {
      const key = { learner: LEARNER, registration: REGISTRATION, activity: 'x:a' };
      return newsOf(origin, null, [keyNews(key, [['corrected', noon, 2, completedAt]])]).flatMap(eventsOf);
    };
    expect(told(null)).toMatchObject([
      {
        type: 'progress.record.corrected.v1',
        time: '2026-01-31T12:00:00.000000Z',
        data: { learner: LEARNER, attempts: 2, completedAt: null },
      },
    ]);
    expect(told(noon)[0]!.data).toMatchObject({ completedAt: '2026-01-31T12:00:00.000000Z' });
  });
  it('[EVT-1] many are divided into pieces, and none gets lost or the id of another', () => {
    const items = (n: number): NewsItem[] => Array.from({ length: n }, (_, i) => ['opened', i + 1, noon]);
    const key = (activity: string) => ({ learner: LEARNER, registration: REGISTRATION, activity });
    const told = [0, 150, 50, 1, 300, 3].map((n, i) => keyNews(key(`x:${i}`), items(n)));
    const stored = { count: 1, first: 1, last: 1, latest: [summaryOf(readingText(begun))] };
    const pieces = newsOf(origin, stored, told);
    expect(pieces.map(countOf)).toEqual([151, 51, 300, 3]);
    expect(pieces.map(({ skip }) => skip)).toEqual([0, 151, 202, 502]);
    const events = pieces.flatMap(eventsOf);
    expect(new Set(events.map(({ id }) => id)).size).toBe(505);
    expect(newsOf(origin, null, [keyNews(key('x:a'), [])])).toEqual([]);
  });
});

describe('the registry of event schemas', () => {
  it('[EVT-2] has a schema for every event, named by its type, and no other', () => {
    expect(readdirSync(registry).sort()).toEqual(EVENT_TYPES.map((type) => `${type}.json`).sort());
    for (const type of EVENT_TYPES) expect(schemaOf(type).$id).toBe(`https://lectern.dev/schemas/events/${type}.json`);
  });
  it('[EVT-2] names every member that the events of projections have', () => {
    const key = { learner: LEARNER, registration: REGISTRATION, activity: 'x:a' };
    const corrected = newsOf(origin, null, [keyNews(key, [['corrected', noon, 0, null]])]);
    const events = [...newsFrom([begun, done]), ...corrected].flatMap(eventsOf);
    expect(events).toHaveLength(5);
    for (const { type, data } of events) {
      const { required, properties } = schemaOf(type);
      expect(Object.keys(data).sort()).toEqual(Object.keys(properties).sort());
      expect(required.toSorted()).toEqual(Object.keys(properties).sort());
    }
    const { statements } = events[0]!.data as { statements: object[] };
    const { required } = schemaOf(events[0]!.type).properties.statements!.items!;
    expect(Object.keys(statements[0]!).sort()).toEqual(required.toSorted());
  });
});
