import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AUDIENCE, newIssuer, newKey, publish, publishKeys, readsOf, type TestKey } from './issuer.testing.ts';
import { migrate, newTenant, type TestTenant } from './world.testing.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});

let tenant: TestTenant;
let key: TestKey;
beforeAll(async () => {
  await migrate();
  tenant = await newTenant();
  key = await newKey();
});

interface Shown {
  id: string;
  name: string;
  issuer: string;
  jwksUrl: string | null;
  keys: { kid: string }[];
  keysReadAt: string;
  state: string;
}

const ask = (method: string, path: string, body?: unknown, whose = tenant) =>
  whose.fetch(`/api/v1/issuers${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const GRANTS = { scopes: ['statements/write'] };
const registration = (more: object) => ({ name: 'Login', audience: AUDIENCE, grants: GRANTS, ...more });
const register = (more: object, whose = tenant) => ask('POST', '', registration(more), whose);
const inline = (...keys: TestKey[]) => ({ jwks: { keys: keys.map(({ jwk }) => jwk) } });
const refusal = async (response: Response) => {
  const { code, where } = (await response.json()) as { code: string; where?: string };
  return [response.status, code, where];
};
const shown = async (response: Response): Promise<Shown> => response.json();

describe('registering an issuer', () => {
  it('[JWT-4] reads its keys at once', async () => {
    const { issuer, jwksUrl } = newIssuer();
    await publishKeys(jwksUrl, [key]);
    const response = await register({ issuer, jwksUrl });
    expect(response.status).toBe(201);
    const it = await shown(response);
    expect(response.headers.get('location')).toBe(`/api/v1/issuers/${it.id}`);
    const known = {
      name: 'Login',
      issuer,
      audience: AUDIENCE,
      grants: GRANTS,
      jwksUrl,
      keysError: null,
      state: 'active',
    };
    expect(it).toMatchObject({ ...known, keys: [{ kty: 'EC', kid: key.kid }] });
    expect(await (await ask('GET', `/${it.id}`)).json()).toEqual(it);
  });

  it('[JWT-4] takes keys that are given, and fetches nothing', async () => {
    const { issuer, jwksUrl } = newIssuer();
    await publishKeys(jwksUrl, [key]);
    const it = await shown(await register({ issuer, ...inline(key) }));
    expect([it.jwksUrl, it.keys.length, await readsOf(jwksUrl)]).toEqual([null, 1, 0]);
  });

  it('[JWT-4] finds its keys by its metadata', async () => {
    const { issuer, jwksUrl } = newIssuer();
    await publish(`${issuer}/.well-known/openid-configuration`, {
      body: JSON.stringify({ issuer, jwks_uri: jwksUrl }),
    });
    await publishKeys(jwksUrl, [key]);
    expect((await shown(await register({ issuer }))).jwksUrl).toBe(jwksUrl);
  });

  it.each([
    { metadata: { issuer: 'https://other.example', jwks_uri: 'https://other.example/keys' }, why: 'another issuer' },
    { metadata: { jwks_uri: 'https://other.example/keys' }, why: 'no issuer' },
    { metadata: { issuer: 'SELF' }, why: 'no keys' },
    { metadata: { issuer: 'SELF', jwks_uri: 'https://169.254.169.254/keys' }, why: 'keys in a private network' },
    { metadata: null, why: 'nothing' },
  ])('[JWT-4] is refused when the metadata speaks of $why', async ({ metadata }) => {
    const { issuer } = newIssuer();
    const body = JSON.stringify(metadata).replace('SELF', issuer);
    await publish(`${issuer}/.well-known/openid-configuration`, { body });
    expect(await refusal(await register({ issuer }))).toEqual([422, 'issuer_keys_unreadable', 'json.issuer']);
  });

  it.each([
    { page: undefined, why: 'status 404' },
    { page: { status: 500, body: '{}' }, why: 'status 500' },
    { page: { status: 302, headers: { location: 'https://127.0.0.1/' } }, why: 'status 302' },
    { page: { body: '<html>' }, why: 'did not answer with JSON' },
    { page: { body: '{}' }, why: 'no JWK Set' },
    { page: { body: JSON.stringify({ keys: [], pad: 'x'.repeat(70_000) }) }, why: 'more than 65536 bytes' },
    { page: { body: '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}' }, why: 'malformed' },
    { page: { body: `{"keys":[{"kty":"RSA","e":"AQAB","n":"${'0'.repeat(171)}"}]}` }, why: 'less than 2048 bits' },
    { page: { body: '{"keys":[{"kty":"oct","k":"AA"}]}' }, why: 'private or shared' },
  ])('[JWT-9] is refused when its keys say: $why', async ({ page, why }) => {
    const { issuer, jwksUrl } = newIssuer();
    if (page !== undefined) await publish(jwksUrl, page);
    const response = await register({ issuer, jwksUrl });
    const { detail, code, where } = (await response.json()) as { detail: string; code: string; where: string };
    expect([response.status, code, where]).toEqual([422, 'issuer_keys_unreadable', 'json.jwksUrl']);
    expect(detail).toContain(why);
  });

  it('[JWT-9] waits five seconds for its keys', async () => {
    const { issuer, jwksUrl } = newIssuer();
    await publishKeys(jwksUrl, [key], { delayMs: 7000 });
    const began = Date.now();
    expect(((await (await register({ issuer, jwksUrl })).json()) as { detail: string }).detail).toContain('5 seconds');
    expect(Date.now() - began).toBeLessThan(6500);
  });

  it('[JWT-9] fetches nothing from an address that is not allowed', async () => {
    for (const jwksUrl of ['https://10.0.0.1/keys', 'http://login.example/keys', 'https://intranet/keys']) {
      await publishKeys(jwksUrl, [key]);
      const refused = await register({ issuer: newIssuer().issuer, jwksUrl });
      expect(await refusal(refused)).toEqual([422, 'issuer_keys_unreadable', 'json.jwksUrl']);
      expect(await readsOf(jwksUrl)).toBe(0);
    }
  });

  it.each([
    [{ issuer: 'login.example' }, 'json.issuer'],
    [{ audience: '' }, 'json.audience'],
    [{ grants: { scopes: [] } }, 'json.grants.scopes'],
    [{ grants: { scopes: ['operator'] } }, 'json.grants'],
    [{ grants: { claim: 'scope', values: { a: ['operator'] } } }, 'json.grants'],
    [{ grants: { scopes: ['all'], claim: 'scope' } }, 'json.grants'],
    [{ jwksUrl: 'https://login.example/keys' }, 'json.jwks'],
  ])('[JWT-4] %j is refused at %s', async (change, where) => {
    const body = registration({ issuer: newIssuer().issuer, ...inline(key), ...change });
    expect(await refusal(await ask('POST', '', body))).toEqual([400, 'bad_request', where]);
  });

  it('[JWT-3] issuer and audience belong to one tenant, until it withdraws them', async () => {
    const { issuer } = newIssuer();
    const other = await newTenant('us');
    const mine = await shown(await register({ issuer, ...inline(key) }));
    for (const whose of [tenant, other]) {
      const refused = await register({ issuer, ...inline(key) }, whose);
      expect(await refusal(refused)).toEqual([409, 'issuer_taken', 'json.audience']);
    }
    expect((await register({ issuer, audience: 'another', ...inline(key) }, other)).status).toBe(201);
    for (let i = 0; i < 2; i++) expect((await ask('DELETE', `/${mine.id}`)).status).toBe(204);
    expect((await shown(await ask('GET', `/${mine.id}`))).state).toBe('withdrawn');
    expect((await register({ issuer, ...inline(key) }, other)).status).toBe(201);
  });
});

describe('a registered issuer', () => {
  it('[JWT-5] changes its name, what it grants and where its keys are', async () => {
    const { issuer, jwksUrl } = newIssuer();
    const { id, keysReadAt } = await shown(await register({ issuer, ...inline(key) }));
    const grants = { claim: 'scope' };
    expect(await shown(await ask('PATCH', `/${id}`, { name: 'Other', grants }))).toMatchObject({
      name: 'Other',
      grants,
    });
    expect(await shown(await ask('PATCH', `/${id}`, {}))).toMatchObject({ name: 'Other', keysReadAt });
    const second = await newKey('EdDSA');
    await publishKeys(jwksUrl, [second]);
    const moved = await shown(await ask('PATCH', `/${id}`, { jwksUrl }));
    expect(moved).toMatchObject({ jwksUrl, keys: [{ kty: 'OKP', kid: second.kid }] });
    expect(moved.keysReadAt > keysReadAt).toBe(true);
    await publish(jwksUrl, { status: 500 });
    expect((await ask('PATCH', `/${id}`, { jwksUrl })).status).toBe(422);
    expect(await shown(await ask('GET', `/${id}`))).toEqual(moved);
    await ask('DELETE', `/${id}`);
    expect((await refusal(await ask('PATCH', `/${id}`, { name: 'x' })))[1]).toBe('credential_withdrawn');
  });

  it('[JWT-4] is listed from the newest, in pages', async () => {
    const mine = await newTenant();
    for (const name of ['a', 'b', 'c']) {
      expect((await register({ name, issuer: newIssuer().issuer, ...inline(key) }, mine)).status).toBe(201);
    }
    const page = async (query: string) => {
      const body = (await (await ask('GET', query, undefined, mine)).json()) as { items: Shown[]; next: string };
      return [body.items.map(({ name }) => name), body.next] as const;
    };
    const [names, next] = await page('?limit=2');
    expect(names).toEqual(['c', 'b']);
    expect(await page(`?limit=2&cursor=${next}`)).toEqual([['a'], null]);
  });
});
