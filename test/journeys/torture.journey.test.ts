import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StatementSource } from '../../bench/load/statements.ts';
import { objectFile } from '../../bench/server/files.ts';
import { Random } from '../fuzz/random.ts';
import { Lrs, WITH_STORES } from '../support/lrs.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { walk } from '../torture/check.ts';
import { Findings } from '../torture/findings.ts';
import { Ledger } from '../torture/ledger.ts';
import { send } from '../torture/load.ts';
import { compareWithLog } from '../torture/rebuild.ts';
import { torture } from '../torture/torture.ts';

/** A little of what `npm run torture` does at length. */
const PLAN = { tenant: 'demo', rounds: 3, seed: 20_260_131 };
/** Three starts take half a minute on a busy machine. */
const TIMEOUT_MS = 240_000;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack(WITH_STORES);
});
afterAll(() => stack?.stop());

it(
  '[LOG-6] [PIPE-1] whenever a server is killed under load, it has what it acknowledged, once, and projects it once',
  async () => {
    const { findings, acknowledged } = await torture(stack, PLAN);
    expect(findings.examples).toEqual([]);
    expect(findings.total).toBe(0);
    expect(acknowledged).toBeGreaterThan(100);
  },
  TIMEOUT_MS,
);

it(
  'the torture notices when the newest block of a log is gone',
  async () => {
    const tenant = 'acme';
    const source = new StatementSource({ tenant, homePage: `https://lectern.localhost/tenants/${tenant}` });
    const parties = { lrs: new Lrs(stack, tenant), ledger: new Ledger(source), findings: new Findings() };
    const { ledger, findings } = parties;
    for (let i = 0; i < 3; i++) {
      const own = Array.from({ length: 20 }, () => ledger.next());
      await send(parties, new Random(i, 0), { own, statements: own, conflicts: false });
    }
    const compare = () => compareWithLog(parties, { ...stack, tenant: stack.tenants[tenant]! });
    expect(await compare()).toMatchObject({ statements: 60 });
    expect(findings.examples).toEqual([]);
    await stack.kill();
    const gone = forgetNewestBlock(objectFile(stack.stateDir, 'lectern-progress-StatementLog', tenant));
    await stack.startAgain();
    await compare();
    expect(findings.counts).toMatchObject({ lost: gone, doubled: 0, changed: 0, strange: 0, broken: 0 });
    expect(findings.counts.differences).toBeGreaterThan(0);
    await walk(parties, undefined);
    expect(findings.counts.lost).toBe(2 * gone);
  },
  TIMEOUT_MS,
);

it('a look that cannot be ended is a finding of the torture, which is told with what it counted', async () => {
  const { findings, kills } = await torture({ ...stack, url: 'http://127.0.0.1:1' }, PLAN);
  expect(findings.counts.broken).toBe(1);
  expect(findings.total).toBe(1);
  expect(findings.examples[0]).toMatch(/^broken: .*fetch failed/);
  expect(kills).toBe(0);
});

/** How many statements are gone with it. */
function forgetNewestBlock(file: string): number {
  const database = new DatabaseSync(file);
  try {
    const newest = 'DELETE FROM blocks WHERE first = (SELECT max(first) FROM blocks) RETURNING n';
    return (database.prepare(newest).get() as { n: number }).n;
  } finally {
    database.close();
  }
}
