import { describe, expect, it } from 'vitest';
import { makeId } from '../../../domain/kernel/ids.ts';
import type { StructureNode } from '../../../domain/package/manifest.ts';
import type { PackageRecord } from '../../shared/rpc.ts';
import {
  ask,
  launch,
  launchToken,
  manifest,
  open,
  progressDouble,
  putPackage,
  TestPlayer,
} from '../testing/support.ts';
import { XAPI_REQUEST_BYTES_MAX } from './xapi.ts';

const PUBLISHER = 'https://publisher.example/au/1';
const VERSION = { 'x-experience-api-version': '1.0.3' };
// biome-ignore lint/suspicious/noExplicitAny: statements are made member by member
type Json = any;

const au: StructureNode = {
  id: PUBLISHER,
  kind: 'au',
  title: 'An AU',
  visible: true,
  launch: { path: 'au.html', parameters: '' },
  cmi5: {
    publisherId: PUBLISHER,
    title: { en: 'An AU' },
    description: { en: 'A part' },
    objectives: [],
    moveOn: 'Passed',
    masteryScore: 0.5,
  },
  children: [],
};
const activity: StructureNode = {
  id: 'https://publisher.example/golf',
  kind: 'au',
  title: 'Golf',
  visible: true,
  launch: { path: 'golf.html', parameters: '' },
  xapi: { id: 'https://publisher.example/golf', name: { en: 'Golf' }, description: {} },
  children: [],
};

const packageWith = (node: StructureNode): Promise<PackageRecord> =>
  putPackage('demo', {
    manifest: {
      ...manifest(),
      format: node.cmi5 === undefined ? 'xapi' : 'cmi5',
      structure: [node],
      ...(node.cmi5 === undefined ? {} : { cmi5: { title: { en: 'C' }, description: {}, objectives: [] } }),
    },
  });

/** A launched activity, as its page finds itself. */
async function launched(node: StructureNode) {
  const { id: packageId } = await packageWith(node);
  const { made } = await open(packageId);
  const player = new TestPlayer(made, await launch(made.id, launchToken(made.launchUrl)));
  const { delivery } = await player.step({ type: 'start' });
  const query = new URL(delivery!.href, 'http://content.example').searchParams;
  const given = (name: string): string => query.get(name)!;
  return { made, player, packageId, query, given, origin: `http://${packageId}.lectern.localhost:4160` };
}
type Launched = Awaited<ReturnType<typeof launched>>;

async function credential(course: Launched): Promise<string> {
  if (course.query.has('auth')) return course.given('auth');
  const answer = (await (await ask(course.given('fetch'), { method: 'POST' })).json()) as Json;
  return `Basic ${answer['auth-token']}`;
}

/** The AU with its token, as the LMS knows it. */
async function begun(node: StructureNode) {
  const course = await launched(node);
  const authorization = await credential(course);
  const xapi = (path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}) =>
    ask(`${course.given('endpoint')}${path}`, { ...init, headers: { authorization, ...VERSION, ...init.headers } });
  const seen = async () => (await progressDouble.seen(course.made.registration)) as Json;
  const agent = encodeURIComponent(course.given('actor'));
  const preferences = () => xapi(`agents/profile?profileId=cmi5LearnerPreferences&agent=${agent}`);
  const template = async () =>
    JSON.parse((await seen()).xapi.find((one: Json) => one.query.stateId === 'LMS.LaunchData').body).contextTemplate;
  const statement = async (verb: string, over: Json = {}): Promise<Json> => {
    const context = node.cmi5 === undefined ? { registration: course.made.registration } : await template();
    const category = [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }];
    return {
      id: crypto.randomUUID(),
      actor: JSON.parse(course.given('actor')),
      verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
      object: { id: course.query.get('activityId') ?? course.given('activity_id') },
      context:
        node.cmi5 === undefined
          ? context
          : { ...context, contextActivities: { ...context.contextActivities, category } },
      timestamp: new Date().toISOString(),
      ...over,
    };
  };
  const post = (body: unknown, headers = {}) => xapi('statements', { method: 'POST', body, headers });
  return { ...course, authorization, xapi, seen, agent, preferences, statement, post };
}

