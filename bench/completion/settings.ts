import { parseArgs } from 'node:util';
import { countOf, optionsOf } from '../options.ts';

export interface Settings {
  /** Learners that complete the course, one after the other. */
  readonly runs: number;
}

const USAGE = `Usage: npm run bench -- completion [options]
  --runs 20   learners that complete the course, one after the other
  --help      this text`;

/** Reads the options; throws a `UsageError` when they are not to be understood. */
export const settingsOf = (args: readonly string[]): Settings =>
  optionsOf(USAGE, () => {
    const { values } = parseArgs({
      args: [...args],
      options: { runs: { type: 'string', default: '20' }, help: { type: 'boolean', default: false } },
    });
    if (values.help) throw new Error('');
    return { runs: countOf(values.runs) };
  });
