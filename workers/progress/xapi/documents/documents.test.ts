import { beforeAll, describe, expect, it, vi } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../../../domain/document/decide.ts';
import { IDS_PER_PAGE } from '../../../../durable-objects/document-store/index.ts';
import { lifeStatement, migrate, xapi } from '../../testing/support.testing.ts';
import { idList } from './id-list.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const query = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const newAgent = () => JSON.stringify({ mbox: `mailto:${crypto.randomUUID()}@example.com` });
const ACTIVITY = 'https://example.com/activity';
const state = (agent: string, more: Record<string, string> = {}) =>
  `/activities/state?${query({ activityId: ACTIVITY, agent, ...more })}`;
const agentProfile = (agent: string, profileId = 'p') => `/agents/profile?${query({ agent, profileId })}`;
const activityProfile = (activityId: string, profileId = 'p') =>
  `/activities/profile?${query({ activityId, profileId })}`;
type Init = Parameters<typeof xapi>[1] & object;
const put = (path: string, body: unknown, more: Init = {}) => xapi(path, { method: 'PUT', body, ...more });
const status = async (response: Promise<Response>) => {
  const answer = await response;
  await answer.body?.cancel();
  return answer.status;
};
const json = async (path: string, as = 'demo-all') => (await xapi(path, { as })).json();
const V2 = { 'x-experience-api-version': '2.0.0' };

