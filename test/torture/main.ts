// `npm run torture -- [rounds] [--seed N] [--logs N]`: SIGKILL at random moments under load, and what is there after it. The last line is JSON.
import { parseArgs } from 'node:util';
import { BenchServer } from '../../bench/server/server.ts';
import { spreadStore } from '../support/lrs.ts';
import { type Round, torture } from './torture.ts';

const ROUNDS = 50;
const TENANT = 'demo';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, logs: { type: 'string', default: '1' }, port: { type: 'string' } },
  allowPositionals: true,
});
const rounds = Number(positionals[0] ?? ROUNDS);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const logs = Number(values.logs);
if (![rounds, seed, logs].every((number) => Number.isSafeInteger(number) && number >= 0) || rounds < 1) {
  console.error('Usage: npm run torture -- [rounds] [--seed N] [--logs N] [--port N]');
  process.exit(2);
}

const COLUMNS = ['round', 'load ms', 'stored', 'open', 'start ms', 'check ms', 'rows equal', 'caught up', 'findings'];
const row = (cells: readonly (string | number)[]) =>
  console.log(cells.map((cell, i) => String(cell).padStart(COLUMNS[i]!.length)).join('  '));
function tellRound({ round, loadMs, acknowledged, open, startMs, checkMs, rows, caughtUpMs, findings }: Round): void {
  const times = [startMs, checkMs].map(Math.round);
  row([round, loadMs, acknowledged, open, ...times, rows ?? '', caughtUpMs ?? '', findings]);
}

console.log(`Seed ${seed}: ${rounds} kills, ${logs === 1 ? 'one log' : `${logs} logs`}.`);
const server = await BenchServer.start(values.port === undefined ? {} : { port: Number(values.port) });
const began = performance.now();
try {
  await spreadStore(server, server.tenants[TENANT]!, logs);
  row(COLUMNS);
  const onFinding = (example: string) => console.log(example.slice(0, 2000));
  const outcome = await torture(server, { tenant: TENANT, rounds, seed, onRound: tellRound, onFinding });
  const { findings, ...counts } = outcome;
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(JSON.stringify({ torture: 'kill', seed, logs, ...counts, ...findings.counts, seconds }));
  process.exitCode = findings.total === 0 ? 0 : 1;
} finally {
  await server.stop();
}
