import { beforeAll, describe, expect, it } from 'vitest';
import changedSchema from '../../schemas/events/content.enrolment.changed.v1.json';
import revokedSchema from '../../schemas/events/content.play_package.revoked.v1.json';
import { openRegistration } from './registrations.ts';
import { contentOf, findTenant } from './tenants.ts';
import { env, migrate, newTenant, packageRow, rowsOf, type TestTenant } from './world.testing.ts';

beforeAll(migrate);

const JSON_TYPE = { 'content-type': 'application/json' };
const ADA = { name: 'Ada', account: { homePage: 'https://hr.example', name: 'ada' } };

const post = (tenant: TestTenant, path: string, body?: object) =>
  tenant.fetch(path, {
    method: 'POST',
    ...(body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) }),
  });
// biome-ignore lint/suspicious/noExplicitAny: answers are compared by what they hold
const read = async (response: Response | Promise<Response>): Promise<any> => (await response).json();
const listed = async (tenant: TestTenant, query = '') =>
  (await read(tenant.fetch(`/api/v1/packages${query}`))).items.map(({ id }: { id: string }) => id);

/** Keeps events in the outbox, and gives those that a tenant has. */
async function eventsOf(tenant: TestTenant) {
  const { results } = await tenant.db
    .prepare('SELECT event FROM told WHERE tenant = ? ORDER BY rowid')
    .bind(tenant.id)
    .all<{ event: string }>();
  return results.map(({ event }) => JSON.parse(event));
}

/** The outbox is emptied behind the answer; a trigger notes what goes through it. */
async function noteEvents(tenant: TestTenant): Promise<void> {
  await tenant.db.batch([
    tenant.db.prepare('CREATE TABLE IF NOT EXISTS told (tenant TEXT, event TEXT)'),
    tenant.db.prepare(
      'CREATE TRIGGER IF NOT EXISTS tell AFTER INSERT ON outbox BEGIN INSERT INTO told VALUES (new.tenant, new.event); END',
    ),
  ]);
}

describe('packages in a catalogue', () => {
  it('[CAT-1] are found by format, state and activity', async () => {
    const tenant = await newTenant();
    const [a, b] = [await packageRow(tenant), await packageRow(tenant, 'revoked', 'Another')];
    await tenant.db
      .prepare("UPDATE packages SET format = 'cmi5', activity_id = 'https://x.example/other' WHERE id = ?")
      .bind(b)
      .run();
    expect(await listed(tenant, '?format=scorm12')).toEqual([a]);
    expect(await listed(tenant, '?state=revoked')).toEqual([b]);
    expect(await listed(tenant, `?activityId=${encodeURIComponent('https://x.example/c')}`)).toEqual([a]);
    expect(await listed(tenant, '?q=another&format=scorm12')).toEqual([]);
    expect((await tenant.fetch('/api/v1/packages?format=aicc')).status).toBe(400);
  });

  it('[CAT-2] are archived and come back', async () => {
    const tenant = await newTenant();
    const id = await packageRow(tenant);
    const first = await read(post(tenant, `/api/v1/packages/${id}/archive`));
    expect(Date.parse(first.archivedAt)).toBeGreaterThan(0);
    expect((await read(post(tenant, `/api/v1/packages/${id}/archive`))).archivedAt).toBe(first.archivedAt);
    expect(await listed(tenant)).toEqual([]);
    expect(await listed(tenant, '?archived=true')).toEqual([id]);
    expect(await listed(tenant, '?archived=any')).toEqual([id]);
    expect(await read(post(tenant, `/api/v1/packages/${id}/unarchive`))).toMatchObject({ archivedAt: null });
    expect(await listed(tenant)).toEqual([id]);
    expect(await listed(tenant, '?archived=true')).toEqual([]);
    expect((await post(tenant, `/api/v1/packages/${id}x/archive`)).status).toBe(404);
  });

  it('[CAT-3] are revoked once and for good, with a reason that a launch is refused with', async () => {
    const tenant = await newTenant();
    await noteEvents(tenant);
    const id = await packageRow(tenant);
    expect((await post(tenant, `/api/v1/packages/${id}/revoke`, { reason: ' ' })).status).toBe(400);
    const revoked = await read(post(tenant, `/api/v1/packages/${id}/revoke`, { reason: 'Wrong doses on page 3.' }));
    expect(revoked).toMatchObject({ state: 'revoked', revocation: { reason: 'Wrong doses on page 3.' } });
    const again = await read(post(tenant, `/api/v1/packages/${id}/revoke`, { reason: 'Another' }));
    expect(again.revocation).toEqual(revoked.revocation);
    const [event, ...more] = await eventsOf(tenant);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: 'content.play_package.revoked.v1', subject: id });
    expect(Object.keys(event.data).sort()).toEqual(Object.keys(revokedSchema.properties).sort());
    const wish = { tenant: tenant.id, packageId: id, learner: ADA, restart: false };
    const opened = await openRegistration(contentOf(env, tenant), (await findTenant(env, tenant.id))!, wish);
    expect(opened).toMatchObject({ problem: { code: 'package_revoked', detail: expect.stringContaining('doses') } });
    const building = await packageRow(tenant);
    await tenant.db.prepare("UPDATE packages SET state = 'building' WHERE id = ?").bind(building).run();
    expect((await post(tenant, `/api/v1/packages/${building}/revoke`, { reason: 'x' })).status).toBe(409);
  });
});