const codeOf = async (response: Response): Promise<unknown> =>
  response.ok ? response.status : ((await response.json()) as Json).code;

describe('the fetch URL of cmi5', () => {
  it('[XDR-1] 8.1.2.0-1, 8.1.2.0-2, 8.2.1.0-1, 8.2.1.0-2 (d), 8.2.1.0-3, 8.2.1.0-4, 8.2.1.0-6, 8.2.2.0-1, 8.2.2.0-2, 8.2.2.0-3, 8.2.3.0-1, 8.2.3.0-1 (d), 8.2.3.2-1: gives the token once, and 200 with an error ever after', async () => {
    const course = await launched(au);
    const fetchUrl = course.given('fetch');
    expect(fetchUrl.startsWith(`${course.origin}/.lectern/fetch?`)).toBe(true);
    expect((await ask(fetchUrl)).status).toBe(405);
    const first = await ask(fetchUrl, { method: 'POST' });
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await first.json()).toEqual({ 'auth-token': expect.stringMatching(/^[A-Za-z0-9+/=]+$/) });
    const again = await ask(fetchUrl, { method: 'POST', headers: { origin: 'https://elsewhere.example' } });
    expect([again.status, again.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(await again.json()).toEqual({ 'error-code': '1', 'error-text': expect.any(String) });
    const wrong = await ask(fetchUrl.replace(/.{9}$/, 'AAAAAAAAA'), { method: 'POST' });
    expect(await wrong.json()).toMatchObject({ 'error-code': '2' });
  });
});

describe('before an AU is launched', () => {
  it('[XDR-2] 9.3.1.0-1, 10.1.0.0-1, 10.1.0.0-4, 10.1.0.0-5: launched and LMS.LaunchData are in the store', async () => {
    const course = await launched(au);
    const { xapi, statements } = (await progressDouble.seen(course.made.registration)) as Json;
    expect(statements.map(({ verb }: Json) => verb.display.en)).toContain('launched');
    expect(xapi).toHaveLength(1);
    const { method, path, query } = xapi[0];
    expect([method, path, query.stateId, query.activityId]).toEqual([
      'PUT',
      '/xapi/activities/state',
      'LMS.LaunchData',
      course.given('activityId'),
    ]);
    expect(JSON.parse(query.agent).account).toEqual(JSON.parse(course.given('actor')).account);
    expect(query.registration).toBe(course.given('registration'));
  });
  it('[XDR-2] while the store does not answer nothing is launched; asking again is the same launch', async () => {
    const { id } = await packageWith(au);
    const { made } = await open(id);
    const player = new TestPlayer(made, await launch(made.id, launchToken(made.launchUrl)));
    await progressDouble.control({ mode: 'busy' });
    await expect(player.step({ type: 'start' })).rejects.toThrow('too_many_requests');
    await progressDouble.control({});
    await scheduler.wait(1100);
    const { delivery } = await player.step({ type: 'start' });
    expect(delivery!.href).toContain('fetch=');
    const { statements } = (await progressDouble.seen(made.registration)) as Json;
    expect(statements.filter(({ verb }: Json) => verb.display.en === 'launched')).toHaveLength(1);
  });
});

describe('statements', () => {
  it('[XDR-3] those of the session are stored before they are answered, and the session knows them', async () => {
    const course = await begun(au);
    await course.preferences();
    expect((await course.post(await course.statement('initialized'))).status).toBe(200);
    const passed = await course.statement('passed', {
      result: { success: true, duration: 'PT1S', score: { scaled: 0.8 } },
    });
    passed.context.contextActivities.category.push({ id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' });
    passed.context.extensions['https://w3id.org/xapi/cmi5/context/extensions/masteryscore'] = 0.5;
    const { id, ...body } = passed;
    expect((await course.xapi(`statements?statementId=${id}`, { method: 'PUT', body })).status).toBe(204);
    expect((await course.xapi(`statements?statementId=${id}`, { method: 'PUT', body })).status).toBe(204);
    const view = (await (await ask(course.player.path, { token: course.player.launched.sessionToken })).json()) as Json;
    expect(view).toMatchObject({ state: 'completed', success: 'passed', score: { scaled: 0.8 } });
    const { statements } = await course.seen();
    expect(statements.map(({ verb }: Json) => verb.id)).toContain('https://w3id.org/xapi/adl/verbs/satisfied');
  });
  it('[PSO-18] requests that come together are admitted one after the other', async () => {
    const course = await begun(au);
    await course.preferences();
    const both = await Promise.all([course.statement('initialized'), course.statement('initialized')]);
    const answers = await Promise.all(both.map((statement) => course.post(statement)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });
  it('[XDR-3] what the store refuses has not happened, and may come again', async () => {
    const course = await begun(au);
    await course.preferences();
    const initialized = await course.statement('initialized');
    await progressDouble.control({ refuse: initialized.id });
    expect((await course.post(initialized)).status).toBe(409);
    await progressDouble.control({});
    expect((await course.post({ ...initialized, id: crypto.randomUUID() })).status).toBe(200);
  });
  it('[XDR-4] what breaks a rule is 403 with clause and place, and nothing of the request is stored', async () => {
    const course = await begun(au);
    await course.preferences();
    const answer = await course.post([await course.statement('initialized'), await course.statement('completed')]);
    expect([answer.status, await answer.json()]).toMatchObject([
      403,
      { code: 'cmi5_rule_broken', where: '$[1].result.completion', detail: expect.stringContaining('cmi5 9.5.3') },
    ]);
    expect((await course.seen()).statements.map(({ verb }: Json) => verb.display?.en)).not.toContain(undefined);
  });
  it('[XDR-4] what xAPI itself does not allow is refused as at every door', async () => {
    const course = await begun(activity);
    expect(await codeOf(await course.post({ actor: {} }))).toBe('statement_invalid');
    expect(await codeOf(await course.post('{'))).toBe('bad_request');
    expect(await codeOf(await course.post('x'.repeat(XAPI_REQUEST_BYTES_MAX + 1)))).toBe('payload_too_large');
    const told = await course.statement('attempted');
    expect(await codeOf(await course.post(told, { 'x-experience-api-version': '0.95' }))).toBe(
      'xapi_version_unsupported',
    );
    expect(await codeOf(await course.post(told, { 'content-type': 'text/plain' }))).toBe('bad_request');
    expect(await codeOf(await course.xapi('statements?method=PUT', { method: 'POST', body: told }))).toBe(
      'query_invalid',
    );
  });
  it('[XDR-4] JSON that is nested deeper than anybody reads is refused like any other', async () => {
    const course = await begun(activity);
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(await codeOf(await course.post(deep))).toBe('statement_invalid');
    const told = JSON.stringify(await course.statement('attempted'));
    const inContext = told.replace('"context":{', `"context":{"extensions":{"x:y":${deep}},`);
    expect(await codeOf(await course.post(inContext))).toBe('statement_invalid');
  });
  it('[XDR-5] with attachments the statements are the first part, and the whole goes on', async () => {
    const course = await begun(activity);
    const told = await course.statement('attempted');
    const body = `--b\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(told)}\r\n--b\r\nX-Experience-API-Hash: 00\r\n\r\nabc\r\n--b--\r\n`;
    const sent = (text: string) => course.post(text, { 'content-type': 'multipart/mixed; boundary=b' });
    expect((await sent(body)).status).toBe(200);
    expect((await course.seen()).xapi.at(-1).body).toBe(body);
    expect(await codeOf(await sent(body.replace(told.context.registration, crypto.randomUUID())))).toBe(
      'not_of_session',
    );
    expect(await codeOf(await sent('no part at all'))).toBe('bad_request');
  });
});

describe('everything else', () => {
  it('[XDR-6] 8.1.2.0-5 (d): the credential is one launch’s: none, a stranger’s and a journal’s are 401 with a challenge', async () => {
    const course = await begun(activity);
    const other = await begun(activity);
    const { journalToken } = course.player.launched;
    const basic = (secret: string) => `Basic ${btoa(`x:${secret}`)}`;
    for (const authorization of ['', other.authorization, `Bearer ${journalToken}`, basic(journalToken), basic('x')]) {
      const answer = await course.xapi('activities?activityId=x:y', { headers: { authorization } });
      expect([answer.status, answer.headers.get('www-authenticate')], authorization).toEqual([
        401,
        expect.stringContaining('Basic'),
      ]);
    }
    expect((await ask(`${course.origin}/xapi/about`)).status).toBe(200);
    expect((await course.xapi('verbs')).status).toBe(404);
  });
  it('[XDR-6] goes on without its credential, narrowed to the registration', async () => {
    const course = await begun(activity);
    const state = `activities/state?activityId=x:y&stateId=s&agent=${course.agent}`;
    expect((await course.xapi(state, { headers: { cookie: 'a=b' } })).status).toBe(200);
    const { query, headers, launched: told, path } = (await course.seen()).xapi.at(-1);
    expect([path, query.registration]).toEqual(['/xapi/activities/state', course.made.registration]);
    expect([headers.authorization, headers.cookie]).toEqual([undefined, undefined]);
    expect(told).toEqual({
      tenant: 'demo',
      registration: course.made.registration,
      course: { id: course.packageId, name: 'A course' },
    });
    const elsewhere = `${state}&registration=${crypto.randomUUID()}`;
    expect(await codeOf(await course.xapi(elsewhere))).toBe('not_of_session');
    const nobody = encodeURIComponent(JSON.stringify({ mbox: 'mailto:x@example.org' }));
    expect(await codeOf(await course.xapi(`agents?agent=${nobody}`))).toBe('not_of_session');
    const profile = { method: 'PUT', body: {} };
    expect(await codeOf(await course.xapi('activities/profile?activityId=x:y&profileId=p', profile))).toBe(
      'not_of_session',
    );
    expect((await course.xapi('/statements')).status).toBe(200);
    const body = await course.statement('attempted');
    expect((await course.xapi('/statements/', { method: 'POST', body })).status).toBe(200);
    expect((await course.seen()).xapi.at(-1).path).toBe('/xapi/statements');
  });
  it('[XDR-6] while the store is away, that is 429 and said so', async () => {
    const course = await begun(activity);
    await progressDouble.control({ mode: 'fail' });
    const answer = await course.xapi('statements');
    await progressDouble.control({});
    expect(await codeOf(answer)).toBe('too_many_requests');
  });
  it('[ORI-9] a folder of the package that is called xapi has files like any other', async () => {
    const { origin } = await launched(activity);
    for (const path of ['/xapi/tincan.js', '/xapi/lib/index.html']) {
      const answer = await ask(`${origin}${path}`);
      expect([answer.status, await answer.text()], path).toEqual([
        401,
        expect.stringContaining('This course is not open'),
      ]);
    }
  });
  it('[XDR-7] pages of every origin may ask: preflights are answered, headers can be read', async () => {
    const course = await begun(activity);
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-headers': 'authorization' };
    const preflight = await ask(`${course.origin}/xapi/statements`, { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization']);
    const answer = await course.xapi('activities?activityId=x:y', { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
  });
  it('[XDR-8] the return address is a page in plain words, for everybody', async () => {
    const { packageId } = await launched(au);
    const page = await ask(`http://${packageId}.lectern.localhost:4160/.lectern/return`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You have left this part')]);
  });
});

describe('the end of an AU', () => {
  it('[XDR-9] one that is taken away may still terminate; else it is abandoned', async () => {
    const left = async (terminates: boolean) => {
      const course = await begun(au);
      await course.preferences();
      await course.post(await course.statement('initialized'));
      const terminated = await course.statement('terminated', { result: { duration: 'PT1S' } });
      const step = course.player.step({ type: 'exit' });
      const answers = terminates ? [(await course.post(terminated)).status] : [];
      await step;
      const { statements } = await course.seen();
      return [...answers, statements.filter(({ verb }: Json) => verb.id.endsWith('abandoned')).length];
    };
    expect(await left(true)).toEqual([200, 0]);
    expect(await left(false)).toEqual([1]);
  });
});

it('[XDR-6] an id of a session that is none opens nothing', async () => {
  const host = makeId('demo', 'pkg', crypto.randomUUID());
  const answer = await ask(`http://${host}.lectern.localhost:4160/xapi/statements`, { headers: VERSION });
  expect(answer.status).toBe(401);
});
