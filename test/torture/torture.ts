import { StatementSource } from '../../bench/load/statements.ts';
import type { Random } from '../fuzz/random.ts';
import { pause, type Tenant } from '../support/stack.ts';
import { check, walk } from './check.ts';
import { Findings } from './findings.ts';
import { Ledger } from './ledger.ts';
import { load, type Parties, randomOf } from './load.ts';
import { PatientLrs } from './patient.ts';
import { compareWithLog } from './rebuild.ts';

/** After as many kills, and at the end, the whole log and its projection are looked at. */
const COMPARE_EVERY = 10;
/** When a server is killed. */
const LOAD_MS = { least: 200, most: 3000 };
/** How often that counts from the first acknowledged statement on: a slow machine is under load then, too. */
const SHARE_FROM_FIRST = 0.75;
/** Whoever acknowledges nothing for so long is killed all the same. */
const FIRST_MS = 30_000;
/** The stream of numbers that says when, and what is looked at; those of connections come after it. */
const CHECKS = 99;

/** What is killed and started again. */
export interface Victim {
  readonly url: string;
  readonly stateDir: string;
  readonly tenants: Record<string, Tenant>;
  /** SIGKILL to all of it at once. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
}

export interface Plan {
  readonly tenant: string;
  readonly rounds: number;
  readonly seed: number;
  readonly onRound?: (round: Round) => void;
  readonly onFinding?: (example: string) => void;
}

export interface Round {
  readonly round: number;
  /** How long there was load, mostly since the first statement was acknowledged. */
  readonly loadMs: number;
  /** Statements that were acknowledged in it. */
  readonly acknowledged: number;
  /** Requests that the kill left without an answer. */
  readonly open: number;
  readonly startMs: number;
  readonly checkMs: number;
  /** What was found, all together. */
  readonly findings: number;
  /** Rows of the projection that were compared, when they were. */
  readonly rows?: number;
  /** How long until the projection had all. */
  readonly caughtUpMs?: number;
}

export interface Outcome {
  readonly kills: number;
  readonly acknowledged: number;
  readonly voided: number;
  readonly documentsWritten: number;
  readonly open: number;
  readonly findings: Findings;
}

/** Load, SIGKILL, start, look: as many times as asked for, or until a look cannot be ended, which is a finding too. */
export async function torture(victim: Victim, plan: Plan): Promise<Outcome> {
  const { tenant } = plan;
  const source = new StatementSource({ tenant, homePage: `https://lectern.localhost/tenants/${tenant}` });
  const parties = {
    lrs: new PatientLrs(victim, tenant),
    ledger: new Ledger(source),
    findings: new Findings(plan.onFinding),
  };
  const { ledger, findings } = parties;
  const counts = { kills: 0, open: 0 };
  try {
    await killAndLook(victim, parties, plan, counts);
    await walk(parties, undefined);
  } catch (error) {
    findings.add('broken', error instanceof Error ? `${error.stack} ${error.cause ?? ''}` : String(error));
  }
  const { stored, voids, documents } = ledger;
  return { ...counts, acknowledged: stored.size, voided: voids.size, documentsWritten: documents.size, findings };
}

async function killAndLook(
  victim: Victim,
  parties: Parties,
  { tenant, rounds, seed, onRound }: Plan,
  counts: { kills: number; open: number },
): Promise<void> {
  const { ledger, findings } = parties;
  for (let round = 1; round <= rounds; round++) {
    const random = randomOf(seed, round, CHECKS);
    const before = ledger.stored.size;
    const { since, loadMs } = await killUnderLoad(victim, parties, { seed, round, random });
    counts.kills++;
    counts.open += ledger.open.length;
    const told = { round, loadMs, acknowledged: ledger.stored.size - before, open: ledger.open.length };
    const began = performance.now();
    await victim.startAgain();
    const started = performance.now();
    await check(parties, random, since);
    const checked = performance.now();
    const compared = round % COMPARE_EVERY === 0 || round === rounds ? await compare(victim, parties, tenant) : {};
    const times = { startMs: started - began, checkMs: checked - started };
    onRound?.({ ...told, ...times, ...compared, findings: findings.total });
  }
}

/** Kills at a moment between; answers what everything that was stored is later than. */
async function killUnderLoad(
  victim: Victim,
  parties: Parties,
  { seed, round, random }: { seed: number; round: number; random: Random },
): Promise<{ since: string; loadMs: number }> {
  const since = (await parties.lrs.ask('/statements?limit=1')).headers.get('x-experience-api-consistent-through')!;
  const loadMs = LOAD_MS.least + random.int(LOAD_MS.most - LOAD_MS.least);
  let isKilled = false;
  const loading = load(
    parties,
    () => isKilled,
    (connection) => randomOf(seed, round, connection),
  );
  if (random.chance(SHARE_FROM_FIRST)) await firstAcknowledged(parties.ledger);
  await pause(loadMs);
  isKilled = true;
  await victim.kill();
  await loading;
  return { since, loadMs };
}

async function firstAcknowledged({ stored }: Ledger): Promise<void> {
  const [before, until] = [stored.size, performance.now() + FIRST_MS];
  while (stored.size === before && performance.now() < until) await pause(10);
}

async function compare(victim: Victim, parties: Parties, tenant: string): Promise<Pick<Round, 'rows' | 'caughtUpMs'>> {
  const { url, stateDir, tenants } = victim;
  const { rows, waitedMs } = await compareWithLog(parties, { url, stateDir, tenant: tenants[tenant]! });
  return { rows, caughtUpMs: waitedMs };
}
