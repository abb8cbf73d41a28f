import { command, common } from '../command.ts';
import { launch, launchArgs, openInBrowser } from '../launching.ts';
import { print, printJson, printTable, time } from '../output.ts';
import type { Learner, Package } from '../wire.ts';
import { limit, limitOf } from './limit.ts';

export const packagesCommand = command({
  name: 'packages',
  description: 'List courses, newest first',
  examples: ['lectern packages', 'lectern packages --search golf'],
  args: { search: { type: 'string', description: 'Part of the title', valueHint: 'TEXT' }, ...limit, ...common },
  async run(args, client) {
    const query = args.search === undefined ? '' : `?q=${encodeURIComponent(args.search)}`;
    const rows = await client.list<Package>(`/api/v1/packages${query}`, limitOf(args));
    if (args.json === true) printJson(rows);
    else {
      const cells = rows.map((row) => [
        row.id,
        row.state,
        row.format,
        row.playable.ok ? 'yes' : 'not yet',
        time(row.createdAt),
        row.title,
      ]);
      printTable(
        ['ID', 'STATE', 'FORMAT', 'PLAYS', 'IMPORTED', 'TITLE'],
        cells,
        'No courses yet. Import one: lectern import course.zip',
      );
    }
  },
});

export const launchCommand = command({
  name: 'launch',
  description: 'Launch a course for a learner and print the link that opens it',
  examples: ['lectern launch demo-pkg-… --learner "Ada Lovelace"', 'lectern launch demo-pkg-… --open'],
  args: {
    package: { type: 'positional', description: 'Package id', required: true },
    ...launchArgs,
    ...common,
  },
  async run(args, client) {
    const session = await launch(client, args.package, args);
    if (args.json === true) printJson(session);
    else print(session.launchUrl);
    if (args.open === true) openInBrowser(session.launchUrl);
  },
});

export const learnersCommand = command({
  name: 'learners',
  description: 'List learners, newest first',
  examples: ['lectern learners', 'lectern learners --search ada'],
  args: { search: { type: 'string', description: 'Part of the name', valueHint: 'TEXT' }, ...limit, ...common },
  async run(args, client) {
    const query = args.search === undefined ? '' : `?q=${encodeURIComponent(args.search)}`;
    const rows = await client.list<Learner>(`/api/v1/learners${query}`, limitOf(args));
    if (args.json === true) printJson(rows);
    else {
      const cells = rows.map((row) => [row.id, time(row.createdAt), row.name]);
      printTable(
        ['ID', 'FIRST SEEN', 'NAME'],
        cells,
        'No learners yet. Launch a course for one: lectern launch PACKAGE_ID',
      );
    }
  },
});
