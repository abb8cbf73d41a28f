import { parseArgs } from 'node:util';
import { countOf, numberOf, optionsOf } from '../options.ts';

export interface Settings {
  /** Numbers of stored statements, rising. */
  readonly stored: readonly number[];
  readonly clients: readonly number[];
  /** How long each kind of question is asked at most. */
  readonly seconds: number;
  readonly port?: number;
}

const USAGE = `Usage: npm run bench -- query [options]
  --stored 50000,500000  statements that are stored when it is asked
  --clients 1,8          that ask at the same time
  --seconds 4            that each kind of question is asked at most
  --quick                50,000 statements only
  --port 8700            of the server (any free one)
  --help                 this text`;

/** Reads the options; throws a `UsageError` when they are not to be understood. */
export const settingsOf = (args: readonly string[]): Settings =>
  optionsOf(USAGE, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stored: { type: 'string', default: '50000,500000' },
        clients: { type: 'string', default: '1,8' },
        seconds: { type: 'string', default: '4' },
        quick: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('');
    const stored = values.stored.split(',').map(countOf);
    return {
      stored: (values.quick ? stored.slice(0, 1) : stored).sort((a, b) => a - b),
      clients: values.clients.split(',').map(countOf),
      seconds: countOf(values.seconds),
      ...(values.port === undefined ? {} : { port: numberOf(values.port) }),
    };
  });
