import { beforeAll, describe, expect, it, vi } from 'vitest';
import { VOIDED } from '../../../domain/statement/verbs.ts';
import { lifeStatement, migrate, xapi } from '../testing/support.testing.ts';
import { ROOM_BYTES } from './room.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const one = (more: object = {}) => ({ ...lifeStatement('scored', { registration: crypto.randomUUID() }), ...more });
const post = (body: unknown, init: object = {}) => xapi('/statements', { method: 'POST', body, ...init });
const by = (id: string, more = '', headers = {}) => xapi(`/statements?statementId=${id}${more}`, { headers });
const json = async (response: Promise<Response>) => (await (await response).json()) as Record<string, unknown>;

describe('formats', () => {
  const name = { en: 'Golf', de: 'Golfen' };
  it('[XAPI-14] ids and canonical, alone and in pages, page after page', async () => {
    const object = { id: 'https://example.com/golf', definition: { name } };
    const context = { registration: crypto.randomUUID() };
    const batch = [one({ object, context }), one({ object, context })];
    await post(batch);
    expect((await json(by(batch[0]!.id, '&format=ids'))).object).toEqual({ id: object.id });
    const german = await json(by(batch[0]!.id, '&format=canonical', { 'accept-language': 'fr, de;q=0.5' }));
    expect(german.object).toEqual({ ...object, definition: { name: { de: 'Golfen' } } });
    expect((await json(by(batch[0]!.id, '', { 'accept-language': 'de' }))).object).toEqual(object);
    let path = `/statements?registration=${context.registration}&limit=1&format=ids`;
    for (let pages = 0; pages < 2; pages++) {
      const page = (await json(xapi(path))) as { statements: { object: object }[]; more: string };
      expect(page.statements.map((statement) => statement.object)).toEqual([{ id: object.id }]);
      path = page.more.replace(/^\/xapi/, '');
    }
  });
  it('[XAPI-14] canonical tells what all statements said of an activity', async () => {
    const id = `https://example.com/${crypto.randomUUID()}`;
    const said = (definition: object) => one({ object: { id, definition } });
    const first = said({ name: { en: 'Chess' }, type: 'https://example.com/types/game' });
    await post([first, said({ name: { de: 'Schach' } })]);
    expect((await json(by(first.id, '&format=canonical', { 'accept-language': 'de' }))).object).toEqual({
      id,
      definition: { name: { de: 'Schach' }, type: 'https://example.com/types/game' },
    });
  });
  it('[XAPI-16] one statement says when it was stored', async () => {
    const statement = one();
    await post(statement);
    const got = await by(statement.id);
    const { stored } = (await got.json()) as { stored: string };
    expect(Date.parse(got.headers.get('last-modified')!)).toBe(Math.floor(Date.parse(stored) / 1000) * 1000);
  });
});

describe('version 2.0', () => {
  const in2 = { headers: { 'x-experience-api-version': '2.0.0' } };
  it('[ST-20] [ST-21] has its own defaults, its own context and UTC', async () => {
    const contextAgents = [{ objectType: 'contextAgent', agent: { mbox: 'mailto:coach@example.com' } }];
    const object = { ...one(), objectType: 'SubStatement', timestamp: '2026-01-31T12:00:00.5+01:00' };
    const { id: _, ...inner } = object;
    const statement = one({ context: { contextAgents }, object: inner, timestamp: '2026-01-31T12:00:00.120-05:00' });
    expect((await post(statement)).status).toBe(400);
    expect((await post(statement, in2)).status).toBe(200);
    expect(await json(by(statement.id))).toMatchObject({
      version: '2.0.0',
      timestamp: '2026-01-31T17:00:00.120Z',
      object: { timestamp: '2026-01-31T11:00:00.5Z' },
      context: { contextAgents },
    });
    const agent = encodeURIComponent(JSON.stringify(contextAgents[0]!.agent));
    const page = (await json(xapi(`/statements?agent=${agent}&related_agents=true`))) as { statements: unknown[] };
    expect(page.statements).toHaveLength(1);
  });
});