describe('an enrolment', () => {
  it('[ENR-1] [ENR-2] [ENR-5] is made once, with its learner, and told once', async () => {
    const tenant = await newTenant();
    await noteEvents(tenant);
    const packageId = await packageRow(tenant);
    const wish = { packageId, learner: ADA, dueAt: '2030-03-01T01:00:00+01:00' };
    const answers = await Promise.all([1, 2, 3].map(() => post(tenant, '/api/v1/enrolments', wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const made = await Promise.all(answers.map(read));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made[0]).toMatchObject({ dueAt: '2030-03-01T00:00:00.000Z', learner: { name: 'Ada' }, state: 'enrolled' });
    expect(await read(post(tenant, '/api/v1/enrolments', { packageId, learner: ADA }))).toEqual(made[0]);
    expect([await rowsOf(tenant, 'learners'), await rowsOf(tenant, 'enrolments')]).toEqual([1, 1]);
    const events = await eventsOf(tenant);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'content.enrolment.changed.v1',
      subject: made[0].id,
      data: { change: 'created', learnerId: made[0].learner.id, packageId, dueAt: made[0].dueAt },
    });
    expect(Object.keys(events[0].data).sort()).toEqual(Object.keys(changedSchema.properties).sort());
  });

  it('[ENR-3] shows how far the learner is', async () => {
    const tenant = await newTenant();
    const packageId = await packageRow(tenant);
    const { id } = await read(post(tenant, '/api/v1/enrolments', { packageId, learner: ADA }));
    const record = (await findTenant(env, tenant.id))!;
    const wish = { tenant: tenant.id, packageId, learner: ADA, restart: false };
    await openRegistration(contentOf(env, tenant), record, wish);
    const second = await openRegistration(contentOf(env, tenant), record, { ...wish, restart: true });
    const shown = await read(tenant.fetch(`/api/v1/enrolments/${id}`));
    expect(shown).toMatchObject({ state: 'created', registration: 'registration' in second && second.registration });
    const other = await packageRow(tenant);
    await post(tenant, '/api/v1/enrolments', { packageId: other, learner: ADA });
    const of = async (query: string) =>
      (await read(tenant.fetch(`/api/v1/enrolments?${query}`))).items.map(
        (item: { packageId: string }) => item.packageId,
      );
    expect(await of(`learnerId=${shown.learner.id}`)).toEqual([other, packageId]);
    expect(await of(`packageId=${other}`)).toEqual([other]);
    const page = await read(tenant.fetch('/api/v1/enrolments?limit=1'));
    expect(await of(`cursor=${page.next}`)).toEqual([packageId]);
  });

  it('[ENR-4] [ENR-5] changes its date, and is removed', async () => {
    const tenant = await newTenant();
    await noteEvents(tenant);
    const { id } = await read(
      post(tenant, '/api/v1/enrolments', { packageId: await packageRow(tenant), learner: ADA }),
    );
    const patch = (dueAt: string | null) =>
      tenant.fetch(`/api/v1/enrolments/${id}`, {
        method: 'PATCH',
        headers: JSON_TYPE,
        body: JSON.stringify({ dueAt }),
      });
    expect((await read(patch('2030-01-01T00:00:00Z'))).dueAt).toBe('2030-01-01T00:00:00.000Z');
    expect((await read(patch('2030-01-01T00:00:00Z'))).dueAt).toBe('2030-01-01T00:00:00.000Z');
    expect((await patch('tomorrow')).status).toBe(400);
    expect((await tenant.fetch(`/api/v1/enrolments/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await tenant.fetch(`/api/v1/enrolments/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await eventsOf(tenant)).map(({ data }) => data.change)).toEqual(['created', 'changed', 'removed']);
    expect(await rowsOf(tenant, 'learners')).toBe(1);
  });

  it('[ENR-6] needs a package that is there and not revoked', async () => {
    const tenant = await newTenant();
    const codeOf = async (packageId: string) =>
      (await read(post(tenant, '/api/v1/enrolments', { packageId, learner: ADA }))).code;
    expect(await codeOf(`${tenant.id}-pkg-none`)).toBe('not_found');
    expect(await codeOf(await packageRow(tenant, 'revoked'))).toBe('package_revoked');
    expect([await rowsOf(tenant, 'enrolments'), await rowsOf(tenant, 'learners')]).toEqual([0, 0]);
  });
});
