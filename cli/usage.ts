import { type ArgsDef, type CommandDef, renderUsage } from 'citty';
import { print } from './output.ts';

/** The usage text of a command with its examples. */
export async function showUsage<T extends ArgsDef>(command: CommandDef<T>, parent?: CommandDef<T>): Promise<void> {
  const { examples } = command.meta as { examples?: readonly string[] };
  print(await renderUsage(command, parent));
  if (examples !== undefined) print(['', 'EXAMPLES', '', ...examples.map((line) => `  ${line}`)].join('\n'));
}
