import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { definitionsOf } from '../../../../domain/statement/definitions.ts';
import { packBatch } from '../../../../domain/statement/pack.ts';
import { prepareStatements } from '../../../../domain/statement/prepare.ts';
import { essenceOf } from '../../../../domain/statement/references.ts';
import { logName, slotName, slotOf } from '../../../../domain/statement/shards/layout.ts';
import type { Statement, StoredStatement } from '../../../../domain/statement/types.ts';
import { VOIDED } from '../../../../domain/statement/verbs.ts';
import type { IdSlot } from '../../../../durable-objects/id-slot/index.ts';
import type { StatementLog } from '../../../../durable-objects/statement-log/index.ts';
import { bindings, migrate, operator, xapi } from '../../testing/support.testing.ts';
import { Chains } from './chains.ts';
import { appendSharded } from './sharded-append.ts';
import { StatementStore } from './store.ts';

const LOGS = 3;
const VERBS = ['did', 'saw', 'said'].map((name) => `https://example.com/${name}`);
const many = new StatementStore(bindings, 'many');
let runs = 0;

beforeAll(async () => {
  await migrate();
});

/** Numbers of a run become ids that no other run has. */
const idOf = (run: number, n: number) =>
  `${String(run).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;

interface Given {
  readonly n: number;
  readonly verb: number;
  readonly refers: number | null;
  readonly voids: boolean;
}

function statementOf(run: number, { n, verb, refers, voids }: Given): Statement {
  const object = { id: `https://example.com/${run}/${n % 3}` };
  return {
    id: idOf(run, n),
    actor: { mbox: `mailto:a${n % 2}.${run}@example.com` },
    verb: { id: voids && refers !== null ? VOIDED : VERBS[verb]! },
    object: refers === null ? object : { objectType: 'StatementRef', id: idOf(run, refers) },
  };
}

const given: fc.Arbitrary<Given> = fc.record({
  n: fc.nat(14),
  verb: fc.nat(2),
  refers: fc.option(fc.nat(14), { freq: 1 }),
  voids: fc.boolean(),
});

const post = async (as: string, batch: readonly Statement[]) => {
  const response = await xapi('/statements', { as, method: 'POST', body: batch });
  return { status: response.status, body: (await response.json()) as unknown };
};

/** Which statements of the run a query finds, through all pages. */
async function found(as: string, run: number, parameters: Record<string, string>): Promise<number[]> {
  const numbers: number[] = [];
  let path = `/statements?${new URLSearchParams({ ...parameters, limit: '4' })}`;
  while (path !== '') {
    const page = (await (await xapi(path, { as })).json()) as { statements: { id: string }[]; more: string };
    const own = page.statements.filter(({ id }) => id.startsWith(idOf(run, 0).slice(0, 8)));
    numbers.push(...own.map(({ id }) => Number(id.slice(-12))));
    path = page.more.replace('/xapi', '');
  }
  return numbers;
}

const queriesOf = (run: number): Record<string, string>[] => [
  ...VERBS.map((verb) => ({ verb, agent: JSON.stringify({ mbox: `mailto:a0.${run}@example.com` }) })),
  ...[0, 1, 2].map((n) => ({ activity: `https://example.com/${run}/${n}` })),
  { agent: JSON.stringify({ mbox: `mailto:a1.${run}@example.com` }), ascending: 'true' },
];

const one = async (as: string, id: string, name = 'statementId') =>
  (await xapi(`/statements?${name}=${id}`, { as })).status;

const slotFor = (id: string) =>
  (bindings.ID_SLOT as DurableObjectNamespace<IdSlot>).getByName(slotName('many', slotOf(id)));

/** What is appended when a Worker does it and not a request. */
function requestOf(statements: readonly object[], authority = { mbox: 'mailto:lrs@example.com' }) {
  const prepared = prepareStatements(statements, { authority, newId: () => crypto.randomUUID() });
  if (!prepared.ok) throw new Error(prepared.error.detail);
  const identity = { tenant: 'many', region: 'eu', log: 'many', homePage: 'https://many.example' };
  const place = () => ({ partition: 0, reading: '' });
  return { identity, prepared: prepared.value, definitions: definitionsOf(prepared.value), place };
}

