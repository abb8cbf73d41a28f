import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor, StoredStatement } from '../../domain/statement/types.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { ROOT, type Stack, startStack } from '../support/stack.ts';
import { STATEMENT } from '../support/world.ts';

let stack: Stack;
let login: IdentityProvider;

beforeAll(async () => {
  [stack, login] = await Promise.all([startStack(), startIdentityProvider()]);
});
afterAll(async () => {
  await login?.stop();
  await stack?.stop();
});

/** [HTTP-7] How long services go on with what they know of a credential. */
const REMEMBERED_MS = 30_000;

const run = promisify(execFile);

/** What a command prints as JSON. */
async function lectern(...args: string[]) {
  const env = { ...process.env, LECTERN_STATE: stack.stateDir, LECTERN_URL: '', LECTERN_TOKEN: '' };
  const { stdout } = await run(process.execPath, [join(ROOT, 'cli/bin/lectern.mjs'), ...args, '--json'], { env });
  return JSON.parse(stdout);
}

const basic = ({ key, secret }: { key: string; secret: string }): string => `Basic ${btoa(`${key}:${secret}`)}`;

function xapi(authorization: string, body?: object): Promise<Response> {
  const headers = { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  return fetch(`${stack.url}/xapi/statements`, init);
}

const stores = async (authorization: string): Promise<number> => (await xapi(authorization, STATEMENT)).status;

/** The authorities of all statements that a credential may read. */
async function authorities(authorization: string): Promise<Actor[]> {
  const { statements } = (await (await xapi(authorization)).json()) as { statements: StoredStatement[] };
  return statements.map(({ authority }) => authority);
}

it('[CLI-14] a client gets a key, a new secret beside the old one, and is shut out; meanwhile a login of its own goes on', async () => {
  const { id, issued: first } = await lectern('credentials', 'create', 'Learning platform');
  expect(await stores(basic(first))).toBe(200);
  expect((await authorities(basic(first))).map(({ name }) => name)).toEqual(['Learning platform']);

  const { issued: second } = await lectern('credentials', 'rotate', id, '--grace', '1h');
  expect([await stores(basic(first)), await stores(basic(second))]).toEqual([200, 200]);

  const issuer = await lectern(
    ...['issuers', 'create', 'Company login', '--issuer', login.issuer, '--audience', 'https://lrs.example'],
    ...['--claim', '/access/roles', '--map', 'writer=statements/write+statements/read/mine'],
  );
  expect([issuer.jwksUrl, issuer.keys.length]).toEqual([`${login.issuer}/keys`, 1]);
  const token = async (more: object) =>
    `Bearer ${await login.token({ aud: 'https://lrs.example', sub: 'ada', access: { roles: ['writer'] }, ...more })}`;
  const ada = await token({ client_id: 'reader-app' });
  expect(await stores(ada)).toBe(200);
  const account = (name: string) => ({ objectType: 'Agent', account: { homePage: login.issuer, name } });
  const together = { objectType: 'Group', member: [account('reader-app'), account('ada')] };
  expect(await authorities(ada)).toEqual([together]);
  expect(await stores(await token({ access: {} }))).toBe(403);
  const late = await xapi(await token({ exp: 1 }), STATEMENT);
  expect([late.status, (await late.json()).detail]).toEqual([401, expect.stringContaining('it ended 1970-01-01')]);

  expect((await lectern('credentials', 'revoke', id)).state).toBe('withdrawn');
  await new Promise((resolve) => setTimeout(resolve, REMEMBERED_MS));
  expect([await stores(basic(first)), await stores(basic(second))]).toEqual([401, 401]);

  // The provider has new keys, which Lectern has not read yet.
  await login.rotate();
  expect(await stores(await token({}))).toBe(200);
  await lectern('issuers', 'revoke', issuer.id);
  expect(await stores(await token({ sub: 'bob' }))).toBe(401);
  const listed = await lectern('credentials', 'list');
  expect(listed.map(({ name }: { name: string }) => name).sort()).toEqual(['Operator', 'xAPI client']);
});
