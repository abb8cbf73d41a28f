import { createRoute, z } from '@hono/zod-openapi';
import { describe, expect, it, vi } from 'vitest';
import { problem } from '../../domain/kernel/problem.ts';
import { createApp } from './app.ts';
import { CredentialCache, readCredential, requireScope } from './auth.ts';
import { RequestLog } from './log.ts';
import { contentOrigin, packageOfHost, shellOrigin } from './origins.ts';
import { decodeCursor, encodeCursor, pageOf } from './pages.ts';
import type { Principal, Refused } from './rpc.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
const errors = vi.spyOn(console, 'error').mockImplementation(() => {});

const operator: Principal = {
  tenant: 'demo',
  region: 'eu',
  credential: 'c',
  name: 'n',
  scopes: ['operator'],
  authority: { account: { homePage: 'https://demo.example', name: 'c' } },
};
const reader: Principal = { ...operator, scopes: ['all/read'] };
const refused = { problem: problem('token_refused', 'It has ended.') };
const TOKENS: Record<string, Principal | Refused> = { good: operator, reader, ended: refused };
const ask = {
  authenticate: async (c: { scheme: string; token?: string }) => TOKENS[c.token ?? ''] ?? null,
};

function app() {
  const made = createApp<object>('test');
  made.get('/boom', () => {
    throw new Error('secret inside');
  });
  made.get('/elsewhere', () => Response.redirect('https://elsewhere.example/'));
  made.get('/page', (c) => c.json(pageOf(c, [1], 'abc')));
  made.use(
    '/private',
    requireScope<object>(() => ask),
  );
  made.get('/private', (c) => c.json(c.var.principal));
  const limited = createRoute({
    method: 'get',
    path: '/limited',
    request: { query: z.object({ limit: z.coerce.number().max(5) }) },
    responses: { 200: { description: 'ok' } },
  });
  made.openapi(limited, (c) => c.text('ok'));
  const named = createRoute({
    method: 'post',
    path: '/named',
    request: { body: { required: true, content: { 'application/json': { schema: z.object({ name: z.string() }) } } } },
    responses: { 200: { description: 'ok' } },
  });
  made.openapi(named, (c) => c.text('ok'));
  return made;
}

