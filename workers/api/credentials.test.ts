import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiRpc, Principal } from '../shared/rpc.ts';
import { fetchAs, migrate, newTenant, type TestTenant } from './world.testing.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
const rpc = exports.ApiRpc as unknown as ApiRpc;
let tenant: TestTenant;

beforeAll(async () => {
  await migrate();
  tenant = await newTenant('us');
});

interface Shown {
  id: string;
  kind: string;
  name: string;
  scopes: string[];
  state: string;
  rotatedAt: string | null;
  earlierSecretsUntil: string | null;
  withdrawnAt: string | null;
  lastUsedAt: string | null;
  issued: { key: string; secret: string; token: string };
}

const ask = (method: string, path: string, body?: unknown, headers: object = {}, whose = tenant) =>
  whose.fetch(`/api/v1/credentials${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
async function made(body: object = { name: 'LMS' }, whose = tenant): Promise<Shown> {
  const response = await ask('POST', '', body, {}, whose);
  expect(response.status).toBe(201);
  return response.json();
}
const refusal = async (response: Response) => {
  const { code, where } = (await response.json()) as { code: string; where?: string };
  return [response.status, code, ...(where === undefined ? [] : [where])];
};
const show = async (id: string): Promise<Shown> => (await ask('GET', `/${id}`)).json();
const enter = (key: string, secret: string) => rpc.authenticate({ scheme: 'basic', key, secret });
const rotated = async (id: string, body?: object): Promise<Shown> => {
  const response = await ask('POST', `/${id}/rotate`, body);
  expect(response.status).toBe(200);
  return response.json();
};

describe('a credential', () => {
  it('[CRED-6] of an xAPI client is made with its scopes, and lets in with what was shown once', async () => {
    const response = await ask('POST', '', {
      name: ' LMS ',
      scopes: ['state', 'statements/read', 'statements/read/mine'],
    });
    const { issued, ...credential } = (await response.json()) as Shown;
    expect(response.headers.get('location')).toBe(`/api/v1/credentials/${credential.id}`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const known = { kind: 'xapi', name: 'LMS', state: 'active', rotatedAt: null, scopes: ['statements/read', 'state'] };
    expect(credential).toMatchObject(known);
    expect(issued).toEqual({ key: credential.id, secret: expect.stringMatching(/^[\w-]{43}$/) });
    const principal = (await enter(issued.key, issued.secret)) as Principal;
    expect(principal).toMatchObject({ tenant: tenant.id, region: 'us', scopes: credential.scopes, name: 'LMS' });
    const shown = await (await ask('GET', `/${credential.id}`)).text();
    expect(shown).not.toContain(issued.secret);
    const rows = await tenant.db.prepare('SELECT * FROM credentials WHERE tenant = ?').bind(tenant.id).all();
    expect(JSON.stringify(rows.results)).not.toContain(issued.secret);
  });

  it('[CRED-6] writes and reads its own when no scopes are chosen', async () => {
    expect((await made()).scopes).toEqual(['statements/write', 'statements/read/mine']);
  });

  it('[CRED-6] of an operator is a bearer token of all routes', async () => {
    const { issued, kind, scopes } = await made({ name: 'Ann', kind: 'operator' });
    expect([kind, scopes]).toEqual(['operator', ['operator']]);
    expect((await fetchAs(issued.token, '/api/v1/me')).status).toBe(200);
  });

  it.each([
    [{ name: '' }, 'json.name'],
    [{ name: 'x'.repeat(101) }, 'json.name'],
    [{ name: 'x', scopes: [] }, 'json.scopes'],
    [{ name: 'x', scopes: ['operator'] }, 'json.scopes.0'],
    [{ name: 'x', kind: 'operator', scopes: ['all'] }, 'json.scopes'],
    [{ name: 'x', kind: 'admin' }, 'json.kind'],
  ])('[CRED-6] %j is refused at %s', async (body, where) => {
    expect(await refusal(await ask('POST', '', body))).toEqual([400, 'bad_request', where]);
  });

  it('[CRED-7] changes its name and scopes', async () => {
    const { id, issued } = await made();
    const changed = await ask('PATCH', `/${id}`, { name: 'Other', scopes: ['all', 'state'] });
    expect(await changed.json()).toMatchObject({ id, name: 'Other', scopes: ['all'] });
    expect(await enter(issued.key, issued.secret)).toMatchObject({ name: 'Other', scopes: ['all'] });
    expect(await (await ask('PATCH', `/${id}`, {})).json()).toMatchObject({ name: 'Other' });
    const operator = await made({ name: 'Ann', kind: 'operator' });
    const refused = await ask('PATCH', `/${operator.id}`, { scopes: ['all'] });
    expect(await refusal(refused)).toEqual([400, 'bad_request', 'json.scopes']);
  });

  it('[CRED-8] that is withdrawn lets nobody in, stays as a record, and changes no more', async () => {
    const { id, issued } = await made();
    for (let i = 0; i < 2; i++) expect((await ask('DELETE', `/${id}`)).status).toBe(204);
    expect(await enter(issued.key, issued.secret)).toBeNull();
    const { state, withdrawnAt } = await show(id);
    expect([state, typeof withdrawnAt]).toEqual(['withdrawn', 'string']);
    expect(await refusal(await ask('PATCH', `/${id}`, { name: 'x' }))).toEqual([409, 'credential_withdrawn']);
    expect(await refusal(await ask('POST', `/${id}/rotate`))).toEqual([409, 'credential_withdrawn']);
  });

  it('[CRED-8] of an operator is not withdrawn when it is the last', async () => {
    const mine = await newTenant();
    const [id] = mine.operatorToken.split('.') as [string];
    expect(await refusal(await ask('DELETE', `/${id}`, undefined, {}, mine))).toEqual([
      409,
      'credential_last_operator',
    ]);
    const second = await made({ name: 'Ann', kind: 'operator' }, mine);
    const ends = [id, second.id].map((one) =>
      fetchAs(second.issued.token, `/api/v1/credentials/${one}`, { method: 'DELETE' }),
    );
    expect((await Promise.all(ends)).map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('[CRED-9] is listed from the newest, by state when asked', async () => {
    const mine = await newTenant();
    const ids = [(await made({ name: 'a' }, mine)).id, (await made({ name: 'b' }, mine)).id];
    await ask('DELETE', `/${ids[0]}`, undefined, {}, mine);
    const names = async (query: string) => {
      const page = (await (await ask('GET', query, undefined, {}, mine)).json()) as { items: Shown[]; next: string };
      return [page.items.map(({ name }) => name), page.next] as const;
    };
    const [first, next] = await names('?limit=1');
    expect(first).toEqual(['b']);
    expect((await names(`?limit=1&cursor=${next}`))[0]).toEqual(['a']);
    expect((await names('?state=withdrawn'))[0]).toEqual(['a']);
    expect((await names('?state=active'))[0].sort()).toEqual(['Operator', 'b', 'xAPI client']);
  });

  it('[CRED-11] says when it was last used, and notes it once a minute at most', async () => {
    const { id, issued } = await made();
    expect((await show(id)).lastUsedAt).toBeNull();
    const used = async (): Promise<string | null> => {
      await enter(issued.key, issued.secret);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return (await show(id)).lastUsedAt;
    };
    const first = await used();
    expect(Date.parse(first!)).toBeGreaterThan(Date.now() - 5000);
    expect(await used()).toBe(first);
    const old = "UPDATE credentials SET last_used_at = '2026-01-01T00:00:00.000Z' WHERE id = ?";
    await tenant.db.prepare(old).bind(id).run();
    expect(Date.parse((await used())!)).toBeGreaterThan(Date.now() - 5000);
  });
});

describe('a rotation', () => {
  it('[CRED-10] lets both secrets in until the grace has gone by', async () => {
    const { id, issued: old } = await made();
    const { issued, earlierSecretsUntil } = await rotated(id, { graceSeconds: 600 });
    expect(issued.secret).not.toBe(old.secret);
    expect(Date.parse(earlierSecretsUntil!) - Date.now()).toBeGreaterThan(590_000);
    expect(await enter(id, issued.secret)).not.toHaveProperty('until');
    const { until } = (await enter(id, old.secret)) as Principal;
    expect(until).toBe(Date.parse(earlierSecretsUntil!));
    const end = "UPDATE credentials SET previous = json_set(previous, '$[0].until', '2026-01-01T00:00:00.000Z')";
    await tenant.db.prepare(`${end} WHERE id = ?`).bind(id).run();
    expect(await enter(id, old.secret)).toBeNull();
    expect((await show(id)).earlierSecretsUntil).toBeNull();
  });

  it('[CRED-10] without a grace ends every earlier secret at once', async () => {
    const { id, issued: first } = await made();
    const { issued: second } = await rotated(id, { graceSeconds: 600 });
    const { issued: third, rotatedAt, earlierSecretsUntil } = await rotated(id, { graceSeconds: 0 });
    expect([typeof rotatedAt, earlierSecretsUntil]).toEqual(['string', null]);
    expect(await enter(id, first.secret)).toBeNull();
    expect(await enter(id, second.secret)).toBeNull();
    expect(await enter(id, third.secret)).not.toBeNull();
  });

  it('[CRED-10] gives a day when nothing is said, and never makes an earlier secret live longer', async () => {
    const { id, issued: first } = await made();
    await rotated(id, { graceSeconds: 60 });
    const { earlierSecretsUntil } = await rotated(id);
    expect(Date.parse(earlierSecretsUntil!) - Date.now()).toBeGreaterThan(86_000_000);
    expect(((await enter(id, first.secret)) as Principal).until! - Date.now()).toBeLessThan(60_001);
  });

  it('[CRED-10] keeps four earlier secrets at most, and of rotations at the same time each secret', async () => {
    const { id } = await made();
    const made4 = await Promise.all(Array.from({ length: 4 }, () => rotated(id, { graceSeconds: 60 })));
    for (const { issued } of made4) expect(await enter(id, issued.secret)).not.toBeNull();
    expect(await refusal(await ask('POST', `/${id}/rotate`, {}))).toEqual([409, 'credential_rotated_often']);
    await rotated(id, { graceSeconds: 0 });
    for (const { issued } of made4) expect(await enter(id, issued.secret)).toBeNull();
  });

  it.each([-1, 0.5, 30 * 86_400 + 1])('[CRED-10] a grace of %d seconds is refused', async (graceSeconds) => {
    const { id } = await made();
    const refused = await ask('POST', `/${id}/rotate`, { graceSeconds });
    expect(await refusal(refused)).toEqual([400, 'bad_request', 'json.graceSeconds']);
  });

  it('[CRED-10] of an operator token goes on with the old one too', async () => {
    const { id, issued: old } = await made({ name: 'Ann', kind: 'operator' });
    const { issued } = await rotated(id);
    for (const { token } of [old, issued]) expect((await fetchAs(token, '/api/v1/me')).status).toBe(200);
  });
});

describe('with an idempotency key', () => {
  it('[IDEM-13] a secret is shown once: the repetition has everything but that', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const first = (await (await ask('POST', '', { name: 'LMS' }, headers)).json()) as Shown;
    const again = await ask('POST', '', { name: 'LMS' }, headers);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual({ ...first, issued: null });
    const kept = await tenant.db
      .prepare('SELECT response FROM idempotency_keys WHERE tenant = ?')
      .bind(tenant.id)
      .all();
    expect(JSON.stringify(kept.results)).not.toContain(first.issued.secret);
  });

  it('[IDEM-13] a rotation that is repeated rotates once', async () => {
    const { id } = await made();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const { issued } = (await (await ask('POST', `/${id}/rotate`, {}, headers)).json()) as Shown;
    expect(await (await ask('POST', `/${id}/rotate`, {}, headers)).json()).toMatchObject({ id, issued: null });
    expect(await enter(id, issued.secret)).not.toBeNull();
  });
});
