import { parseArgs } from 'node:util';
import {
  COURSE_OPTIONS,
  COURSE_USAGE,
  LITTLE_MB,
  largeOf,
  ORDINARY_MB,
  type Shape,
  scaled,
} from '../build/settings.ts';
import { numberOf, optionsOf } from '../options.ts';

export interface Settings {
  /** What memory is measured against. */
  readonly little: Shape;
  readonly large: Shape;
  readonly port?: number;
}

const USAGE = `Usage: npm run bench -- export [options]
${COURSE_USAGE}
  --quick         a large course of 50 MB
  --port 8700     of the server (any free one)
  --help          this text`;

/** Reads the options; throws a `UsageError` when they are not to be understood. */
export const settingsOf = (args: readonly string[]): Settings =>
  optionsOf(USAGE, () => {
    const { values } = parseArgs({ args: [...args], options: COURSE_OPTIONS });
    if (values.help) throw new Error('');
    const full = largeOf(values);
    return {
      little: scaled(full, LITTLE_MB),
      large: values.quick ? scaled(full, ORDINARY_MB) : full,
      ...(values.port === undefined ? {} : { port: numberOf(values.port) }),
    };
  });
