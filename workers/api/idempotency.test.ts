import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSeed } from '../../scripts/seed-sql.mjs';
import type { ApiRpc, IdempotencyStart } from '../shared/rpc.ts';
import { idempotencyBegin, idempotencyEnd, KEY_TTL_SECONDS, LEASE_SECONDS } from './idempotency.ts';
import type { ImportBody } from './imports/schema.ts';
import { contentOf } from './tenants.ts';
import { course, env, fetchAs, migrate, newTenant, rowsOf, run, send, type TestTenant, ZIP } from './world.testing.ts';

let tenant: TestTenant;
const content = () => contentOf(env, tenant);
const stored = { status: 201, headers: { location: '/x' }, body: '{}' };
let keys = 0;
const newKey = () => `key-${++keys}`;
const begin = (key: string, fingerprint = 'f', now?: number) =>
  idempotencyBegin(content(), { key, fingerprint }, now) as Promise<IdempotencyStart & { lease: string }>;

beforeAll(async () => {
  await migrate();
  tenant = await newTenant();
});

describe('the exchange', () => {
  it('[IDEM-1] a repetition is answered with what the first request was answered', async () => {
    const key = newKey();
    const { lease } = await begin(key);
    await idempotencyEnd(content(), { key, lease, response: stored });
    expect(await begin(key)).toEqual({ state: 'done', response: stored });
  });

  it('[IDEM-2] another request with the same key is refused, before and after the first has ended', async () => {
    const key = newKey();
    const { lease } = await begin(key, 'one');
    expect(await begin(key, 'two')).toMatchObject({ problem: { code: 'idempotency_key_reused' } });
    await idempotencyEnd(content(), { key, lease, response: stored });
    expect(await begin(key, 'two')).toMatchObject({ problem: { code: 'idempotency_key_reused' } });
  });

  it('[IDEM-3] of requests at the same time one runs and the others are told to wait', async () => {
    const key = newKey();
    const all = await Promise.all(Array.from({ length: 6 }, () => begin(key)));
    expect(all.filter((one) => one.state === 'new')).toHaveLength(1);
    const refused = all.filter((one) => 'problem' in one);
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ problem: { code: 'idempotency_key_in_flight' } });
  });

  it('[IDEM-4] a request that made nothing gives its key back', async () => {
    const key = newKey();
    const { lease } = await begin(key);
    await idempotencyEnd(content(), { key, lease, response: null });
    expect(await begin(key, 'another')).toMatchObject({ state: 'new' });
  });

  it('[IDEM-5] a request that never ended loses its key to a repetition, and its late end has no effect', async () => {
    const key = newKey();
    const dead = await begin(key);
    const later = Date.now() + LEASE_SECONDS * 1000 + 1000;
    expect(await begin(key, 'other', later)).toMatchObject({ problem: { code: 'idempotency_key_reused' } });
    const heir = await begin(key, 'f', later);
    expect(heir.state).toBe('new');
    await idempotencyEnd(content(), { key, lease: dead.lease, response: stored });
    await idempotencyEnd(content(), { key, lease: dead.lease, response: null });
    expect(await begin(key, 'f', later)).toMatchObject({ problem: { code: 'idempotency_key_in_flight' } });
    await idempotencyEnd(content(), { key, lease: heir.lease, response: { ...stored, status: 202 } });
    expect(await begin(key, 'f', later)).toMatchObject({ state: 'done', response: { status: 202 } });
  });

  it('[IDEM-6] a key is free again when its time is over', async () => {
    const key = newKey();
    const { lease } = await begin(key);
    await idempotencyEnd(content(), { key, lease, response: stored });
    await begin(newKey());
    const later = Date.now() + KEY_TTL_SECONDS * 1000 + 1000;
    expect(await begin(key, 'other', later)).toMatchObject({ state: 'new' });
    expect(await rowsOf(tenant, 'idempotency_keys')).toBe(1);
  });

  it('[IDEM-7] a key is 1 to 255 visible characters', async () => {
    for (const key of ['', ' a', 'a ', 'ä', 'a\n', 'x'.repeat(256)]) {
      expect(await begin(key), key).toMatchObject({ problem: { code: 'idempotency_key_invalid' } });
    }
    expect(await begin('x'.repeat(255))).toMatchObject({ state: 'new' });
  });

  it('[IDEM-8] tenants do not share keys, and other Workers use the same ones', async () => {
    const rpc = exports.ApiRpc as unknown as ApiRpc;
    const other = await newTenant('us');
    const key = newKey();
    const mine = await rpc.idempotencyBegin({ tenant: tenant.id, key, fingerprint: 'f' });
    if (!('state' in mine) || mine.state !== 'new') throw new Error('not new');
    await rpc.idempotencyEnd({ tenant: tenant.id, key, lease: mine.lease, response: stored });
    expect(await begin(key)).toEqual({ state: 'done', response: stored });
    expect(await rpc.idempotencyBegin({ tenant: other.id, key, fingerprint: 'f' })).toMatchObject({ state: 'new' });
    const nobody = await rpc.idempotencyBegin({ tenant: 'nobody', key, fingerprint: 'f' });
    expect(nobody).toMatchObject({ problem: { code: 'not_found' } });
    await rpc.idempotencyEnd({ tenant: 'nobody', key, lease: 'x', response: null });
  });
});