describe('a store of several logs', { timeout: 30_000 }, () => {
  it('[SHD-6] [SHD-7] [LOG-16] [LOG-18] [REF-1] [LOG-7] answers as one log does: conflicts, repetitions, voidings, references, pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(given, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        fc.nat(3),
        async (batches, growAt) => {
          const run = ++runs;
          for (const [i, list] of batches.entries()) {
            if (i === growAt) many.layout(await many.founding.grow(LOGS));
            const unique = [...new Map(list.map((one) => [one.n, one])).values()];
            const batch = unique.map((one) => statementOf(run, one));
            const [a, b] = [await post('demo-all', batch), await post('many-all', batch)];
            expect(b.status).toBe(a.status);
          }
          for (const query of queriesOf(run)) {
            const sorted = (list: number[]) => list.sort((x, y) => x - y);
            expect(sorted(await found('many-all', run, query))).toEqual(sorted(await found('demo-all', run, query)));
          }
          for (let n = 0; n <= 14; n++) {
            for (const name of ['statementId', 'voidedStatementId']) {
              expect(await one('many-all', idOf(run, n), name)).toBe(await one('demo-all', idOf(run, n), name));
            }
          }
        },
      ),
      { numRuns: 6 },
    );
  }, 120_000);

  it('[SHD-7] spreads batches over its logs, and an equal one sent at the same time is stored once', async () => {
    many.layout(await many.founding.grow(LOGS));
    const run = ++runs;
    const batches = Array.from({ length: 30 }, (_, i) => [
      statementOf(run, { n: i, verb: 0, refers: null, voids: false }),
    ]);
    const answers = await Promise.all([...batches, ...batches].map((batch) => post('many-all', batch)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const holders = await Promise.all(
      [0, 1, 2].map(async (log) => (await many.log(log).texts(batches.map(([statement]) => statement!.id!))).length),
    );
    expect(holders.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(holders.every((count) => count > 0)).toBe(true);
  });

  it('[LOG-18] [REF-3] a chain whose end comes last is found by it, whichever logs its links are in', async () => {
    many.layout(await many.founding.grow(LOGS));
    for (let times = 0; times < 3; times++) {
      const run = ++runs;
      const length = 8;
      for (let n = length - 1; n >= 0; n--) {
        const one = statementOf(run, { n, verb: 0, refers: n === 0 ? null : n - 1, voids: false });
        expect((await post('many-all', [one])).status).toBe(200);
      }
      const all = await found('many-all', run, { activity: `https://example.com/${run}/0` });
      expect(all.sort()).toEqual(Array.from({ length }, (_, n) => n));
    }
  });
  it('[REF-3] what comes while a statement that leads to it is being stored in another log is found through it', async () => {
    many.layout(await many.founding.grow(LOGS));
    const run = ++runs;
    const [end, middle, begin] = [0, 1, 2].map((n) =>
      statementOf(run, { n, verb: n, refers: n === 0 ? null : n - 1, voids: false }),
    ) as [Statement, Statement, Statement];
    expect((await post('many-all', [middle])).status).toBe(200);
    const prepared = prepareStatements(begin, { authority: begin.actor, version: '1.0.3', newId: () => '' });
    if (!prepared.ok) throw new Error(prepared.error.detail);
    const chains = new Chains(many, prepared.value, new Map());
    await chains.follow();
    expect(await chains.followOn()).toEqual([]);
    expect((await post('many-all', [end])).status).toBe(200);
    const [gained] = await chains.followOn();
    expect(gained?.id).toBe(begin.id);
    const own = new Set(Array.from(essenceOf(begin).terms));
    const further = [middle, end].flatMap((one) => Array.from(essenceOf(one).terms)).filter((term) => !own.has(term));
    expect(gained?.terms).toEqual(expect.arrayContaining(further));
    expect(await chains.followOn()).toEqual([]);
  });

  it('[LOG-18] the texts of a log come in pieces that an answer holds', async () => {
    const run = ++runs;
    const long = (n: number): Statement => ({
      ...statementOf(run, { n, verb: 0, refers: null, voids: false }),
      result: { response: 'x'.repeat(450_000) },
    });
    for (const n of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
      expect((await post('demo-all', [long(n)])).status).toBe(200);
    const ids = Array.from({ length: 14 }, (_, n) => idOf(run, n));
    const demo = new StatementStore(bindings, 'demo');
    expect((await demo.founding.texts(ids)).length).toBeLessThan(12);
    const found = [];
    for await (const { id } of demo.texts(0, ids)) found.push(id);
    expect(found).toEqual(ids.slice(0, 12));
  });

  it('[SHD-7] of two that differ under one id one is stored and the other is a conflict', async () => {
    many.layout(await many.founding.grow(LOGS));
    const run = ++runs;
    const variants = [0, 1, 2].map((verb) => [statementOf(run, { n: 1, verb, refers: null, voids: false })]);
    const answers = await Promise.all(variants.map((batch) => post('many-all', batch)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const conflict = answers.find(({ status }) => status === 409)!.body as { conflicts: unknown[] };
    expect(conflict.conflicts).toHaveLength(1);
  });

  it('[READ-6] [EXP-1] are made more by an operator, and exported in the order of stored', async () => {
    const scaled = (logs: number) => operator('/api/v1/statements/logs', 'many-operator', {}, { logs });
    expect((await scaled(LOGS)).status).toBe(200);
    expect((await scaled(2)).status).toBe(400);
    const run = ++runs;
    for (let n = 0; n < 9; n++) {
      await post('many-all', [statementOf(run, { n, verb: 0, refers: null, voids: false })]);
    }
    const listed = (await (await operator('/api/v1/statements/logs', 'many-operator')).json()) as {
      items: { statements: number; rowsWritten: number; partitions: { head: number; position: number }[] }[];
    };
    expect(listed.items).toHaveLength(LOGS);
    for (const { statements, rowsWritten, partitions } of listed.items) {
      expect(rowsWritten).toBeGreaterThan(0);
      expect(Math.max(...partitions.map(({ head }) => head))).toBe(statements);
      for (const { head, position } of partitions) expect(position).toBeLessThanOrEqual(head);
    }
    const accept = { accept: 'application/x-ndjson' };
    const lines = await (await operator('/api/v1/statements/export', 'many-operator', accept)).text();
    const statements = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as StoredStatement);
    expect(statements).toHaveLength(listed.items.reduce((sum, log) => sum + log.statements, 0));
    const stored = statements.map((statement) => statement.stored);
    expect(stored).toEqual(stored.toSorted());
    expect(statements.slice(-9).map(({ id }) => Number(id.slice(-12)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('[LOG-18] what could not be told is told by the alarm, and hearing it twice changes nothing', async () => {
    many.layout(await many.founding.grow(LOGS));
    const run = ++runs;
    const statement = statementOf(run, { n: 1, verb: 0, refers: null, voids: false });
    await post('many-all', [statement]);
    const homes = await Promise.all([0, 1, 2].map((log) => many.log(log).texts([statement.id!])));
    const home = homes.findIndex((texts) => texts.length > 0);
    const other = (bindings.STATEMENT_LOG as DurableObjectNamespace<StatementLog>).getByName(
      logName('many', (home + 1) % LOGS),
    );
    const tell = JSON.stringify({ kind: 'voided', log: home, target: statement.id, by: idOf(run, 2) });
    await runInDurableObject(other, async (_, { storage }) => {
      for (let i = 0; i < 2; i++) storage.sql.exec('INSERT INTO tells (tell) VALUES (?)', tell);
      await storage.setAlarm(Date.now() + 60_000);
    });
    await runDurableObjectAlarm(other);
    expect(await one('many-all', statement.id!)).toBe(404);
    expect(await one('many-all', statement.id!, 'voidedStatementId')).toBe(200);
    await runInDurableObject(other, (_, { storage }) =>
      expect(storage.sql.exec('SELECT count(*) AS n FROM tells').one()).toEqual({ n: 0 }),
    );
  });

  it('[SLOT-4] [LOG-17] a claim whose batch never came is free again, and the batch comes no more', async () => {
    many.layout(await many.founding.grow(LOGS));
    const run = ++runs;
    const id = idOf(run, 1);
    const slot = slotFor(id);
    const next = { claim: 'next', home: 2, defines: false, ids: [id], links: [] };
    await slot.claim('many', { claim: 'lost', home: 1, defines: false, ids: [id], links: [] });
    expect(await runDurableObjectAlarm(slot)).toBe(true);
    expect((await many.slot(slotOf(id)).claim('many', next)).busy).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 5200));
    await runDurableObjectAlarm(slot);
    expect((await many.slot(slotOf(id)).claim('many', next)).busy).toBe(false);
    await many.slot(slotOf(id)).release('next');
    expect(logName('many', 1)).toBe('many-log-1');
  }, 20_000);

  it('[SLOT-4] [LOG-17] what a batch defines is known although who stored it ended before telling', async () => {
    many.layout(await many.founding.grow(LOGS));
    const statement = statementOf(++runs, { n: 1, verb: 0, refers: null, voids: false });
    const activity = { id: `https://example.com/defined/${runs}`, definition: { name: { en: 'Golf' } } };
    const killed = new StatementStore(bindings, 'many');
    const learn = () => Promise.reject(new Error('killed'));
    Object.defineProperty(killed, 'founding', {
      get: () => new Proxy(killed.log(0), { get: (log, name) => (name === 'learn' ? learn : Reflect.get(log, name)) }),
    });
    await expect(appendSharded(killed, requestOf([{ ...statement, object: activity }]))).rejects.toThrow('killed');
    expect(await one('many-all', statement.id!)).toBe(200);
    expect(await many.definitions([activity.id])).toEqual([null]);
    await new Promise((resolve) => setTimeout(resolve, 5200));
    await runDurableObjectAlarm(slotFor(statement.id!));
    expect(await many.definitions([activity.id])).toEqual([JSON.stringify(activity.definition)]);
  }, 20_000);

  it('[LOG-17] a batch that was given up, or whose claim is an hour old, is refused; fences go when they are older', async () => {
    many.layout(await many.founding.grow(LOGS));
    const { identity, prepared, place } = requestOf([
      statementOf(++runs, { n: 1, verb: 0, refers: null, voids: false }),
    ]);
    const home = (bindings.STATEMENT_LOG as DurableObjectNamespace<StatementLog>).getByName(logName('many', 2));
    const append = (claim: string) =>
      many.log(2).append({
        identity: { ...identity, log: logName('many', 2) },
        batch: packBatch(prepared, place),
        sharded: { claim, elsewhere: [], voided: [], tells: [] },
      });
    const hoursAgo = (hours: number) => v7({ msecs: Date.now() - hours * 3_600_000 });
    const fenced = async (claim: string) => {
      expect(await home.settle(claim, [prepared[0]!.id], false)).toBe(false);
      return runInDurableObject(home, (_, { storage }) =>
        storage.sql
          .exec('SELECT claim FROM fences ORDER BY claim')
          .toArray()
          .map((row) => row.claim),
      );
    };
    const [old, recent, now] = [hoursAgo(3), hoursAgo(1.5), v7()];
    expect(await fenced(recent)).toContain(recent);
    expect(await fenced(old)).not.toContain(old);
    expect(await fenced(now)).toEqual(expect.arrayContaining([recent, now]));
    for (const claim of [old, recent, now])
      expect(await append(claim)).toHaveProperty('problem.code', 'too_many_requests');
    expect(await append(v7())).toHaveProperty('added', 1);
  });
});
