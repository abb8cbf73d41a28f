import { beforeAll, describe, expect, it, vi } from 'vitest';
import { VOIDED } from '../../../domain/statement/verbs.ts';
import { lifeStatement, migrate, operator, xapi } from '../testing/support.testing.ts';
import { MAX_BODY_BYTES } from './body.ts';
import { moreLink, readMore } from './more.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const registration = () => crypto.randomUUID();
const one = (more: object = {}) => ({ ...lifeStatement('scored', { registration: registration() }), ...more });
const post = (body: unknown, init: object = {}) => xapi('/statements', { method: 'POST', body, ...init });
const put = (id: string, body: unknown) => xapi(`/statements?statementId=${id}`, { method: 'PUT', body });
const code = async (response: Response | Promise<Response>) => {
  const answer = await response;
  return [answer.status, ((await answer.json()) as { code: string }).code];
};
interface Page {
  statements: { id: string; authority: { account: { name: string } } }[];
  more: string;
}
const page = async (path: string, as = 'demo-all') => (await (await xapi(path, { as })).json()) as Page;

describe('manners', () => {
  it('[XAPI-1] asks for Basic credentials before anything else', async () => {
    const none = await xapi('/statements', { headers: { authorization: '' } });
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toContain('Basic');
    expect(none.headers.get('x-experience-api-version')).toBe('1.0.3');
    const wrong = { authorization: `Basic ${btoa('demo-all:wrong')}`, 'x-experience-api-version': '0.9' };
    expect(await code(post('{', { headers: wrong }))).toEqual([401, 'unauthorized']);
    const bearer = (method: string) =>
      xapi('/statements', { method, headers: { authorization: 'Bearer demo-operator' } });
    expect((await bearer('GET')).status).toBe(200);
    expect(await code(bearer('POST'))).toEqual([403, 'forbidden']);
    expect(await code(post(one(), { as: 'demo-reader' }))).toEqual([403, 'forbidden']);
  });
  it.each([
    ['', '1.0', '1.0.3'],
    ['', '1.0.9', '1.0.3'],
    ['', '2.0', '2.0.0'],
    ['', '2.0.7', '2.0.0'],
    ['/1.0.3', '1.0.3', '1.0.3'],
    ['/2.0', '2.0.0', '2.0.0'],
  ])('[XAPI-2] under /xapi%s the version %s is answered as %s', async (root, version, answered) => {
    const got = await xapi(`${root}/statements?limit=1`, { headers: { 'x-experience-api-version': version } });
    expect([got.status, got.headers.get('x-experience-api-version')]).toEqual([200, answered]);
    expect(Number.isNaN(Date.parse(got.headers.get('date')!))).toBe(false);
  });
  it.each([
    ['', '1.0.3'],
    ['/1.0.3', '1.0.3'],
    ['/2.0', '2.0.0'],
  ])('[XAPI-2] what /xapi%s does not offer is refused as %s, its own version', async (root, own) => {
    const other = own === '2.0.0' ? '1.0.3' : '2.0.0';
    for (const bad of ['1.1', '0.95', '1.0.x', '3.0.0', '', ...(root === '' ? [] : [other])]) {
      const refusal = await xapi(`${root}/statements`, { headers: { 'x-experience-api-version': bad } });
      expect(refusal.headers.get('x-experience-api-version')).toBe(own);
      expect(await code(refusal)).toEqual([400, 'xapi_version_unsupported']);
    }
    const about = await xapi(`${root}/about`, { headers: { authorization: '', 'x-experience-api-version': '' } });
    expect(about.headers.get('x-experience-api-version')).toBe(own);
    expect(await about.json()).toMatchObject({ version: ['1.0.3', '2.0.0'] });
  });
  it('[XAPI-3] says up to when an answer is complete, on refusals and writes too', async () => {
    expect((await post(one())).headers.get('x-experience-api-consistent-through')).not.toBeNull();
    for (const path of ['/statements', '/statements?limit=x', `/statements?statementId=${registration()}`]) {
      const answer = await xapi(path);
      expect(Date.parse(answer.headers.get('x-experience-api-consistent-through')!)).toBeGreaterThan(Date.now() - 5000);
      await answer.body?.cancel();
    }
  });
  it('[XAPI-10] other methods are refused by name, HEAD is GET without a body, browsers may read the headers', async () => {
    const gone = await xapi('/statements', { method: 'DELETE' });
    expect([gone.status, gone.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, POST, OPTIONS']);
    const head = await xapi('/statements', { method: 'HEAD', headers: { origin: 'https://a.example' } });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('access-control-expose-headers')).toContain('X-Experience-API-Version');
    const asked = {
      origin: 'https://a.example',
      'access-control-request-headers': 'authorization,x-experience-api-version',
    };
    const preflight = await xapi('/statements', { method: 'OPTIONS', headers: { ...asked, authorization: '' } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe(asked['access-control-request-headers']);
  });
});

describe('writing', () => {
  it('[XAPI-5] POST answers ids in order; the LRS sets what it sets; an equal one again is a success', async () => {
    const batch = [one(), one()];
    const { id: _, ...without } = one();
    expect(await (await post(batch)).json()).toEqual(batch.map(({ id }) => id));
    expect((await post(batch)).status).toBe(200);
    const [made] = (await (await post(without)).json()) as string[];
    const got = await (await xapi(`/1.0.3/statements?statementId=${made}`)).json();
    expect(got).toMatchObject({
      id: made,
      version: '1.0.0',
      stored: expect.stringMatching(/Z$/),
      authority: { objectType: 'Agent', account: { homePage: 'https://demo.example', name: 'demo-all' } },
    });
  });
  it('[XAPI-5] a batch is refused whole: invalid, doubled, in conflict', async () => {
    const [good, known] = [one(), one()];
    await post(known);
    const bad = await post([good, { ...one(), actor: {} }, { ...one(), verb: { id: 'x' } }]);
    expect(bad.status).toBe(400);
    expect(await bad.json()).toMatchObject({
      code: 'statement_invalid',
      errors: [
        { index: 1, path: '$[1].actor' },
        { index: 2, path: '$[2].verb.id' },
      ],
    });
    expect(await code(post([good, good]))).toEqual([400, 'statement_duplicate_ids']);
    const conflict = await post([good, { ...known, result: { success: true } }]);
    expect(conflict.status).toBe(409);
    expect(await conflict.json()).toMatchObject({ code: 'statement_conflict', statements: [known.id] });
    expect((await xapi(`/statements?statementId=${good.id}`)).status).toBe(404);
  });
  it('[XAPI-17] a conflict shows both statements to who may read what is stored', async () => {
    const known = one();
    await post(known);
    const other = { ...known, result: { success: true } };
    const shown = async (as: string) =>
      ((await (await post(other, { as })).json()) as { conflicts: object[] }).conflicts;
    expect(await shown('demo-all')).toMatchObject([{ stored: { id: known.id }, sent: { result: other.result } }]);
    expect(await shown('demo-writer')).toEqual([]);
    const mine = one();
    await post(mine, { as: 'demo-writer' });
    expect(await (await post({ ...mine, result: {} }, { as: 'demo-writer' })).json()).toMatchObject({
      conflicts: [{ stored: { id: mine.id } }],
    });
  });
  it('[XAPI-6] PUT stores under the id of the request', async () => {
    const { id, ...statement } = one();
    expect((await put(id, statement)).status).toBe(204);
    expect((await put(id.toUpperCase(), { ...statement, id })).status).toBe(204);
    expect(await code(put(id, { ...statement, result: {} }))).toEqual([409, 'statement_conflict']);
    expect(await code(put(registration(), { ...statement, id }))).toEqual([400, 'bad_request']);
    expect(await code(put(id, [statement]))).toEqual([400, 'bad_request']);
    expect(await code(put('x', statement))).toEqual([400, 'query_invalid']);
    expect(await code(xapi('/statements', { method: 'PUT', body: statement }))).toEqual([400, 'query_invalid']);
    expect(await code(put(`${id}&foo=1`, statement))).toEqual([400, 'query_invalid']);
  });
  it('[XAPI-5] what is no JSON of a bearable size is refused before it is looked at', async () => {
    const typed = (type: string) => post(one(), { headers: { 'content-type': type } });
    expect((await typed('application/json; charset=utf-8')).status).toBe(200);
    for (const type of [
      'text/plain',
      'multipart/form-data; boundary=x',
      'multipart/mixed',
      'multipart/mixed; boundary=x',
    ])
      expect(await code(typed(type))).toEqual([400, 'bad_request']);
    expect(await code(post('{'))).toEqual([400, 'bad_request']);
    expect(await code(post(' '.repeat(MAX_BODY_BYTES + 1)))).toEqual([413, 'payload_too_large']);
    expect(await code(xapi('/statements?foo=1', { method: 'POST', body: {} }))).toEqual([400, 'query_invalid']);
  });
});

describe('reading', () => {
  it('[XAPI-7] by id, and voided ones as voided', async () => {
    const statement = one();
    await post(statement);
    const by = (name: string, id: string) => xapi(`/statements?${name}=${id}`);
    expect((await by('statementId', statement.id.toUpperCase())).status).toBe(200);
    expect((await by('voidedStatementId', statement.id)).status).toBe(404);
    await post(one({ verb: { id: VOIDED }, object: { objectType: 'StatementRef', id: statement.id } }));
    expect(await code(by('statementId', statement.id))).toEqual([404, 'not_found']);
    expect(await (await by('voidedStatementId', statement.id)).json()).toMatchObject({ id: statement.id });
  });
  it('[XAPI-8] [XAPI-9] pages follow `more` with the same filters, on the path they were asked on', async () => {
    const context = { registration: registration() };
    const batch = Array.from({ length: 5 }, () => one({ context }));
    await post(batch);
    await post(one());
    const seen: string[] = [];
    let path = `/1.0.3/statements?registration=${context.registration}&limit=2&ascending=true`;
    for (let pages = 1; path !== ''; pages++) {
      const got = await page(path);
      seen.push(...got.statements.map(({ id }) => id));
      expect(got.more === '' || got.more.startsWith('/xapi/1.0.3/statements?more=')).toBe(true);
      path = got.more.replace(/^\/xapi/, '');
      expect(pages).toBeLessThanOrEqual(3);
    }
    expect(seen).toEqual(batch.map(({ id }) => id));
  });
  it('[XAPI-9] a `more` of another tenant, or of nobody, is refused', async () => {
    await post([one(), one()]);
    const { more } = await page('/statements?limit=1');
    expect(await code(xapi(more.slice('/xapi'.length), { as: 'other-all' }))).toEqual([400, 'invalid_cursor']);
    const positions = [{ after: 1, upper: 2 }, { upper: 7 }];
    const link = moreLink('/p', { tenant: 'demo', query: [['limit', '1']], positions });
    expect(readMore(link.split('=')[1]!, 'demo')).toEqual({
      ok: true,
      value: { tenant: 'demo', query: [['limit', '1']], positions },
    });
    for (const token of [
      '',
      '%',
      btoa('{}'),
      btoa('["demo",1,[[1,1]]]'),
      btoa('["demo",[],[[1.5,1]]]'),
      btoa('["demo",[],[[-5,5]]]'),
      btoa('["demo",[],[]]'),
      btoa('["demo",[["a"]],[[1,1]]]'),
    ]) {
      expect(readMore(token, 'demo').ok).toBe(false);
    }
    expect(await code(xapi(`${more.slice('/xapi'.length)}&limit=1`))).toEqual([400, 'query_invalid']);
  });
  it('[XAPI-9] a position that nobody gave leads to nothing that is not there', async () => {
    await post([one(), one()]);
    for (const ascending of ['true', 'false']) {
      for (const [after, upper] of [
        [1e15, 1e15],
        [0, 1e15],
        [1e15, 1],
      ] as const) {
        const query = [['ascending', ascending] as const];
        const path = moreLink('/statements', { tenant: 'demo', query, positions: [{ after, upper }] });
        expect([after, upper, (await xapi(path)).status]).toEqual([after, upper, 200]);
      }
    }
  });
  it('[XAPI-4] a credential that reads its own sees its own', async () => {
    const context = { registration: registration() };
    const [theirs, mine] = [one({ context }), one({ context })];
    await post(theirs);
    await post(mine, { as: 'demo-writer' });
    const path = `/statements?registration=${context.registration}`;
    expect((await page(path)).statements).toHaveLength(2);
    expect((await page(path, 'demo-reader')).statements).toHaveLength(2);
    expect((await page(path, 'demo-writer')).statements.map(({ id }) => id)).toEqual([mine.id]);
    expect((await xapi(`/statements?statementId=${theirs.id}`, { as: 'demo-writer' })).status).toBe(404);
    expect((await xapi(`/statements?statementId=${mine.id}`, { as: 'demo-writer' })).status).toBe(200);
  });
  it('[XAPI-11] tenants see nothing of each other', async () => {
    const statement = one();
    await post(statement);
    expect((await xapi(`/statements?statementId=${statement.id}`, { as: 'other-all' })).status).toBe(404);
    expect((await page('/statements', 'other-all')).statements).toEqual([]);
    expect((await post(statement, { as: 'other-all' })).status).toBe(200);
    expect((await page('/statements', 'other-all')).statements).toHaveLength(1);
  });
});

describe('the document', () => {
  it('[XAPI-12] describes every route', async () => {
    const document = (await (await operator('/openapi.json')).json()) as { paths: object };
    const roots = ['/xapi', '/xapi/1.0.3', '/xapi/2.0'];
    const documents = ['activities/profile', 'activities/state', 'agents/profile'];
    const resources = ['about', 'activities', 'agents', 'statements', ...documents];
    const expected = [
      '/api/v1/events',
      '/api/v1/learners/{id}/attempts',
      '/api/v1/learners/{id}/completions',
      '/api/v1/learners/{id}/transcript',
      '/api/v1/projections/rebuild',
      '/api/v1/statements/export',
      '/api/v1/statements/imports',
      '/api/v1/statements/imports/{id}',
      '/api/v1/statements/imports/{id}/cancel',
      '/api/v1/statements/imports/{id}/complete',
      '/api/v1/statements/imports/{id}/errors',
      '/api/v1/statements/imports/{id}/parts/{part}',
      '/api/v1/statements/logs',
      '/api/v1/statements/{id}',
      '/api/v1/statements/{id}/attachments/{sha2}',
      ...roots.flatMap((root) => resources.map((resource) => `${root}/${resource}`)),
    ];
    expect(Object.keys(document.paths).sort()).toEqual(expected.sort());
  });
});
