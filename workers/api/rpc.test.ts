import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiRpc, RegistrationRecord } from '../shared/rpc.ts';
import { migrate, newTenant, packageRow, type TestTenant } from './world.testing.ts';

const rpc = exports.ApiRpc as unknown as ApiRpc;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  await migrate();
  tenant = await newTenant('eu');
  other = await newTenant('us');
});

const ann = { name: 'Ann', account: { homePage: 'https://hr.example', name: 'ann' } };
const open = async (packageId: string, more: object = {}) =>
  (await rpc.openRegistration({
    tenant: tenant.id,
    packageId,
    learner: ann,
    restart: false,
    ...more,
  })) as RegistrationRecord;

describe('credentials', () => {
  it('[CRED-1] a bearer token stands for its tenant, region, name and scopes', async () => {
    const principal = await rpc.authenticate({ scheme: 'bearer', token: tenant.operatorToken });
    const credential = tenant.operatorToken.split('.')[0];
    const known = { tenant: tenant.id, region: 'eu', credential, name: 'Operator', scopes: ['operator'] };
    expect(principal).toMatchObject(known);
  });

  it('[CRED-2] an xAPI client is known by its key and secret, in the region of its tenant', async () => {
    const principal = await rpc.authenticate({ scheme: 'basic', ...other.xapi });
    expect(principal).toMatchObject({ tenant: other.id, region: 'us', scopes: ['all'] });
  });

  it('[CRED-3] what is malformed, unknown, wrong or of the other scheme stands for nobody', async () => {
    const [id, secret] = tenant.operatorToken.split('.') as [string, string];
    const tokens = ['', '.', id, `${id}.`, `${id}.${secret}x`, `${id}.${secret.slice(1)}`, `${secret}.${id}`];
    tokens.push(tenant.operatorToken.replace(tenant.id, other.id), tenant.operatorToken.replace(tenant.id, 'nobody'));
    tokens.push(`${tenant.xapi.key}.${tenant.xapi.secret}`, `${id}.${'x'.repeat(100_000)}`);
    for (const token of tokens) expect(await rpc.authenticate({ scheme: 'bearer', token }), token).toBeNull();
    expect(await rpc.authenticate({ scheme: 'basic', key: id, secret })).toBeNull();
  });

  it('[CRED-4] a withdrawn credential stands for nobody', async () => {
    const gone = await newTenant('eu');
    await gone.db.prepare("UPDATE credentials SET revoked_at = '2026-01-01' WHERE tenant = ?").bind(gone.id).run();
    expect(await rpc.authenticate({ scheme: 'bearer', token: gone.operatorToken })).toBeNull();
  });

  it('[CRED-5] the secret is nowhere in the database', async () => {
    const rows = await tenant.db.prepare('SELECT * FROM credentials WHERE tenant = ?').bind(tenant.id).all();
    const text = JSON.stringify(rows.results);
    expect(text).not.toContain(tenant.operatorToken.split('.')[1]);
    expect(text).not.toContain(tenant.xapi.secret);
  });
});

describe('tenants and learners', () => {
  it('[TEN-1] a tenant is found by its id', async () => {
    const homePage = `https://lectern.localhost/tenants/${tenant.id}`;
    expect(await rpc.tenant(tenant.id)).toEqual({ id: tenant.id, name: `Tenant ${tenant.id}`, region: 'eu', homePage });
    expect(await rpc.tenant('nobody')).toBeNull();
    expect(await rpc.tenant("x'; DROP")).toBeNull();
  });

  it('[TEN-2] what belongs to another tenant is not there', async () => {
    const packageId = await packageRow(tenant);
    const { learner } = await open(packageId);
    expect(await rpc.learner(tenant.id, learner.id)).toEqual(learner);
    expect(await rpc.learner(other.id, learner.id)).toBeNull();
    expect(await rpc.package(other.id, packageId)).toBeNull();
    const foreign = await rpc.openRegistration({ tenant: other.id, packageId, learner: ann, restart: false });
    expect(foreign).toMatchObject({ problem: { code: 'not_found' } });
    expect(await rpc.learner('nobody', learner.id)).toBeNull();
  });
});

