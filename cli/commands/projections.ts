import { command, common, group } from '../command.ts';
import { note, print, printJson, printTable } from '../output.ts';
import { meterOn } from '../progress.ts';
import type { ProjectionRebuild } from '../wire.ts';

const PAUSE_MS = 200;

const rebuild = command({
  name: 'rebuild',
  description: 'Tell attempts and completions anew from the statements, and compare',
  examples: ['lectern projections rebuild', 'lectern projections rebuild --compare'],
  args: {
    compare: { type: 'boolean', description: 'Only compare; exit code 1 when something differs' },
    ...common,
  },
  async run(args, client) {
    const compareOnly = args.compare === true;
    const meter = meterOn(process.stderr, args.json === true);
    let state: ProjectionRebuild;
    for (;;) {
      state = await client.post<ProjectionRebuild>('/api/v1/projections/rebuild', { compareOnly });
      if (state.done) break;
      meter.show('Reading statements', state.of === 0 ? undefined : state.told / state.of, '');
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    meter.stop();
    if (compareOnly && state.differing > 0) process.exitCode = 1;
    if (args.json === true) return printJson(state);
    if (state.records === 0 && state.differing === 0) {
      return print('There are no attempts and completions, and no statement tells of one.');
    }
    if (state.differing === 0) return print(`${state.records} records are what the statements tell.`);
    print(`${state.differing} records ${compareOnly ? 'differ from' : 'were told anew by'} what the statements tell.`);
    const rows = state.named.map(({ learner, registration, activity }) => [learner, registration, activity]);
    printTable(['LEARNER', 'REGISTRATION', 'ACTIVITY'], rows, '');
    if (state.named.length < state.differing) note(`… and ${state.differing - state.named.length} more.`);
  },
});

export const projectionsCommand = group({
  name: 'projections',
  description: 'What is told from the statements',
  subCommands: { rebuild },
});
