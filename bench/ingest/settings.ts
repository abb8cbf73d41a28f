import { parseArgs } from 'node:util';
import { countOf, numberOf, optionsOf } from '../options.ts';

/** One measurement: requests of `batch` statements over some connections. */
export interface Cell {
  readonly batch: number;
  readonly connections: number;
}

export interface Settings {
  readonly cells: readonly Cell[];
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** What one shard does over a longer time; empty with `--quick`. */
  readonly sustained: readonly Cell[];
  readonly sustainedSeconds: number;
  /** How many statements the shard has when that is measured once more. */
  readonly stored: number;
  /** Logs that the statements of each tenant are spread over. */
  readonly logs: number;
  /** Whether large requests come last, and what they take in memory is told. */
  readonly peak: boolean;
  readonly port?: number;
}

const USAGE = `Usage: npm run bench -- ingest [options]
  --cells 1x8,500x16   batch x connections (1, 50 and 500 over 8 and over 16)
  --seconds 8          that count, of each cell
  --warm-up 2          seconds before them
  --sustain 60         seconds of one shard under load, at the beginning and full
  --stored 5000000     statements that a full shard has
  --quick              without the sustained load
  --logs 1             that the statements of a tenant are spread over
  --peak               what large requests take in memory
  --port 8700          of the server (any free one)
  --help               this text`;

const CELLS = '1x8,1x16,50x8,50x16,500x8,500x16';
const SUSTAINED = '500x8,50x8';

/** Reads the options; throws a `UsageError` when they are not to be understood. */
export const settingsOf = (args: readonly string[]): Settings =>
  optionsOf(USAGE, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        cells: { type: 'string', default: CELLS },
        seconds: { type: 'string', default: '8' },
        'warm-up': { type: 'string', default: '2' },
        sustain: { type: 'string', default: '60' },
        stored: { type: 'string', default: '5000000' },
        quick: { type: 'boolean', default: false },
        logs: { type: 'string', default: '1' },
        peak: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('');
    return {
      cells: cellsOf(values.cells),
      warmUpSeconds: numberOf(values['warm-up']),
      seconds: countOf(values.seconds),
      sustained: values.quick ? [] : cellsOf(SUSTAINED),
      sustainedSeconds: countOf(values.sustain),
      stored: numberOf(values.stored),
      logs: countOf(values.logs),
      peak: values.peak,
      ...(values.port === undefined ? {} : { port: numberOf(values.port) }),
    };
  });

const cellsOf = (text: string): Cell[] =>
  text.split(',').map((part) => {
    const [, batch, connections] = /^(\d+)x(\d+)$/.exec(part) ?? [];
    if (batch === undefined || connections === undefined) {
      throw new Error(`"${part}" is not batch x connections, such as 50x8.`);
    }
    return { batch: countOf(batch), connections: countOf(connections) };
  });
