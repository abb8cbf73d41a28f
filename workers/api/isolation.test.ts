import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportBody } from './imports/schema.ts';
import { AUDIENCE, newKey } from './issuer.testing.ts';
import { OFFSET_STREAM, TUS_PATH } from './tus/protocol.ts';
import {
  course,
  ended,
  exported,
  fetchAs,
  migrate,
  newTenant,
  packageRow,
  send,
  type TestTenant,
} from './world.testing.ts';

interface Operation {
  security?: unknown;
  parameters?: { name: string; in: string }[];
}
type Paths = Record<string, Record<string, Operation>>;

let tenant: TestTenant;
let stranger: TestTenant;
let paths: Paths;
let ids: Record<string, string>;

beforeAll(async () => {
  await migrate();
  [tenant, stranger] = [await newTenant('eu'), await newTenant('eu')];
  const { id } = (await (await send(tenant, await course())).json()) as ImportBody;
  const { packageId } = await ended(tenant, id);
  const made = async (list: string, body: object): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    const response = await tenant.fetch(`/api/v1/${list}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return ((await response.json()) as { id: string }).id;
  };
  await tenant.db.prepare("INSERT INTO learners VALUES (?, 'ann', 'Ann', '2026')").bind(tenant.id).run();
  ids = {
    imports: id,
    packages: packageId!,
    uploads: await made('uploads', JSON.parse(BODIES.uploads!)),
    learners: 'ann',
  };
  ids.enrolments = await made('enrolments', { packageId, learner: LEARNER });
  const tus = { method: 'POST', headers: { ...TUS_HEADERS, 'upload-length': '10' } };
  ids.tus = ((await (await tenant.fetch(TUS_PATH, tus)).json()) as { id: string }).id;
  ids.exports = await made(`packages/${packageId}/exports`, { format: 'scorm12' });
  await exported(tenant, ids.exports);
  ids.credentials = await made('credentials', { name: 'LMS' });
  const keys = { jwks: { keys: [(await newKey()).jwk] }, grants: { scopes: ['all'] } };
  ids.issuers = await made('issuers', { name: 'Login', issuer: 'https://a.example', audience: AUDIENCE, ...keys });
  paths = ((await (await fetchAs(undefined, '/openapi.json')).json()) as { paths: Paths }).paths;
});

/** What creates a thing, where it takes JSON. */
const BODIES: Record<string, string> = {
  uploads: '{"filename":"a","bytes":10}',
  credentials: '{}',
  issuers: '{}',
  exports: '{"format":"scorm12"}',
  revoke: '{"reason":"x"}',
};
const LEARNER = { name: 'Ben', account: { homePage: 'https://hr.example', name: 'ben' } };
const routes = () =>
  Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method })));
const filled = (path: string) => path.replace('{id}', ids[path.split('/')[3]!]!).replace('{part}', '1');
const typeOf = (path: string, json: string | undefined) => {
  if (path.startsWith(TUS_PATH)) return OFFSET_STREAM;
  return json === undefined ? 'application/zip' : 'application/json';
};
const TUS_HEADERS = { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'x-http-method-override': 'PATCH' };
const call = (token: string | undefined, { path, method }: { path: string; method: string }) => {
  const json = method === 'patch' || path.endsWith('/rotate') ? '{}' : BODIES[path.split('/').at(-1)!];
  const body = method === 'get' || method === 'delete' ? {} : { body: json ?? '0123456789' };
  const headers = { 'content-type': typeOf(path, json), ...(path.startsWith(TUS_PATH) ? TUS_HEADERS : {}) };
  return fetchAs(token, filled(path), { method: method.toUpperCase(), headers, ...body });
};

describe('every route of the document', () => {
  it('[ISO-1] asks for a credential and says so', async () => {
    expect(routes().length).toBeGreaterThan(12);
    for (const route of routes()) {
      expect((await call(undefined, route)).status, JSON.stringify(route)).toBe(401);
      expect((await call(`${tenant.operatorToken}x`, route)).status, JSON.stringify(route)).toBe(401);
      expect(paths[route.path]![route.method]!.security).toEqual([{ bearer: [] }]);
    }
  });

  it('[ISO-2] that names a thing does not know it for another tenant', async () => {
    const named = routes().filter(({ path }) => path.includes('{id}'));
    for (const route of named) {
      const refused = await call(stranger.operatorToken, route);
      expect(refused.status, JSON.stringify(route)).toBe(404);
      expect(await refused.json()).toMatchObject({ code: 'not_found' });
    }
    for (const { path, method } of named.filter((route) => route.method === 'get')) {
      expect((await call(tenant.operatorToken, { path, method })).status, path).toBe(200);
    }
    const stolen = await stranger.fetch(`/api/v1/imports?upload=${ids.uploads}`, { method: 'POST' });
    expect(stolen.status).toBe(404);
  });

  it('[ISO-3] that lists shows only what is the own', async () => {
    for (const list of ['imports', 'packages', 'enrolments', 'learners', 'issuers', 'credentials']) {
      const strange = (await (await stranger.fetch(`/api/v1/${list}`)).json()) as { items: { id: string }[] };
      expect(strange.items.filter(({ id }) => !id.startsWith(`${stranger.id}-`))).toEqual([]);
      const own = (await (await tenant.fetch(`/api/v1/${list}`)).json()) as { items: { id: string }[] };
      expect(own.items.map((item) => item.id)).toContain(ids[list]);
    }
  });
});

describe('who may ask', () => {
  it('[ISO-4] an xAPI client is no operator', async () => {
    const basic = btoa(`${tenant.xapi.key}:${tenant.xapi.secret}`);
    const response = await fetchAs(undefined, '/api/v1/packages', { headers: { authorization: `Basic ${basic}` } });
    expect(response.status).toBe(403);
  });

  it('[ISO-5] /me tells who the credential stands for', async () => {
    const me = await (await tenant.fetch('/api/v1/me')).json();
    expect(me).toMatchObject({ tenant: tenant.id, region: 'eu', name: 'Operator', scopes: ['operator'] });
  });
});

describe('lists', () => {
  it('[LIST-1] packages are found by a part of their title, taken literally', async () => {
    const mine = await newTenant();
    for (const title of ['Fire safety', 'First aid', '100% safe_ty']) await packageRow(mine, 'built', title);
    const find = async (q: string) => {
      const body = (await (await mine.fetch(`/api/v1/packages?q=${encodeURIComponent(q)}`)).json()) as {
        items: { title: string }[];
      };
      return body.items.map((item) => item.title).sort();
    };
    expect(await find('SAFE')).toEqual(['100% safe_ty', 'Fire safety']);
    expect(await find('%')).toEqual(['100% safe_ty']);
    expect(await find('e_t')).toEqual(['100% safe_ty']);
    await mine.db.prepare("UPDATE packages SET terms = 'bandage' WHERE title = 'First aid'").run();
    expect(await find('Bandage')).toEqual(['First aid']);
    expect(await find('')).toHaveLength(3);
  });

  it('[LIST-2] a page size outside 1 to 100 is refused, saying where', async () => {
    for (const limit of ['0', '101', 'x']) {
      const refused = await tenant.fetch(`/api/v1/packages?limit=${limit}`);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ where: 'query.limit' });
    }
  });

  it('[LIST-3] learners show the accounts that they are known by', async () => {
    const alias = "INSERT INTO learner_aliases VALUES (?, 'https://hr.example', 'ann', 'ann', '2026')";
    await tenant.db.prepare(alias).bind(tenant.id).run();
    const learner = await (await tenant.fetch('/api/v1/learners/ann')).json();
    expect(learner).toMatchObject({ id: 'ann', accounts: [{ homePage: 'https://hr.example', name: 'ann' }] });
    expect(await (await tenant.fetch('/api/v1/learners?q=nobody')).json()).toMatchObject({ items: [] });
  });
});