describe('over HTTP', () => {
  const post = (mine: TestTenant, key: string, body: BodyInit, query = '?filename=a.zip') =>
    mine.fetch(`/api/v1/imports${query}`, { method: 'POST', body, headers: { ...ZIP, 'idempotency-key': key } });

  it('[IDEM-9] an import that is sent twice with one key is one import', async () => {
    const mine = await newTenant();
    const zip = await course();
    const first = await post(mine, 'k', zip);
    const begun = (await first.json()) as ImportBody;
    const second = await post(mine, 'k', zip);
    expect(second.status).toBe(202);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(((await second.json()) as ImportBody).id).toBe(begun.id);
    expect(await rowsOf(mine, 'imports')).toBe(1);
    expect((await post(mine, 'k', zip, '?filename=b.zip')).status).toBe(422);
    expect((await post(mine, 'other', zip)).headers.get('idempotency-replayed')).toBeNull();
  });

  it('[IDEM-10] a refusal keeps no key, and without a key nothing is kept', async () => {
    const mine = await newTenant();
    expect((await post(mine, 'k', 'no archive')).status).toBe(422);
    expect((await post(mine, 'k', await course())).status).toBe(202);
    await send(mine, await course());
    expect(await rowsOf(mine, 'idempotency_keys')).toBe(1);
    expect((await post(mine, 'ü'.slice(0, 0), await course())).status).toBe(400);
  });

  it('[IDEM-11] another credential never gets the answer, also for the same request', async () => {
    const mine = await newTenant();
    const zip = await course();
    const operatorToken = mine.operatorToken.replace(/.\./, (end) => (end === '0.' ? '1.' : '0.'));
    await run(mine.db, tenantSeed({ tenant: mine.id, name: mine.id, region: mine.region, operatorToken }).contentSql);
    const colleague = { ...mine, fetch: (path: string, init?: RequestInit) => fetchAs(operatorToken, path, init) };
    expect((await post(mine, 'k', zip)).status).toBe(202);
    const theirs = await post(colleague, 'k', zip);
    expect([theirs.status, (await theirs.json()) as object]).toMatchObject([422, { code: 'idempotency_key_reused' }]);
    expect((await post(colleague, 'other', zip)).status).toBe(202);
    expect((await post(mine, 'k', zip)).headers.get('idempotency-replayed')).toBe('true');
  });

  it('[IDEM-12] a body without its length is not taken for another one', async () => {
    const mine = await newTenant();
    const zip = await course();
    const unmeasured = () => new Blob([zip]).stream().pipeThrough(new TransformStream());
    expect((await post(mine, 'k', unmeasured())).status).toBe(202);
    expect((await post(mine, 'k', unmeasured())).status).toBe(422);
    expect(await rowsOf(mine, 'imports')).toBe(1);
  });
});
