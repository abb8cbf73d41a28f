import { exports } from 'cloudflare:workers';
import { base64url, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiRpc, Principal, Refused } from '../shared/rpc.ts';
import { AUDIENCE, newIssuer, newKey, publish, publishKeys, readsOf, signed, type TestKey } from './issuer.testing.ts';
import { env, fetchAs, migrate, newTenant, type TestTenant } from './world.testing.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
const rpc = exports.ApiRpc as unknown as ApiRpc;

let tenant: TestTenant;
let key: TestKey;
beforeAll(async () => {
  await migrate();
  tenant = await newTenant('us');
  key = await newKey('RS256');
});

const enter = (token: string) => rpc.authenticate({ scheme: 'bearer', token });
/** Why a token was refused. */
async function why(token: string): Promise<string> {
  const answer = (await enter(token)) as Refused;
  expect(answer.problem.code).toBe('token_refused');
  return answer.problem.detail;
}

async function registered(more: object = {}, whose = tenant): Promise<{ id: string; issuer: string; jwksUrl: string }> {
  const { issuer, jwksUrl } = newIssuer();
  const keys = 'jwksUrl' in more || 'jwks' in more ? {} : { jwks: { keys: [key.jwk] } };
  const grants = { scopes: ['statements/write', 'statements/read/mine'] };
  const body = { name: 'Login', issuer, audience: AUDIENCE, grants, ...keys, ...more };
  const headers = { 'content-type': 'application/json' };
  const response = await whose.fetch('/api/v1/issuers', { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(201);
  return { id: ((await response.json()) as { id: string }).id, issuer, jwksUrl };
}

/** An issuer that publishes its keys. */
async function publishing(...keys: TestKey[]) {
  const at = newIssuer();
  await publishKeys(at.jwksUrl, keys);
  const { id } = await registered(at);
  return { ...at, id };
}
/** As if the keys had been read, and tried, so many seconds ago. */
const aged = (id: string, seconds: number) => {
  const at = new Date(Date.now() - seconds * 1000).toISOString();
  const update = 'UPDATE issuers SET keys_read_at = ?1, keys_tried_at = ?1 WHERE id = ?2';
  return env.DIRECTORY.prepare(update).bind(at, id).run();
};
const rowOf = (id: string) => env.DIRECTORY.prepare('SELECT * FROM issuers WHERE id = ?').bind(id).first();
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('a token', () => {
  it('[JWT-1] stands for the tenant that registered its issuer, with what is granted, until it ends', async () => {
    const { id, issuer } = await registered();
    const exp = nowSeconds() + 60;
    expect(await enter(await signed(key, { iss: issuer, exp }))).toEqual({
      tenant: tenant.id,
      region: 'us',
      credential: id,
      name: 'Login',
      scopes: ['statements/write', 'statements/read/mine'],
      authority: { objectType: 'Agent', account: { homePage: issuer, name: 'ann' } },
      until: (exp + 30) * 1000,
    });
  });

  it('[JWT-1] of an application for a user is attributed to both', async () => {
    const { issuer } = await registered();
    const { authority } = (await enter(await signed(key, { iss: issuer, azp: 'app' }))) as Principal;
    expect(authority.member?.map(({ account }) => account?.name)).toEqual(['app', 'ann']);
  });

  it('[JWT-6] has the scopes that a claim of it names, and is no operator', async () => {
    const { issuer } = await registered({ grants: { claim: '/roles', values: { writer: ['statements/write'] } } });
    const scopes = async (roles: unknown) =>
      ((await enter(await signed(key, { iss: issuer, roles }))) as Principal).scopes;
    expect(await scopes(['writer', 'all', 'operator'])).toEqual(['statements/write']);
    expect(await scopes(undefined)).toEqual([]);
    expect((await fetchAs(await signed(key, { iss: issuer, roles: ['writer'] }), '/api/v1/me')).status).toBe(403);
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('[JWT-2] may be signed with %s', async (alg) => {
    const own = await newKey(alg);
    const { issuer } = await registered({ jwks: { keys: [key.jwk, own.jwk] } });
    expect(await enter(await signed(own, { iss: issuer }))).toMatchObject({ tenant: tenant.id });
  });

  it('[JWT-2] without a kid is tried with every key of its kind', async () => {
    const keys = [await newKey(), await newKey()];
    const { issuer } = await registered({ jwks: { keys: keys.map(({ jwk: { kid: _, ...jwk } }) => jwk) } });
    for (const own of keys) {
      expect(await enter(await signed(own, { iss: issuer }, { kid: undefined }))).toMatchObject({ tenant: tenant.id });
    }
    const foreign = await signed(await newKey(), { iss: issuer }, { kid: undefined });
    expect(await why(foreign)).toContain('signature');
  });

  it.each([
    { claims: { exp: undefined }, why: 'exp' },
    { claims: { exp: nowSeconds() - 31 }, why: 'ended' },
    { claims: { exp: -1e300 }, why: 'ended' },
    { claims: { nbf: nowSeconds() + 60 }, why: 'begins' },
    { claims: { nbf: 1e300 }, why: 'begins' },
    { claims: { nbf: 'x' }, why: 'claim nbf' },
    { claims: { exp: 'x' }, why: 'claim exp' },
    { claims: { aud: 'https://other.example' }, why: 'no issuer' },
    { claims: { aud: undefined }, why: '(aud)' },
    { claims: { sub: undefined }, why: '(sub)' },
    { claims: { iss: undefined }, why: '(iss)' },
    { claims: { iss: 'https://stranger.example' }, why: 'no issuer' },
  ])('[JWT-2] with $claims is refused: $why', async ({ claims, why: reason }) => {
    const { issuer } = await registered();
    expect(await why(await signed(key, { iss: issuer, ...claims } as JWTPayload))).toContain(reason);
  });

  it('[JWT-2] of a clock that goes half a minute wrong is accepted', async () => {
    const { issuer } = await registered();
    for (const claims of [{ exp: nowSeconds() - 25 }, { nbf: nowSeconds() + 25 }]) {
      expect(await enter(await signed(key, { iss: issuer, ...claims }))).toMatchObject({ tenant: tenant.id });
    }
  });

  it('[JWT-2] that is forged, unsigned or no token is refused', async () => {
    const { issuer } = await registered();
    const [header, payload, signature] = (await signed(key, { iss: issuer })).split('.') as [string, string, string];
    const none = base64url.encode('{"alg":"none"}');
    const hs256 = base64url.encode(JSON.stringify({ alg: 'HS256', kid: key.kid }));
    const all = base64url.encode(JSON.stringify({ iss: issuer, sub: 'ann', aud: AUDIENCE, exp: 1e11 }));
    const other = await signed(await newKey('RS256', key.kid), { iss: issuer });
    expect(await why(`${none}.${payload}.`)).toContain('none');
    expect(await why(`${hs256}.${payload}.${signature}`)).toContain('HS256');
    expect(await why(`${header}.${all}.${signature}`)).toContain('signature');
    expect(await why(other)).toContain('signature');
    expect(await why(await signed(await newKey('ES256', key.kid), { iss: issuer }))).toContain('(kid)');
    expect(await why('eyJ.eyJ.x')).toContain('no JSON Web Token');
    expect(await why(`${header}.${'x'.repeat(9000)}.${signature}`)).toContain('8192');
    const critical = { alg: 'RS256', kid: key.kid, crit: ['x'], x: 1 };
    expect(await why(`${base64url.encode(JSON.stringify(critical))}.${payload}.${signature}`)).toContain('well-formed');
  });

  describe('for several services', () => {
    const both = (own: TestKey, issuer: string) => signed(own, { iss: issuer, aud: ['another', AUDIENCE] });

    it('[JWT-3] stands for the oldest registration among them, whoever registers another', async () => {
      const { id, issuer } = await registered();
      expect(await enter(await both(key, issuer))).toMatchObject({ tenant: tenant.id });
      const other = await newTenant();
      await registered({ issuer, audience: 'another' }, other);
      expect(await enter(await signed(key, { iss: issuer, aud: 'another' }))).toMatchObject({ tenant: other.id });
      expect(await enter(await both(key, issuer))).toMatchObject({ tenant: tenant.id });
      await tenant.fetch(`/api/v1/issuers/${id}`, { method: 'DELETE' });
      expect(await enter(await both(key, issuer))).toMatchObject({ tenant: other.id });
    });

    it('[JWT-3] stands for the one whose keys vouch for it, although a stranger came first', async () => {
      const { issuer } = newIssuer();
      const [stranger, strange] = [await newTenant(), await newKey()];
      await registered({ issuer, audience: 'another', jwks: { keys: [strange.jwk] } }, stranger);
      await registered({ issuer, jwks: { keys: [key.jwk] } });
      expect(await enter(await both(key, issuer))).toMatchObject({ tenant: tenant.id });
      expect(await enter(await both(strange, issuer))).toMatchObject({ tenant: stranger.id });
      expect(await why(await both(await newKey(), issuer))).toContain('(kid)');
    });
  });

  it('[JWT-7] of an issuer that is withdrawn is refused', async () => {
    const { id, issuer } = await registered();
    const token = await signed(key, { iss: issuer });
    await tenant.fetch(`/api/v1/issuers/${id}`, { method: 'DELETE' });
    expect(await why(token)).toContain('no issuer');
  });

  it('[JWT-10] notes that its issuer is used, once a minute at most', async () => {
    const { id, issuer } = await registered();
    const used = async () => {
      await enter(await signed(key, { iss: issuer }));
      await new Promise((resolve) => setTimeout(resolve, 50));
      return (await rowOf(id))!.last_used_at as string;
    };
    const first = await used();
    expect(Date.parse(first)).toBeGreaterThan(Date.now() - 5000);
    expect(await used()).toBe(first);
  });
});

describe('keys that are fetched', () => {
  it('[JWT-8] are kept: tokens do not make them be read again', async () => {
    const { issuer, jwksUrl } = await publishing(key);
    for (let i = 0; i < 3; i++)
      expect(await enter(await signed(key, { iss: issuer }))).toMatchObject({ tenant: tenant.id });
    expect(await readsOf(jwksUrl)).toBe(1);
  });

  it('[JWT-8] are read again behind a token after ten minutes, and a withdrawn key is out of force', async () => {
    const { id, issuer, jwksUrl } = await publishing(key);
    const next = await newKey();
    await publishKeys(jwksUrl, [next]);
    await aged(id, 601);
    const old = await signed(key, { iss: issuer });
    expect(await enter(old)).toMatchObject({ tenant: tenant.id });
    await vi.waitFor(async () => expect((await rowOf(id))!.jwks).toContain(next.kid));
    expect(await why(old)).toContain('(kid)');
    expect(await enter(await signed(next, { iss: issuer }))).toMatchObject({ tenant: tenant.id });
    expect(await readsOf(jwksUrl)).toBe(1);
  });

  it('[JWT-8] are read at once for a new key, by one of all who wait for it', async () => {
    const { id, issuer, jwksUrl } = await publishing(key);
    const next = await newKey();
    await publishKeys(jwksUrl, [key, next], { delayMs: 300 });
    await aged(id, 31);
    const tokens = await Promise.all(Array.from({ length: 8 }, () => signed(next, { iss: issuer })));
    for (const answer of await Promise.all(tokens.map(enter))) expect(answer).toMatchObject({ tenant: tenant.id });
    expect(await readsOf(jwksUrl)).toBe(1);
  });

  it('[JWT-8] are not read for an unknown key more often than every 30 seconds', async () => {
    const { issuer, jwksUrl } = await publishing(key);
    const foreign = await newKey();
    for (let i = 0; i < 5; i++) expect(await why(await signed(foreign, { iss: issuer }))).toContain('(kid)');
    expect(await readsOf(jwksUrl)).toBe(1);
  });

  it('[JWT-8] that cannot be read go on for a day, and the issuer says why', async () => {
    const { id, issuer, jwksUrl } = await publishing(key);
    await publish(jwksUrl, { status: 503 });
    await aged(id, 86_000);
    expect(await enter(await signed(key, { iss: issuer }))).toMatchObject({ tenant: tenant.id });
    await vi.waitFor(async () => expect((await rowOf(id))!.keys_error).toContain('503'));
    await aged(id, 86_401);
    expect(await why(await signed(key, { iss: issuer }))).toContain('a day');
    await publishKeys(jwksUrl, [key]);
    await aged(id, 86_401);
    expect(await enter(await signed(key, { iss: issuer }))).toMatchObject({ tenant: tenant.id });
    expect((await rowOf(id))!.keys_error).toBeNull();
  });

  it('[JWT-8] of an old address do not replace those that came with a new one', async () => {
    const { id, issuer, jwksUrl } = await publishing(key);
    const next = await newKey();
    await publishKeys(jwksUrl, [key], { delayMs: 500 });
    await aged(id, 601);
    const slow = enter(await signed(key, { iss: issuer }));
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ jwks: { keys: [next.jwk] } });
    expect((await tenant.fetch(`/api/v1/issuers/${id}`, { method: 'PATCH', headers, body })).status).toBe(200);
    await slow;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await rowOf(id))!.jwks).toContain(next.kid);
  });
});
