import { runDurableObjectAlarm } from 'cloudflare:test';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { makeId } from '../../../domain/kernel/ids.ts';
import { partitionOf } from '../../../domain/projection/learner.ts';
import { VOIDED } from '../../../domain/statement/verbs.ts';
import { stubOf } from '../testing/log.testing.ts';
import { bindings, eventually, LEARNER, lifeStatement, migrate, operator, xapi } from '../testing/support.testing.ts';
import { rebuildSome } from './rebuild.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const databases = [bindings.PROGRESS_EU_00, bindings.PROGRESS_EU_01];
const OTHER = makeId('demo', 'lrn', '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6c');

const post = async (...statements: object[]) =>
  expect((await xapi('/statements', { method: 'POST', body: statements })).status).toBe(200);

interface Row {
  readonly learner: string;
  readonly facts: string;
  readonly attempts: string;
  readonly completion: string | null;
}

async function rows(tenant = 'demo'): Promise<Row[]> {
  const query = 'SELECT learner, registration, activity, facts, attempts, completion FROM facts WHERE tenant = ?1';
  const found = await Promise.all(databases.map((db) => db.prepare(query).bind(tenant).all<Row>()));
  return found.flatMap(({ results }) => results).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

async function rebuild(compareOnly: boolean) {
  return eventually(
    async () =>
      (await (await operator('/api/v1/projections/rebuild', 'demo-operator', {}, { compareOnly })).json()) as {
        done: boolean;
        told: number;
        of: number;
        records: number;
        differing: number;
        named: Row[];
      },
    ({ done }) => done,
  );
}

describe('telling records anew', () => {
  it('[REB-1] [REB-2] [REB-3] gives what is there; what was spoilt or lost is named, and replaced when asked', async () => {
    const registrations = [crypto.randomUUID(), crypto.randomUUID()];
    const voided = lifeStatement('completed', { registration: registrations[1]! });
    await post(
      ...registrations.flatMap((registration) => [
        lifeStatement('initialized', { registration }),
        lifeStatement('passed', { registration, learner: OTHER, result: { completion: true, score: { scaled: 1 } } }),
      ]),
      voided,
    );
    const marks = "SELECT coalesce(sum(json_array_length(facts, '$.marks')), 0) AS n FROM facts";
    const projected = async () =>
      (await Promise.all(databases.map((db) => db.prepare(marks).first<number>('n')))).reduce<number>(
        (a, b) => a + b!,
        0,
      );
    await eventually(projected, (n) => n === 5);
    await post({
      ...lifeStatement('scored', { registration: registrations[0]! }),
      verb: { id: VOIDED },
      object: { objectType: 'StatementRef', id: voided.id },
    });
    await eventually(
      async () => (await rows()).filter(({ facts }) => facts.includes('[1,')),
      (list) => list.length === 1,
    );
    await runDurableObjectAlarm(stubOf('demo'));
    const before = await rows();
    expect(await rebuild(true)).toMatchObject({ done: true, records: 4, differing: 0, named: [] });
    expect(await rows()).toEqual(before);

    for (const db of databases) {
      await db.prepare(`UPDATE facts SET attempts = '[]' WHERE learner = ?1`).bind(OTHER).run();
      await db
        .prepare('DELETE FROM facts WHERE learner = ?1 AND registration = ?2')
        .bind(LEARNER, registrations[0])
        .run();
    }
    const spoilt = await rows();
    const compared = await rebuild(true);
    expect(compared).toMatchObject({ records: 3, differing: 3 });
    expect(new Set(compared.named.map(({ learner }) => learner))).toEqual(new Set([LEARNER, OTHER]));
    expect(await rows()).toEqual(spoilt);
    expect(await rebuild(false)).toMatchObject({ differing: 3 });
    expect(await rows()).toEqual(before);
    expect(await rebuild(false)).toMatchObject({ differing: 0 });
    expect(await rows('~demo')).toEqual([]);

    await post(lifeStatement('terminated', { registration: registrations[0]! }));
    await eventually(projected, (n) => n === 6);
    expect(await rebuild(true)).toMatchObject({ records: 4, differing: 0 });
  }, 30_000);

  it('[REB-4] what is voided after it was told anew does not come back', async () => {
    const learners = Array.from({ length: 20 }, () => makeId('demo', 'lrn', crypto.randomUUID()));
    const learner = learners.find((id) => partitionOf('demo', id) === 0)!;
    const done = lifeStatement('completed', { registration: crypto.randomUUID(), learner });
    await post(done, lifeStatement('completed', { registration: crypto.randomUUID(), learner: OTHER }));
    const known = async () => (await rows()).filter((row) => row.learner === learner && row.completion !== null).length;
    await eventually(known, (n) => n === 1);
    const killed = (name: string) => ({
      voidings: () => stubOf(name).voidings(),
      reread: (partition: number, after: number, upTo: number) => {
        if (partition === 1) throw new Error('killed');
        return stubOf(name).reread(partition, after, upTo);
      },
    });
    const env = { ...bindings, STATEMENT_LOG: { getByName: killed } } as unknown as ProgressEnv;
    await expect(rebuildSome(env, { tenant: 'demo', region: 'eu', compareOnly: false })).rejects.toThrow('killed');
    await post({
      ...lifeStatement('scored', { registration: crypto.randomUUID(), learner: OTHER }),
      verb: { id: VOIDED },
      object: { objectType: 'StatementRef', id: done.id },
    });
    await eventually(known, (n) => n === 0);
    expect(await rebuild(false)).toMatchObject({ done: true, differing: 0 });
    expect(await known()).toBe(0);
  }, 30_000);

  it('[REB-1] what was begun before the projection itself began anew is given up; it is for operators', async () => {
    for (const db of databases) await db.prepare("INSERT INTO watermarks VALUES ('~demo', 'demo', 1000)").run();
    expect(await rebuild(true)).toMatchObject({ done: true, differing: 0 });
    expect((await operator('/api/v1/projections/rebuild', 'nobody', {}, {})).status).toBe(401);
    expect((await operator('/api/v1/projections/rebuild', 'demo-operator', {}, { compareOnly: 'x' })).status).toBe(400);
  });
});
