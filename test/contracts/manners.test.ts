import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Json } from '../support/client.ts';
import { sampleCourse } from '../support/courses.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { EXPORT, ISSUER, UPLOAD } from '../support/world.ts';
import { findingsOf } from './openapi-rules.ts';

let stack: Stack;
let client: Client;
let document: Json;

beforeAll(async () => {
  stack = await startStack();
  client = new Client(stack, stack.tenants.demo!);
  document = await client.get('/api/v1/openapi.json');
});
afterAll(() => stack?.stop());

describe('the OpenAPI document', () => {
  it('is a sound OpenAPI 3.1 document', () => {
    expect(findingsOf(document)).toEqual([]);
  });
  it('is the same for everybody and can be read from any origin', async () => {
    const response = await fetch(`${stack.url}/api/v1/openapi.json`, { headers: { origin: 'https://tool.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});

/** What to send to each route that makes something: the request, and another one with the same key. */
interface Creating {
  query?: string;
  type?: string;
  bodies: [BodyInit, BodyInit];
  headers?: [Record<string, string>, Record<string, string>];
}
const CREATES: Record<string, (packageId: string) => Creating> = {
  '/api/v1/imports': () => {
    const zip = sampleCourse().read();
    return { query: '?filename=a.zip', type: 'application/zip', bodies: [zip, zip.slice(0, -1)] };
  },
  '/api/v1/statements/imports': () => ({ type: 'application/x-ndjson', bodies: ['{}', '{"id":1}'] }),
  '/api/v1/uploads': () => ({ bodies: [JSON.stringify(UPLOAD), JSON.stringify({ ...UPLOAD, bytes: 7 })] }),
  '/api/v1/tus': () => {
    const of = (bytes: number) => ({ 'tus-resumable': '1.0.0', 'upload-length': String(bytes) });
    return { bodies: ['', ''], headers: [of(5), of(7)] };
  },
  '/api/v1/packages/{id}/exports': () => ({
    bodies: [JSON.stringify(EXPORT), JSON.stringify({ ...EXPORT, formatVersion: '1.2' })],
  }),
  '/api/v1/credentials': () => ({ bodies: [JSON.stringify({ name: 'once' }), JSON.stringify({ name: 'other' })] }),
  '/api/v1/issuers': () => ({ bodies: [JSON.stringify(ISSUER), JSON.stringify({ ...ISSUER, name: 'other' })] }),
  '/api/v1/enrolments': (packageId) => ({ bodies: [forLearner(packageId, 'once'), forLearner(packageId, 'other')] }),
  '/api/v1/play-sessions': (packageId) => ({ bodies: [forLearner(packageId, 'once'), forLearner(packageId, 'other')] }),
};

function forLearner(packageId: string, name: string): string {
  return JSON.stringify({ packageId, learner: { name, account: { homePage: 'https://people.example', name } } });
}

/** They hand out a fresh token each time, which is what asking again is for; nothing else is made. */
const TOKENS_ONLY = ['/api/v1/play-sessions/{id}/launches', '/api/v1/play-sessions/{id}/launch-links'];

describe('Idempotency-Key', () => {
  it('is honoured by every POST that creates', () => {
    const creating = Object.entries<Json>(document.paths)
      .filter(([, { post }]) => post !== undefined && ('201' in post.responses || '202' in post.responses))
      .map(([path]) => path);
    expect(creating.sort()).toEqual([...Object.keys(CREATES), ...TOKENS_ONLY].sort());
  });

  it.each(Object.keys(CREATES))(
    'POST %s: a repetition answers with the same thing, another request is refused',
    async (path) => {
      const [{ id: packageId }] = (await client.all('/api/v1/packages')) as [Json];
      const { query = '', type = 'application/json', bodies, headers = [{}, {}] } = CREATES[path]!(packageId);
      const send = (which: 0 | 1) =>
        client.request(`${path.replace('{id}', packageId)}${query}`, {
          method: 'POST',
          headers: { 'content-type': type, 'idempotency-key': `manners-${path}`, ...headers[which] },
          body: bodies[which],
        });
      const first = await send(0);
      expect(first.status).toBeLessThan(300);
      expect(first.headers.get('idempotency-replayed')).toBeNull();
      const again = await send(0);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect([again.status, ((await again.json()) as Json).id]).toEqual([
        first.status,
        ((await first.json()) as Json).id,
      ]);
      const other = await send(1);
      expect([other.status, ((await other.json()) as Json).code]).toEqual([422, 'idempotency_key_reused']);
    },
  );
});

describe('pages', () => {
  const lists =
    'credentials issuers imports packages enrolments learners play-sessions events statements/imports'.split(' ');
  it.each(lists)('GET /api/v1/%s refuses a cursor that nobody gave', async (list) => {
    const response = await client.request(`/api/v1/${list}?cursor=nonsense`);
    expect([response.status, ((await response.json()) as Json).code]).toEqual([400, 'invalid_cursor']);
  });
});

it('a request id that was given comes back, else one is made', async () => {
  const given = await client.request('/api/v1/me', { headers: { 'x-request-id': 'my-request-0001' } });
  expect(given.headers.get('x-request-id')).toBe('my-request-0001');
  const made = await fetch(`${stack.url}/xapi/about`);
  expect(made.headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/);
});
