import type { CommandDef } from 'citty';
import { Failure } from './errors.ts';

// biome-ignore lint/suspicious/noExplicitAny: commands of different arguments, as citty types them
type Command = CommandDef<any>;

/** What is to be done with a line of arguments, before any command runs. */
export type Asked =
  | { readonly run: true }
  | { readonly usage: Command; readonly parent?: Command }
  | { readonly failure: Failure };

/**
 * [CLI-10] Follows the names in `args` down the groups of commands: a group alone is explained unless it has a
 * default, a name that is not there is refused with those that are.
 */
export function findCommand(
  command: Command,
  args: readonly string[],
  { parent, names = [] }: { readonly parent?: Command; readonly names?: readonly string[] } = {},
): Asked {
  const subCommands = command.subCommands as Record<string, Command> | undefined;
  const [name, ...rest] = args;
  if (subCommands === undefined || name?.startsWith('-')) return { run: true };
  if (name === undefined) {
    if (command.default !== undefined) return { run: true };
    return parent === undefined ? { usage: command } : { usage: command, parent };
  }
  if (!Object.hasOwn(subCommands, name)) {
    const remedy = `There are: ${Object.keys(subCommands).join(', ')}. See ${['lectern', ...names].join(' ')} --help.`;
    return { failure: new Failure(`There is no command ${[...names, name].join(' ')}.`, { remedy }) };
  }
  return findCommand(subCommands[name]!, rest, { parent: command, names: [...names, name] });
}