describe('references', () => {
  it('[LOG-12] [XAPI-4] are followed by filters, but show nobody what is not theirs', async () => {
    const target = one();
    const refer = (id: string) => one({ object: { objectType: 'StatementRef', id }, context: undefined });
    const early = refer(target.id);
    const earlier = refer(early.id);
    await post(earlier);
    await post(early);
    await post(target, { as: 'demo-writer' });
    const voiding = { ...refer(target.id), verb: { id: VOIDED } };
    await post(voiding);
    const path = `/statements?registration=${target.context.registration}&ascending=true`;
    const ids = async (as: string) =>
      ((await json(xapi(path, { as }))) as { statements: { id: string }[] }).statements.map(({ id }) => id);
    expect(await ids('demo-all')).toEqual([earlier.id, early.id, voiding.id]);
    expect(await ids('demo-writer')).toEqual([]);
  });
});

describe('alternate request syntax', () => {
  const type = 'application/x-www-form-urlencoded';
  const ask = (method: string, form: Record<string, string>, init: { query?: string; version?: string } = {}) =>
    xapi(`/statements?method=${method}${init.query ?? ''}`, {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': type, 'x-experience-api-version': init.version ?? '1.0.3' },
    });
  it('[XAPI-15] is the request that it means', async () => {
    const { id, ...statement } = one();
    expect((await ask('PUT', { statementId: id, content: JSON.stringify(statement) })).status).toBe(204);
    expect(await json(ask('GET', { statementId: id, format: 'ids' }))).toMatchObject({ id });
    const content = JSON.stringify(one());
    expect((await ask('POST', { content, 'Content-Type': 'application/json', 'Content-Length': '1' })).status).toBe(
      200,
    );
    const head = await ask('HEAD', { statementId: id });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
  it('[XAPI-15] [XAPI-22] a form that is three times its content takes no more room than a request', async () => {
    const spaces = 5_000_000;
    const body = `content=${encodeURIComponent(JSON.stringify(one()))}${'%20'.repeat(spaces)}`;
    const headers = {
      'content-type': type,
      'content-length': String(body.length),
      'x-experience-api-version': '1.0.3',
    };
    expect(body.length + spaces).toBeGreaterThan(ROOM_BYTES);
    expect((await xapi('/statements?method=POST', { method: 'POST', body, headers })).status).toBe(200);
  });
  it('[XAPI-15] fields named like headers are headers', async () => {
    expect((await ask('GET', { 'X-Experience-API-Version': '0.8' })).status).toBe(400);
    expect((await ask('GET', { Authorization: 'Basic eDp5' })).status).toBe(401);
    const typed = { content: '{}', 'Content-Type': 'text/plain' };
    expect((await ask('POST', typed)).status).toBe(400);
  });
  it('[XAPI-15] nothing else is accepted', async () => {
    expect((await ask('GET', {}, { query: '&limit=1' })).status).toBe(400);
    expect((await ask('TRACE', {})).status).toBe(400);
    for (const value of ['"a\u0000"', '"a"\r\nX: y', '"🙂"']) {
      expect((await ask('GET', { 'If-Match': value })).status).toBe(400);
    }
    expect((await ask('PUT', { statementId: crypto.randomUUID() })).status).toBe(400);
    expect((await ask('GET', {}, { version: '2.0.0' })).status).toBe(400);
    expect((await ask('GET', { 'X-Experience-API-Version': '2.0.0' })).status).toBe(400);
    const put = await xapi('/statements?method=POST', { method: 'PUT', body: one() });
    expect(put.status).toBe(400);
    const asJson = await xapi('/statements?method=GET', { method: 'POST', body: {} });
    expect(asJson.status).toBe(400);
  });
});
