import { readFileSync } from 'node:fs';
import { type ArgsDef, type CommandContext, type CommandDef, defineCommand } from 'citty';
import { Client } from './client.ts';
import { Failure, failureLines } from './errors.ts';
import { note, redOnErrors } from './output.ts';
import { findTarget } from './target.ts';

/** What every command that talks to the server can be told. */
export const common = {
  json: { type: 'boolean', description: 'Print the result as JSON' },
} as const satisfies ArgsDef;

/** A command that ends with exit code 1 and a readable error when something is wrong. */
export function command<const T extends ArgsDef>(definition: {
  readonly name: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly args: T;
  readonly run: (args: CommandContext<T>['args'], client: Client) => Promise<void>;
}): CommandDef<T> {
  const { name, description, examples, args, run } = definition;
  return defineCommand({
    // The usage text prints the description first, so the examples follow the options by `usage.ts`.
    meta: { name, description, examples } as { name: string; description: string },
    args,
    run: (context) =>
      guarded(async () => {
        refuseUnknown(context.rawArgs, args);
        await run(context.args, connect());
      }),
  });
}

/** Commands that belong together: `lectern <name> <command>`. */
export const group = (definition: {
  readonly name: string;
  readonly description: string;
  // biome-ignore lint/suspicious/noExplicitAny: commands of different arguments, as citty types them
  readonly subCommands: Readonly<Record<string, CommandDef<any>>>;
}): CommandDef => {
  const { name, description, subCommands } = definition;
  return defineCommand({ meta: { name, description }, subCommands });
};

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    for (const line of failureLines(error, redOnErrors)) note(line);
    process.exitCode = 1;
  }
}

function connect(): Client {
  const read = (path: string): string | undefined => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined; // there is none here
    }
  };
  return new Client(findTarget({ env: process.env, cwd: process.cwd(), read }));
}

/** A misspelt option must not silently do nothing. */
function refuseUnknown(rawArgs: readonly string[], args: ArgsDef): void {
  for (const raw of rawArgs) {
    if (raw === '--') return;
    const name = /^--(?:no-)?([^=]+)/.exec(raw)?.[1];
    if (name !== undefined && !(name in args)) {
      throw new Failure(`There is no option --${name}.`, { remedy: 'See --help for the options of this command.' });
    }
  }
}
