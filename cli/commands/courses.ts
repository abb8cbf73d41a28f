import { type ArgsDef, defineCommand } from 'citty';
import { FORMAT_NAMES } from '../../domain/package/playable.ts';
import { command, common } from '../command.ts';
import { launch, launchArgs, openInBrowser } from '../launching.ts';
import { plain, print, printJson, printTable, time } from '../output.ts';
import type { Learner, Package } from '../wire.ts';
import { limit, limitOf } from './limit.ts';

const list = command({
  name: 'list',
  description: 'List courses, newest first',
  examples: ['lectern packages', 'lectern packages --search golf', 'lectern packages --format cmi5 --archived any'],
  args: {
    search: { type: 'string', description: 'Part of the title', valueHint: 'TEXT' },
    format: {
      type: 'string',
      description: `Only of this format: ${Object.keys(FORMAT_NAMES).join(', ')}`,
      valueHint: 'FORMAT',
    },
    state: { type: 'string', description: 'Only in this state: built or revoked', valueHint: 'STATE' },
    activity: { type: 'string', description: 'Only versions of this course', valueHint: 'IRI' },
    archived: { type: 'string', description: 'Archived courses: true, false or any', valueHint: 'WHICH' },
    ...limit,
    ...common,
  },
  async run(args, client) {
    const query = new URLSearchParams();
    const asked = { q: args.search, format: args.format, state: args.state, activityId: args.activity };
    for (const [name, value] of Object.entries({ ...asked, archived: args.archived })) {
      if (value !== undefined) query.set(name, value);
    }
    const rows = await client.list<Package>(`/api/v1/packages?${query}`, limitOf(args));
    if (args.json === true) printJson(rows);
    else {
      const cells = rows.map((row) => [row.id, stateOf(row), row.format, time(row.createdAt), row.title]);
      printTable(
        ['ID', 'STATE', 'FORMAT', 'IMPORTED', 'TITLE'],
        cells,
        query.size === 0 ? 'No courses yet. Import one: lectern import course.zip' : 'No course fits.',
      );
    }
  },
});

const stateOf = ({ state, archivedAt }: Package): string => (archivedAt === null ? state : `${state}, archived`);

const id = { type: 'positional', description: 'Package id', required: true } as const;
const pathOf = (id: string): string => `/api/v1/packages/${encodeURIComponent(id)}`;

const archive = command({
  name: 'archive',
  description: 'Leave a course out of lists; those who have it go on',
  examples: ['lectern packages archive demo-pkg-…'],
  args: { package: id, ...common },
  run: async (args, client) => told(await client.post<Package>(`${pathOf(args.package)}/archive`), args.json === true),
});

const unarchive = command({
  name: 'unarchive',
  description: 'Take a course back into lists',
  examples: ['lectern packages unarchive demo-pkg-…'],
  args: { package: id, ...common },
  run: async (args, client) =>
    told(await client.post<Package>(`${pathOf(args.package)}/unarchive`), args.json === true),
});

const revoke = command({
  name: 'revoke',
  description: 'Withdraw a course for good: nobody launches it any more',
  examples: ['lectern packages revoke demo-pkg-… --reason "Wrong doses on page 3"'],
  args: {
    package: id,
    reason: { type: 'string', description: 'Why, as learners are told', valueHint: 'TEXT', required: true },
    ...common,
  },
  async run(args, client) {
    told(await client.post<Package>(`${pathOf(args.package)}/revoke`, { reason: args.reason }), args.json === true);
  },
});

function told(course: Package, json: boolean): void {
  if (json) printJson(course);
  else print(`${plain(course.title)}: ${stateOf(course)}`);
}

export const packagesCommand = defineCommand({
  meta: {
    name: 'packages',
    description: 'List courses, archive and withdraw them',
    examples: ['lectern packages', 'lectern packages archive demo-pkg-…'],
  } as { name: string; description: string },
  // Known here too, so that the value of an option is not taken for a command.
  args: list.args as ArgsDef,
  subCommands: { list, archive, unarchive, revoke },
  default: 'list',
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
