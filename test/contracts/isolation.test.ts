import { afterAll, beforeAll, expect, it } from 'vitest';
import { PROBLEMS } from '../../workers/shared/problems.ts';
import { Client, type Json } from '../support/client.ts';
import { type Stack, startStack, type Tenant } from '../support/stack.ts';
import { DOCUMENTS, makeWorld, type World, xapiHeaders } from '../support/world.ts';
import { type Example, exampleOf } from './examples.ts';

/** A route of the document with the way it is asked. */
interface Asked {
  method: string;
  path: string;
  example: Example;
}

let stack: Stack;
let a: Client;
let world: World;
let routes: { method: string; path: string }[];

beforeAll(async () => {
  stack = await startStack({ tenants: 'acme:us,ajax:eu' });
  a = new Client(stack, stack.tenants.demo!);
  world = await makeWorld(stack, a);
  const document = (await (await fetch(`${stack.url}/api/v1/openapi.json`)).json()) as Json;
  routes = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
});
afterAll(() => stack?.stop());

it('every route of the document has an example, so that none is forgotten', () => {
  expect(routes.length).toBeGreaterThan(30);
  expect(routes.filter(({ method, path }) => exampleOf(method, path) === undefined)).toEqual([]);
});

// In another region, and in the same one: there they share databases.
it.each(['acme', 'ajax'])(
  'with the credentials of another tenant (%s), nothing of a tenant is seen or changed',
  async (b) => {
    const before = await everythingOf(a);
    for (const asked of allAsked()) {
      const response = await ask(asked, credentialsOf(stack.tenants[b]!, asked.path));
      const text = await response.text();
      const what = `${asked.method} ${asked.path} ${JSON.stringify(asked.example)}: ${response.status} ${text.slice(0, 300)}`;
      expect(text, what).not.toMatch(/"demo-[a-z]{3}-|Secret Learner|secret-learner/);
      if (asked.example.kind === 'item') expect([401, 403, 404], what).toContain(response.status);
      else expect(response.status, what).toBeLessThan(500);
      if (asked.example.kind === 'collection') expect([200, 404], what).toContain(response.status);
      expectKnownProblem(response, text, what);
    }
    expect(await everythingOf(a)).toEqual(before);
  },
);

it('without credentials, and with wrong ones, every route but the public ones is refused', async () => {
  const wrong = [
    {},
    { authorization: 'Bearer demo-key-00000000000000000000000000.x' },
    { authorization: 'Basic eDp5' },
  ];
  for (const asked of allAsked().filter(({ example }) => example.kind !== 'public')) {
    for (const headers of wrong) {
      const response = await ask(asked, { ...headers, 'x-experience-api-version': '1.0.3' });
      const text = await response.text();
      const what = `${asked.method} ${asked.path} ${JSON.stringify(headers)}: ${response.status} ${text.slice(0, 300)}`;
      expect(response.status, what).toBe(401);
      expectKnownProblem(response, text, what);
    }
  }
});

it('a content host shows nothing without its cookie', async () => {
  // Node does not resolve names below localhost: the address is the server's, the host is told.
  const host = new URL(world.launch.contentOrigin).host;
  expect(host).toContain(world.packageId);
  const { status, text } = await getAsHost(host, '/lessons/records.html');
  expect(status).toBe(401);
  expect(text).not.toContain('What a record says');
});

const allAsked = (): Asked[] =>
  routes.flatMap(({ method, path }) =>
    [exampleOf(method, path)?.(world) ?? []].flat().map((example) => ({ method, path, example })),
  );

function ask({ method, path, example }: Asked, headers: Record<string, string>): Promise<Response> {
  const filled = path
    .replace('{id}', example.id ?? 'x')
    .replace('{part}', example.part ?? '1')
    .replace('{sha2}', example.sha2 ?? 'x');
  const query = new URLSearchParams(example.query).toString();
  const init: RequestInit = { method, headers: { ...headers, ...example.headers } };
  if (example.body !== undefined) {
    init.body = typeof example.body === 'string' ? example.body : JSON.stringify(example.body);
    init.headers = { ...init.headers, 'content-type': example.type ?? 'application/json' };
  }
  return fetch(`${stack.url}${filled}${query === '' ? '' : `?${query}`}`, init);
}

function credentialsOf(tenant: Tenant, path: string): Record<string, string> {
  if (!path.startsWith('/xapi')) return { authorization: `Bearer ${tenant.operatorToken}` };
  const version = path.startsWith('/xapi/2.0/') ? '2.0.0' : '1.0.3';
  return { ...xapiHeaders(tenant), 'x-experience-api-version': version };
}

function expectKnownProblem(response: Response, text: string, what: string): void {
  if (response.status < 400) return;
  expect(response.headers.get('content-type'), what).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(text);
  expect(Object.keys(PROBLEMS), what).toContain(problem.code);
  expect(problem, what).toMatchObject({ status: response.status, type: expect.stringContaining(problem.code) });
  for (const member of ['title', 'detail', 'remedy', 'instance']) expect(problem[member], what).toBeTruthy();
}

/** What tenant A sees of itself. */
async function everythingOf(client: Client): Promise<unknown> {
  const [events, statements] = await Promise.all([client.events(), client.statements({})]);
  const session = await client.get(`/api/v1/play-sessions/${world.session.id}`);
  const upload = await client.get(`/api/v1/uploads/${world.uploadId}`);
  const names = [
    'imports',
    'packages',
    'enrolments',
    'learners',
    'play-sessions',
    'statements/imports',
    'credentials',
    'issuers',
  ];
  const lists = names.map(async (name) =>
    // Looking is a use too.
    (await client.all(`/api/v1/${name}`)).map(({ lastUsedAt: _, ...record }) => record),
  );
  const documents = Object.entries(DOCUMENTS).map(async ([path, query]) => {
    const url = `${stack.url}/xapi/${path}?${new URLSearchParams(query)}`;
    return (await fetch(url, { headers: xapiHeaders(stack.tenants.demo!) })).json();
  });
  const [listed, stored] = await Promise.all([Promise.all(lists), Promise.all(documents)]);
  return { events: events.length, statements, session, upload, lists: listed, documents: stored };
}

async function getAsHost(host: string, path: string): Promise<{ status: number; text: string }> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const { port } = new URL(stack.url);
    const sent = request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end();
  });
}
