import { ProjectionReader } from '../../bench/server/projection.ts';
import type { ProjectionRebuild } from '../../cli/wire.ts';
import { isProjected, packReading, unpackReadings, voidReading } from '../../domain/projection/packed.ts';
import { byKey, project } from '../../domain/projection/project.ts';
import { attemptsText, completionText, factsText } from '../../domain/projection/stored.ts';
import type { StoredStatement } from '../../domain/statement/types.ts';
import type { Json } from '../support/client.ts';
import { pause, type Tenant } from '../support/stack.ts';
import { saysTheSame } from './check.ts';
import { isVoiding } from './ledger.ts';
import type { Parties } from './load.ts';

/** The projector is seconds behind at most; whoever never gets there is wrong. Of a log that is wrong nothing is awaited. */
const CATCH_UP_MS = 90_000;
const LOOK_MS = 200;

/** What is projected, where it lies. */
export interface Projected {
  readonly url: string;
  readonly stateDir: string;
  readonly tenant: Tenant;
}

/**
 * Reads the whole log (an export: voided statements too), holds it against everything that was acknowledged, folds it from
 * nothing and waits until the rows in D1 are the same. Then the server's own rebuild has to find the same. How many statements and rows that were, and how long it took.
 */
export async function compareWithLog(
  { ledger, findings }: Pick<Parties, 'ledger' | 'findings'>,
  projected: Projected,
): Promise<{ statements: number; rows: number; waitedMs: number }> {
  const before = findings.total;
  const statements = await exported(projected);
  const ids = new Set<string>();
  for (const statement of statements) {
    const sent = ledger.stored.get(statement.id);
    if (ids.has(statement.id)) findings.add('doubled', `${statement.id} in the log`);
    else if (sent === undefined) findings.add('strange', `${statement.id} in the log`);
    else if (!saysTheSame(statement, sent)) findings.add('changed', `${statement.id} in the log`);
    ids.add(statement.id);
  }
  for (const id of ledger.stored.keys()) if (!ids.has(id)) findings.add('lost', `${id} is not in the log`);
  const expected = folded(statements, projected.tenant.tenant);
  const patienceMs = findings.total === before ? CATCH_UP_MS : 0;
  const began = performance.now();
  for (;;) {
    const differences = differencesOf(expected, rowsOf(projected));
    const waitedMs = Math.round(performance.now() - began);
    if (differences.length > 0 && waitedMs < patienceMs) {
      await pause(LOOK_MS);
      continue;
    }
    for (const difference of differences) findings.add('differences', difference);
    const { records, differing, named } = await comparedByServer(projected);
    if (differing > 0)
      findings.add('differences', `the rebuild has ${differing} rows otherwise: ${JSON.stringify(named)}`);
    if (records !== expected.size) findings.add('differences', `the rebuild has ${records} rows, not ${expected.size}`);
    return { statements: statements.length, rows: expected.size, waitedMs };
  }
}

/** What `lectern projections rebuild --compare` asks for, until it is done. */
async function comparedByServer({ url, tenant }: Projected): Promise<ProjectionRebuild> {
  const headers = { authorization: `Bearer ${tenant.operatorToken}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ compareOnly: true });
  for (;;) {
    const answer = await fetch(`${url}/api/v1/projections/rebuild`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`rebuild: ${answer.status} ${await answer.text()}`);
    const state: ProjectionRebuild = await answer.json();
    if (state.done) return state;
    await pause(LOOK_MS);
  }
}

async function exported({ url, tenant }: Projected): Promise<StoredStatement[]> {
  const headers = { authorization: `Bearer ${tenant.operatorToken}`, accept: 'application/x-ndjson' };
  const answer = await fetch(`${url}/api/v1/statements/export`, { headers });
  if (!answer.ok) throw new Error(`export: ${answer.status} ${await answer.text()}`);
  const lines = (await answer.text()).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** The rows that the statements give, by their key. */
function folded(statements: readonly StoredStatement[], id: string): Map<string, string> {
  const voided = new Set(statements.filter(isVoiding).map(({ object }: Json) => object.id));
  const tenant = { id, homePage: `https://lectern.localhost/tenants/${id}` };
  const readings = statements.flatMap((statement) => {
    const reading = packReading(statement, tenant);
    if (!isProjected(reading)) return [];
    return [voided.has(statement.id) ? voidReading(reading) : reading];
  });
  const { changes } = project(byKey(unpackReadings(`[${readings.join(',')}]`)), new Map(), 0);
  return new Map(
    [...changes].map(([key, { record }]) => {
      const completion = record.completion === null ? null : completionText(record.completion);
      return [key, `${factsText(record.facts)} ${attemptsText(record.attempts)} ${completion}`];
    }),
  );
}

/** The rows as they lie in D1, by their key. */
function rowsOf({ stateDir, tenant }: Projected): Map<string, string> {
  const reader = new ProjectionReader(stateDir, tenant.region);
  try {
    return new Map(
      reader
        .rows(tenant.tenant)
        .map(({ learner, registration, activity, facts, attempts, completion }) => [
          `${learner} ${registration} ${activity}`,
          `${facts} ${attempts} ${completion}`,
        ]),
    );
  } finally {
    reader.close();
  }
}

const differencesOf = (expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): string[] =>
  [...new Set([...expected.keys(), ...found.keys()])]
    .filter((key) => expected.get(key) !== found.get(key))
    .map((key) => `${key}: ${found.get(key) ?? 'no row'} instead of ${expected.get(key) ?? 'no row'}`);
