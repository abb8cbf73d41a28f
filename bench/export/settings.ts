import { parseArgs } from 'node:util';
import { wrongShape } from '../build/course.ts';
import { type Shape, scaled } from '../build/settings.ts';
import { numberOf, optionsOf } from '../options.ts';

export interface Settings {
  /** What memory is measured against. */
  readonly little: Shape;
  readonly large: Shape;
  readonly port?: number;
}

const USAGE = `Usage: npm run bench -- export [options]
  --mb 1000       of the large course
  --media 200     large files in it, which do not compress
  --small 20000   small files in it, which do
  --quick         a large course of 50 MB
  --port 8700     of the server (any free one)
  --help          this text`;

const MB = 1_000_000;
const LITTLE_MB = 10;
const QUICK_MB = 50;

/** Reads the options; throws a `UsageError` when they are not to be understood. */
export const settingsOf = (args: readonly string[]): Settings =>
  optionsOf(USAGE, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        mb: { type: 'string', default: '1000' },
        media: { type: 'string', default: '200' },
        small: { type: 'string', default: '20000' },
        quick: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('');
    const full = { bytes: numberOf(values.mb) * MB, media: numberOf(values.media), small: numberOf(values.small) };
    const wrong = wrongShape(full);
    if (wrong !== undefined) throw new Error(wrong);
    return {
      little: scaled(full, LITTLE_MB),
      large: values.quick ? scaled(full, QUICK_MB) : full,
      ...(values.port === undefined ? {} : { port: numberOf(values.port) }),
    };
  });