describe('problem documents', () => {
  it('[HTTP-1] input that does not fit is a problem that says what and where', async () => {
    const response = await app().request('/limited?limit=9');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({
      code: 'bad_request',
      status: 400,
      where: 'query.limit',
      type: expect.stringContaining('bad_request'),
    });
    expect(body.detail).toBeTruthy();
    expect(body.remedy).toBeTruthy();
    expect(body.instance).toBe(response.headers.get('x-request-id'));
  });
  it('[HTTP-1] a body that cannot be read is a problem that says where', async () => {
    const post = async (type: string, body: string) => {
      const init = { method: 'POST', headers: { 'content-type': type }, body };
      const { detail, where } = (await (await app().request('/named', init)).json()) as Record<string, string>;
      return [detail, where];
    };
    expect(await post('application/json', '{')).toEqual(['Malformed JSON in request body.', 'body']);
    expect(await post('text/csv', 'a')).toEqual(['The body must be sent as application/json.', 'Content-Type']);
  });
  it('[HTTP-3] a known path asked with a method that it does not offer is a 405 that names the methods', async () => {
    const refused = await app().request('/page', { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await refused.json()).toMatchObject({ code: 'method_not_allowed' });
    expect((await app().request('/private/deeper', { method: 'DELETE' })).status).toBe(404);
  });
  it('[HTTP-3] unknown paths and failures are problems, and a failure tells nothing of the inside', async () => {
    expect((await app().request('/nowhere')).status).toBe(404);
    const failed = await app().request('/boom');
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('secret inside');
    expect(errors).toHaveBeenCalledOnce();
  });
});

describe('requests', () => {
  it('[HTTP-2] a request id of the right form is kept, another is replaced', async () => {
    const kept = await app().request('/page', { headers: { 'x-request-id': 'abcdefgh-1' } });
    expect(kept.headers.get('x-request-id')).toBe('abcdefgh-1');
    const made = await app().request('/page', { headers: { 'x-request-id': 'no!' } });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
  it('[HTTP-2] an answer whose headers are fixed carries it too', async () => {
    const answer = await app().request('/elsewhere', { headers: { 'x-request-id': 'abcdefgh-1' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://elsewhere.example/']);
    expect(answer.headers.get('x-request-id')).toBe('abcdefgh-1');
  });
  it('[HTTP-4] any origin may call, and reads the headers that it needs', async () => {
    const preflight = await app().request('/page', {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example', 'access-control-request-headers': 'authorization' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization');
    const answer = await app().request('/page', { headers: { origin: 'https://a.example' } });
    expect(answer.headers.get('access-control-expose-headers')).toContain('X-Experience-API-Consistent-Through');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('credentials', () => {
  it('[HTTP-5] Basic and Bearer are read, everything else is none', () => {
    expect(readCredential('bearer abc.def')).toEqual({ scheme: 'bearer', token: 'abc.def' });
    expect(readCredential(`Basic ${btoa('k:s:t')}`)).toEqual({ scheme: 'basic', key: 'k', secret: 's:t' });
    const bad = [undefined, '', 'Bearer', 'Basic !!', `Basic ${btoa('nocolon')}`, 'Basic /w==', 'Digest x'];
    for (const header of bad) expect(readCredential(header)).toBeUndefined();
  });
  it('[HTTP-6] no credential or a wrong one is 401, one without the scope is 403', async () => {
    const none = await app().request('/private');
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toContain('Bearer');
    const as = (token: string) => app().request('/private', { headers: { authorization: `Bearer ${token}` } });
    expect((await as('wrong')).status).toBe(401);
    expect(await (await as('ended')).json()).toMatchObject({ code: 'token_refused', detail: 'It has ended.' });
    const reading = await as('reader');
    expect(reading.status).toBe(403);
    expect(await reading.text()).toContain('operator');
    expect(await (await as('good')).json()).toEqual(operator);
  });
  it('[HTTP-7] the oldest are forgotten when there are many, or long ones', async () => {
    const authenticate = vi.fn(async () => operator);
    const cache = new CredentialCache();
    const ask = (token: string) => cache.resolve(`Bearer ${token}`, { authenticate }, 0);
    for (const [count, length] of [
      [4097, 10],
      [245, 8192],
    ] as const) {
      const tokens = Array.from({ length: count }, (_, i) => String(i).padStart(length, 'x'));
      for (const token of tokens) await ask(token);
      authenticate.mockClear();
      await ask(tokens.at(-1)!);
      expect(authenticate).not.toHaveBeenCalled();
      await ask(tokens[0]!);
      expect(authenticate).toHaveBeenCalledOnce();
    }
  });
  it('[HTTP-7] a good credential is remembered for 30 seconds, a bad one is asked again', async () => {
    const authenticate = vi.fn(ask.authenticate);
    const cache = new CredentialCache();
    await cache.resolve('Bearer good', { authenticate }, 0);
    await cache.resolve('Bearer good', { authenticate }, 29_999);
    expect(authenticate).toHaveBeenCalledTimes(1);
    await cache.resolve('Bearer good', { authenticate }, 30_000);
    expect(authenticate).toHaveBeenCalledTimes(2);
    const ending = { authenticate: vi.fn(async () => ({ ...operator, until: 5000 })) };
    for (const now of [0, 4999, 5000]) await cache.resolve('Bearer ending', ending, now);
    expect(ending.authenticate).toHaveBeenCalledTimes(2);
    await cache.resolve('Bearer bad', { authenticate }, 0);
    expect(await cache.resolve('Bearer bad', { authenticate }, 1)).toBeNull();
    expect(authenticate).toHaveBeenCalledTimes(4);
    for (const header of [undefined, 'Digest x']) expect(await cache.resolve(header, { authenticate }, 2)).toBeNull();
    expect(authenticate).toHaveBeenCalledTimes(4);
  });
});

describe('the log', () => {
  it('[HTTP-11] has a line a request; good and quick answers are counted where a service says so', () => {
    const lines: Record<string, unknown>[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((line) => lines.push(JSON.parse(line)));
    const requests = new RequestLog('test', (path) => path.startsWith('/counted'));
    const note = (change: object, now: number) =>
      requests.note({ requestId: 'r', method: 'POST', path: '/counted', status: 200, ms: 5, ...change }, now);
    note({ path: '/named' }, 0);
    note({ status: 404 }, 0);
    note({ ms: 1000 }, 0);
    expect(lines.map(({ path, status, ms, requestId }) => [path, status, ms, requestId])).toEqual([
      ['/named', 200, 5, 'r'],
      ['/counted', 404, 5, 'r'],
      ['/counted', 200, 1000, 'r'],
    ]);
    lines.length = 0;
    for (const [ms, now] of [
      [5, 0],
      [9, 1],
      [1, 9999],
    ] as const)
      note({ ms }, now);
    note({ method: 'GET' }, 9999);
    expect(lines).toEqual([]);
    note({}, 10_000);
    const since = '1970-01-01T00:00:00.000Z';
    expect(lines).toMatchObject([
      { method: 'POST', path: '/counted', status: 200, since, answered: 3, totalMs: 15, maxMs: 9 },
    ]);
    note({}, 20_000);
    expect(lines).toMatchObject([{}, { since: '1970-01-01T00:00:10.000Z', answered: 1, maxMs: 5 }]);
    lines.length = 0;
    for (let i = 0; i < 100; i++) note({ method: 'OPTIONS', path: `/counted/${i}` }, 20_000);
    expect(lines).toMatchObject([{ path: '/counted/98', requestId: 'r' }, { path: '/counted/99' }]);
    log.mockImplementation(() => {});
  });
});

describe('pages and origins', () => {
  it('[HTTP-8] a cursor goes round, another text is refused, and Link repeats the query', async () => {
    expect(decodeCursor(encodeCursor(['é', 5]), 'sn')).toEqual({ ok: true, value: ['é', 5] });
    for (const text of ['', '%', btoa('{}'), encodeCursor([5, 5])]) {
      const decoded = decodeCursor(text, 'sn');
      expect(decoded.ok ? 'ok' : decoded.error.code).toBe('invalid_cursor');
    }
    const page = await app().request('/page?q=x');
    expect(page.headers.get('link')).toBe('</page?q=x&cursor=abc>; rel="next"');
    expect(await page.json()).toEqual({ items: [1], next: 'abc' });
  });
  it('[HTTP-9] origins follow the request, and a content host is one label before the shell host', () => {
    expect(shellOrigin('http://localhost:8787/api', 'lectern.localhost')).toBe('http://lectern.localhost:8787');
    expect(shellOrigin('https://x.example/api', 'lectern.example')).toBe('https://lectern.example');
    expect(contentOrigin('http://localhost:1/x', 'lectern.localhost', 'demo-pkg-1')).toBe(
      'http://demo-pkg-1.lectern.localhost:1',
    );
    expect(packageOfHost('demo-pkg-1.lectern.localhost', 'lectern.localhost')).toBe('demo-pkg-1');
    for (const host of ['lectern.localhost', 'a.b.lectern.localhost', 'localhost', 'xlectern.localhost']) {
      expect(packageOfHost(host, 'lectern.localhost')).toBeUndefined();
    }
  });
});
