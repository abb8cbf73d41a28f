import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { makeId } from '../../../domain/kernel/ids.ts';
import { LIFE_VERBS, type LifeVerb } from '../../../domain/statement/verbs.ts';

export const bindings = env as unknown as ProgressEnv & { TEST_MIGRATIONS: D1Migration[] };

/** Every partition gets the migrations of the repository. */
export async function migrate(): Promise<void> {
  const { PROGRESS_EU_00, PROGRESS_EU_01, PROGRESS_US_00, PROGRESS_US_01, TEST_MIGRATIONS } = bindings;
  for (const db of [PROGRESS_EU_00, PROGRESS_EU_01, PROGRESS_US_00, PROGRESS_US_01]) {
    await applyD1Migrations(db, TEST_MIGRATIONS);
  }
}

export const LEARNER = makeId('demo', 'lrn', '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b');
export const COURSE = 'https://demo.example/courses/golf';

const basic = (key: string) => `Basic ${btoa(`${key}:secret`)}`;

const isBody = (body: unknown): body is string | ReadableStream =>
  typeof body === 'string' || body instanceof ReadableStream;

/** A request as a client of xAPI sends it; `as` is a key of the api double. */
export function xapi(path: string, init: { as?: string; method?: string; body?: unknown; headers?: object } = {}) {
  return exports.default.fetch(`https://lectern.example/xapi${path}`, {
    method: init.method ?? 'GET',
    headers: {
      authorization: basic(init.as ?? 'demo-all'),
      'x-experience-api-version': '1.0.3',
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(init.body === undefined ? {} : { body: isBody(init.body) ? init.body : JSON.stringify(init.body) }),
  });
}

/** A request of an operator; a POST when it has a body. */
export const operator = (path: string, token = 'demo-operator', headers: object = {}, body?: object) =>
  exports.default.fetch(`https://lectern.example${path}`, {
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : JSON_TYPE), ...headers },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });

const JSON_TYPE = { 'content-type': 'application/json' };

/** A statement about a course in the way the player's adapter makes them. */
export function lifeStatement(
  verb: LifeVerb,
  more: {
    learner?: string;
    registration: string;
    at?: string;
    result?: object;
    activity?: string;
    type?: string;
    id?: string;
  },
) {
  return {
    id: more.id ?? crypto.randomUUID(),
    actor: { objectType: 'Agent', account: { homePage: 'https://demo.example', name: more.learner ?? LEARNER } },
    verb: { id: LIFE_VERBS[verb] },
    object: {
      id: more.activity ?? COURSE,
      definition: {
        type: more.type ?? 'http://adlnet.gov/expapi/activities/course',
        name: { en: 'Golf explained' },
      },
    },
    context: { registration: more.registration },
    ...(more.result === undefined ? {} : { result: more.result }),
    timestamp: more.at ?? '2026-01-31T12:00:00Z',
  };
}

/** Asks until the answer is as wanted: queue and alarm work on their own. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, ms = 8000): Promise<T> {
  const until = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > until) throw new Error(`still ${JSON.stringify(answer)} after ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
