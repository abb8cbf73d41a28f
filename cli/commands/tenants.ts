import { MAX_LOGS } from '../../domain/statement/shards/layout.ts';
import { command, common, group } from '../command.ts';
import { Failure } from '../errors.ts';
import { bytes, note, printJson, printTable } from '../output.ts';
import type { StatementLogs } from '../wire.ts';

const ROUTE = '/api/v1/statements/logs';

const logs = command({
  name: 'logs',
  description: 'The logs that hold the statements, and what is in each',
  examples: ['lectern tenants logs'],
  args: common,
  async run(args, client) {
    printLogs(await client.get<StatementLogs>(ROUTE), args.json === true);
  },
});

const scale = command({
  name: 'scale',
  description: 'Spread the statements that come from now on over more logs; what is stored stays where it is',
  examples: ['lectern tenants scale --logs 4'],
  args: {
    logs: { type: 'string', description: 'How many there are to be', valueHint: 'N', required: true },
    ...common,
  },
  async run(args, client) {
    const count = Number(args.logs);
    if (!Number.isInteger(count) || count < 1 || count > MAX_LOGS) {
      const remedy = `Give a whole number from 1 to ${MAX_LOGS}.`;
      throw new Failure(`--logs ${args.logs} is no number of logs.`, { remedy });
    }
    printLogs(await client.post<StatementLogs>(ROUTE, { logs: count }), args.json === true);
  },
});

export const tenantsCommand = group({
  name: 'tenants',
  description: 'How the tenant of this token is stored',
  subCommands: { logs, scale },
});

function printLogs(it: StatementLogs, json: boolean): void {
  if (json) {
    printJson(it);
    return;
  }
  const rows = it.items.map((log) => [
    log.name,
    log.full ? 'full' : 'open',
    String(log.statements),
    bytes(log.databaseBytes),
    String(log.waiting.requests),
  ]);
  printTable(['LOG', 'STATE', 'STATEMENTS', 'BYTES', 'WAITING'], rows, 'No logs.');
  if (it.items.length === 1) note('One log takes some ten thousand statements a second when they come in batches.');
}