describe('registrations', () => {
  it('[REG-1] a registration is made once; opening it again finds it, with the name given last', async () => {
    const packageId = await packageRow(tenant);
    const first = await open(packageId);
    expect(first).toMatchObject({ tenant: tenant.id, packageId, take: 1, created: true, learner: { name: 'Ann' } });
    expect(first.learner.id).toMatch(new RegExp(`^${tenant.id}-lrn-`));
    const again = await open(packageId, { learner: { ...ann, name: 'Ann Lee' } });
    expect(again).toEqual({ ...first, created: false, learner: { id: first.learner.id, name: 'Ann Lee' } });
    const elsewhere = await open(await packageRow(tenant));
    expect(elsewhere.learner.id).toBe(first.learner.id);
    expect(elsewhere.registration).not.toBe(first.registration);
  });

  it('[REG-2] calls at the same time make one learner and one registration', async () => {
    const packageId = await packageRow(tenant);
    const learner = { name: 'Bo', account: { homePage: 'https://hr.example', name: `bo-${crypto.randomUUID()}` } };
    const all = await Promise.all(Array.from({ length: 8 }, () => open(packageId, { learner })));
    expect(new Set(all.map((r) => r.registration)).size).toBe(1);
    expect(all.filter((r) => r.created)).toHaveLength(1);
    const learners = await tenant.db.prepare("SELECT * FROM learners WHERE tenant = ? AND name = 'Bo'").bind(tenant.id);
    expect((await learners.all()).results).toHaveLength(1);
  });

  it('[REG-3] a restart opens the next take, and that one is found from then on', async () => {
    const packageId = await packageRow(tenant);
    const first = await open(packageId);
    const second = await open(packageId, { restart: true });
    expect(second).toMatchObject({ take: 2, created: true, learner: first.learner });
    expect(await open(packageId)).toMatchObject({ registration: second.registration, created: false });
  });

  it('[REG-4] a package that is unknown, not built or cannot be played is refused, and no learner is made', async () => {
    const learner = { name: 'Cy', account: { homePage: 'https://hr.example', name: 'cy' } };
    const revoked = await packageRow(tenant, 'revoked');
    expect(await open(revoked, { learner })).toMatchObject({ problem: { code: 'package_revoked' } });
    const later = await packageRow(tenant, 'built', 'A course', 'scorm2004-4');
    expect(await open(later, { learner })).toMatchObject({
      problem: { code: 'format_not_playable', detail: expect.stringContaining('import it again') },
    });
    expect(await open('nothing', { learner })).toMatchObject({ problem: { code: 'not_found' } });
    const rows = await tenant.db.prepare("SELECT * FROM learners WHERE name = 'Cy'").all();
    expect(rows.results).toEqual([]);
  });

  it("[REG-5] Lectern's own account of a learner means that learner", async () => {
    const packageId = await packageRow(tenant);
    const first = await open(packageId);
    const homePage = `https://lectern.localhost/tenants/${tenant.id}`;
    const own = await open(packageId, { learner: { name: 'Ann', account: { homePage, name: first.learner.id } } });
    expect(own).toMatchObject({ registration: first.registration, created: false });
    const strange = await open(packageId, { learner: { name: 'D', account: { homePage, name: 'someone' } } });
    expect(strange.learner.id).not.toBe(first.learner.id);
  });

  it('[REG-6] lists go from the newest to the oldest in pages, by learner and by package', async () => {
    const mine = await newTenant('eu');
    const packages = [await packageRow(mine, 'built', 'One'), await packageRow(mine, 'built', 'Two')];
    const made: RegistrationRecord[] = [];
    for (const packageId of packages) {
      for (const name of ['a', 'b']) {
        const learner = { name, account: { homePage: 'https://hr.example', name } };
        made.unshift(
          (await rpc.openRegistration({ tenant: mine.id, packageId, learner, restart: false })) as RegistrationRecord,
        );
      }
    }
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await rpc.listRegistrations({ tenant: mine.id, limit: 3, ...(cursor && { cursor }) });
      if ('problem' in page) throw new Error(page.problem.detail);
      all.push(...page.items.map((item) => item.registration));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const order = [...made].sort((a, b) => (a.createdAt + a.registration < b.createdAt + b.registration ? 1 : -1));
    expect(all).toEqual(order.map((r) => r.registration));
    const byPackage = await rpc.listRegistrations({ tenant: mine.id, limit: 10, packageId: packages[0]! });
    expect(byPackage).toMatchObject({ next: null, items: [{ packageTitle: 'One' }, { packageTitle: 'One' }] });
    const byLearner = await rpc.listRegistrations({ tenant: mine.id, limit: 10, learnerId: made[0]!.learner.id });
    expect(byLearner).toMatchObject({ items: [{ learner: { name: 'b' } }, { learner: { name: 'b' } }] });
    expect(await rpc.listRegistrations({ tenant: other.id, limit: 10 })).toEqual({ items: [], next: null });
    const bad = await rpc.listRegistrations({ tenant: mine.id, limit: 10, cursor: 'nonsense' });
    expect(bad).toMatchObject({ problem: { code: 'invalid_cursor' } });
  });

  it('[REG-7] the state of a session is kept unless a newer one is known', async () => {
    const packageId = await packageRow(tenant);
    const { registration } = await open(packageId);
    const note = (state: 'active' | 'completed' | 'suspended', version: number) =>
      rpc.noteRegistration({ tenant: tenant.id, registration, state, version });
    await note('active', 2);
    await note('completed', 5);
    await note('suspended', 4);
    const page = await rpc.listRegistrations({ tenant: tenant.id, packageId, limit: 1 });
    expect(page).toMatchObject({ items: [{ registration, state: 'completed' }] });
  });
});

describe('signing keys', () => {
  it('[KEY-1] a tenant has one key to begin with, which stays, and which no other tenant has', async () => {
    const [first, second] = await Promise.all([rpc.signingKeys(tenant.id), rpc.signingKeys(tenant.id)]);
    expect(first.keys).toHaveLength(1);
    expect(second).toEqual(first);
    expect(first.keys[0]!.kid).toMatch(new RegExp(`^${tenant.id}-key-`));
    expect(first.keys[0]!.secret).toHaveLength(32);
    const theirs = await rpc.signingKeys(other.id);
    expect(theirs.keys[0]!.secret).not.toEqual(first.keys[0]!.secret);
  });

  it('[KEY-2] an unknown tenant has none', async () => {
    expect(await rpc.signingKeys('nobody')).toEqual({ keys: [] });
  });
});
