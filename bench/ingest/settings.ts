import { parseArgs } from 'node:util';

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
  readonly port?: number;
}

const USAGE = `Usage: npm run bench -- ingest [options]
  --cells 1x8,500x16   batch x connections (1, 50 and 500 over 8 and over 16)
  --seconds 8          that count, of each cell
  --warm-up 2          seconds before them
  --sustain 60         seconds of one shard under load, at the beginning and full
  --stored 5000000     statements that a full shard has
  --quick              without the sustained load
  --port 8700          of the server (any free one)
  --help               this text`;

const CELLS = '1x8,1x16,50x8,50x16,500x8,500x16';
const SUSTAINED = '500x8,50x8';

/** Reads the options; throws with the usage when they are not to be understood. */
export function settingsOf(args: readonly string[]): Settings {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        cells: { type: 'string', default: CELLS },
        seconds: { type: 'string', default: '8' },
        'warm-up': { type: 'string', default: '2' },
        sustain: { type: 'string', default: '60' },
        stored: { type: 'string', default: '5000000' },
        quick: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('');
    return {
      cells: cellsOf(values.cells),
      warmUpSeconds: numberOf(values['warm-up']),
      seconds: numberOf(values.seconds),
      sustained: values.quick ? [] : cellsOf(SUSTAINED),
      sustainedSeconds: numberOf(values.sustain),
      stored: numberOf(values.stored),
      ...(values.port === undefined ? {} : { port: numberOf(values.port) }),
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}

function cellsOf(text: string): Cell[] {
  return text.split(',').map((part) => {
    const [batch, connections] = part.split('x').map(numberOf);
    return { batch: batch!, connections: numberOf(String(connections)) };
  });
}

function numberOf(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`"${text}" is not a whole number.`);
  return number;
}