describe('documents', () => {
  it('[XDOC-2] [XDOC-3] what is stored comes back as it was, with its tag', async () => {
    const path = state(newAgent(), { stateId: 's' });
    expect(await status(xapi(path))).toBe(404);
    const body = '{"b":1.0, "a":"é"}';
    expect(await status(put(path, body, { headers: { 'content-type': 'application/json;charset=utf-8' } }))).toBe(204);
    const got = await xapi(path);
    expect(await got.text()).toBe(body);
    const headers = Object.fromEntries(got.headers);
    expect(headers).toMatchObject({
      'content-type': 'application/json;charset=utf-8',
      etag: expect.stringMatching(/^"[0-9a-f]{40}"$/),
      'last-modified': expect.stringMatching(/ GMT$/),
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
      'x-experience-api-version': '1.0.3',
    });
    const head = await xapi(path, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', headers.etag]);
    expect(head.headers.get('content-length')).toBe('19');
    const none = await xapi(path, { headers: { 'if-none-match': headers.etag } });
    expect([none.status, await none.text()]).toEqual([304, '']);
    expect(await status(xapi(path, { headers: { 'if-match': '"x"' } }))).toBe(412);
    expect(await status(xapi(path, { headers: { 'if-match': 'x' } }))).toBe(400);
  });
  it('[XDOC-3] too much is refused, and no content type is bytes', async () => {
    const path = agentProfile(newAgent());
    const create = { headers: { 'content-type': 'text/plain', 'if-none-match': '*' } };
    expect(await status(put(path, 'x'.repeat(MAX_DOCUMENT_BYTES + 1), create))).toBe(413);
    expect(await status(xapi(path))).toBe(404);
    expect(await status(put(path, 'x', { headers: { 'content-type': '', 'if-none-match': '*' } }))).toBe(204);
    const got = await xapi(path);
    expect([got.headers.get('content-type'), await got.text()]).toEqual(['application/octet-stream', 'x']);
  });
  it('[XDOC-3] POST merges; versions differ in what a PUT without a precondition may', async () => {
    const path = state(newAgent(), { stateId: 's' });
    await xapi(path, { method: 'POST', body: { a: 1, b: 1 } });
    expect(await status(xapi(path, { method: 'POST', body: { b: 2 } }))).toBe(204);
    expect(await json(path)).toEqual({ a: 1, b: 2 });
    expect(await status(put(path, {}, { headers: V2 }))).toBe(409);
    expect(await status(put(path, {}))).toBe(204);
    const profile = activityProfile(`https://example.com/${crypto.randomUUID()}`);
    expect(await status(put(profile, {}))).toBe(400);
    expect(await status(put(profile, {}, { headers: V2 }))).toBe(204);
    expect(await status(put(profile, {}))).toBe(409);
  });
  it('[XDOC-2] ids, by page and since, as long as the list may be', async () => {
    const agent = newAgent();
    expect(await json(state(agent))).toEqual([]);
    await put(state(agent, { stateId: 'a"' }), {});
    await put(state(agent, { stateId: 'b', registration: crypto.randomUUID() }), {});
    expect(await json(state(agent))).toEqual(['a"', 'b']);
    expect(await json(state(agent, { since: '2020-01-01T00:00:00Z' }))).toEqual(['a"', 'b']);
    expect(await json(state(agent, { since: '2220-01-01T00:00:00Z' }))).toEqual([]);
    const pages = async (documents: number) => {
      const all = Array.from({ length: documents }, (_, n) => `p${10_000 + n}`);
      const context = { resource: 'agent-profile', owner: 'a', about: '' } as const;
      const ids = async ({ after = '' }: { after?: string }) => all.filter((id) => id > after).slice(0, IDS_PER_PAGE);
      expect(await (await idList({ ids }, { context })).json()).toEqual(all);
    };
    for (const n of [IDS_PER_PAGE - 1, IDS_PER_PAGE, 2 * IDS_PER_PAGE + 1]) await pages(n);
  });
  it('[XDOC-4] DELETE', async () => {
    const agent = newAgent();
    for (const stateId of ['a', 'b']) await put(state(agent, { stateId }), {});
    const remove = (path: string, headers: object = {}) => status(xapi(path, { method: 'DELETE', headers }));
    expect(await remove(state(agent, { stateId: 'a' }), { 'if-match': '"x"' })).toBe(412);
    expect(await remove(state(agent, { stateId: 'a' }))).toBe(204);
    expect(await json(state(agent))).toEqual(['b']);
    expect(await remove(state(agent), { 'if-match': '*' })).toBe(400);
    expect(await remove(state(agent))).toBe(204);
    expect(await json(state(agent))).toEqual([]);
    expect(await remove(`/agents/profile?${query({ agent })}`)).toBe(400);
  });
  it('[XDOC-1] scopes', async () => {
    const agent = newAgent();
    const documents = { state: state(agent, { stateId: 's' }), profile: agentProfile(agent) };
    const create = { 'if-none-match': '*' };
    const may = async (as: string) => [
      await status(put(documents.state, {}, { as, headers: create })),
      await status(xapi(documents.state, { as })),
      await status(put(documents.profile, {}, { as, headers: create })),
      await status(xapi(documents.profile, { as })),
    ];
    expect(await may('demo-state')).toEqual([204, 200, 403, 403]);
    expect(await may('demo-profile')).toEqual([403, 403, 204, 200]);
    expect(await may('demo-all')).toEqual([412, 200, 412, 200]);
    expect(await may('demo-writer')).toEqual([403, 403, 403, 403]);
    const operator = { headers: { authorization: 'Bearer demo-operator' } };
    expect(await status(xapi(documents.state, operator))).toBe(200);
    expect(await status(xapi(documents.state, { method: 'DELETE', ...operator }))).toBe(403);
    expect(await status(xapi(documents.state, { headers: { authorization: '' } }))).toBe(401);
    for (const as of ['demo-state', 'demo-reader', 'demo-define']) {
      expect(await status(xapi(`/agents?${query({ agent })}`, { as }))).toBe(200);
    }
  });
  it('[XDOC-1] a scope for documents or definitions reads no statements of others', async () => {
    const statement = lifeStatement('scored', { registration: crypto.randomUUID() });
    await xapi('/statements', { method: 'POST', body: statement });
    const path = `/statements?registration=${statement.context.registration}`;
    expect(await json(path, 'demo-course')).toMatchObject({ statements: [] });
    expect(await status(xapi(`/statements?statementId=${statement.id}`, { as: 'demo-course' }))).toBe(404);
    expect(await status(xapi(path, { as: 'demo-define' }))).toBe(403);
  });
  it('[XDOC-5] tenants see nothing of each other', async () => {
    const path = state(newAgent(), { stateId: 's' });
    await put(path, {});
    expect(await status(xapi(path, { as: 'other-all' }))).toBe(404);
    expect(await status(xapi(path, { as: 'other-all', method: 'DELETE' }))).toBe(204);
    expect(await status(xapi(path))).toBe(200);
  });
});

describe('activities and agents', () => {
  const define = (activity: string, name: object, as = 'demo-all') => {
    const statement = lifeStatement('scored', { registration: crypto.randomUUID(), activity });
    return xapi('/statements', {
      method: 'POST',
      as,
      body: { ...statement, object: { id: activity, definition: { name } } },
    });
  };
  const activity = (id: string) => json(`/activities?${query({ activityId: id })}`);

  it('[XDOC-6] an activity is what statements said', async () => {
    const id = `https://example.com/${crypto.randomUUID()}`;
    expect(await activity(id)).toEqual({ objectType: 'Activity', id });
    await define(id, { en: 'one' });
    await define(id, { de: 'eins' }, 'demo-define');
    await define(id, { en: 'not mine' }, 'demo-writer');
    expect(await activity(id)).toEqual({ objectType: 'Activity', id, definition: { name: { en: 'one', de: 'eins' } } });
  });
  it('[XDOC-7] a Person has lists and the names that statements say', async () => {
    const mbox = `mailto:${crypto.randomUUID()}@example.com`;
    const person = (as: string, agent: object = { mbox }) =>
      json(`/agents?${query({ agent: JSON.stringify(agent) })}`, as);
    expect(await person('demo-all')).toEqual({ objectType: 'Person', mbox: [mbox] });
    const statement = lifeStatement('scored', { registration: crypto.randomUUID() });
    for (const actor of [
      { mbox, name: 'Ada' },
      { mbox },
      { objectType: 'Group', name: 'All', member: [{ mbox, name: 'Countess' }] },
    ]) {
      await xapi('/statements', { method: 'POST', body: { ...statement, id: crypto.randomUUID(), actor } });
    }
    expect(await person('demo-all', { mbox, name: 'A.' })).toEqual({
      objectType: 'Person',
      name: ['A.', 'Countess', 'Ada'],
      mbox: [mbox],
    });
    expect(await person('demo-writer')).toEqual({ objectType: 'Person', mbox: [mbox] });
  });
  it('[XDOC-8] parameters and methods are named when they are wrong', async () => {
    const agent = newAgent();
    for (const path of [
      '/agents',
      '/agents?agent=x',
      `/agents?${query({ agent, foo: '1' })}`,
      `/agents?${query({ agent: '{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"}]}' })}`,
      '/activities',
      '/activities?activityId=x',
      `/activities?${query({ activityId: ACTIVITY, agent })}`,
      `${state(agent)}&foo=1`,
    ]) {
      expect(await status(xapi(path))).toBe(400);
    }
    for (const path of ['/agents', '/activities', '/about', '/activities/state']) {
      const refused = await xapi(path, { method: path === '/activities/state' ? 'PATCH' : 'POST', body: {} });
      expect([refused.status, refused.headers.get('allow')?.slice(0, 9)]).toEqual([405, 'GET, HEAD']);
      await refused.body?.cancel();
    }
  });
});
