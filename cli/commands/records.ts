import { type ArgsDef, defineCommand } from 'citty';
import type { Transcript } from '../../domain/projection/transcript.ts';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { statementWords } from '../../domain/statement/words.ts';
import type { Client } from '../client.ts';
import { command, common } from '../command.ts';
import { bold, dim, plain, print, printJson, printTable, time } from '../output.ts';
import { limit, limitOf } from './limit.ts';
import { outcome } from './outcome.ts';
import { exportStatements, importStatements } from './statement-bulk.ts';

export const transcriptCommand = command({
  name: 'transcript',
  description: "Print a learner's record",
  examples: ['lectern transcript demo-lrn-…'],
  args: {
    learner: { type: 'positional', description: 'Learner id', required: true },
    ...common,
  },
  async run(args, client) {
    const it = await client.get<Transcript>(`/api/v1/learners/${encodeURIComponent(args.learner)}/transcript`);
    if (args.json === true) return printJson(it);
    print(bold(plain(it.learner.name)));
    print(dim(it.learner.id));
    const rows = it.courses.map((course) => [
      time(course.startedAt),
      time(course.completedAt),
      outcome(course),
      course.activity.title,
    ]);
    printTable(['STARTED', 'COMPLETED', 'RESULT', 'COURSE'], rows, 'No courses yet.');
  },
});

const VERSION = { 'x-experience-api-version': '1.0.3' };
/** What one page of statements holds at most. */
const PAGE = 100;

const list = command({
  name: 'list',
  description: 'List xAPI statements, newest first',
  examples: ['lectern statements', 'lectern statements --verb http://adlnet.gov/expapi/verbs/completed --json'],
  args: {
    verb: { type: 'string', description: 'Only with this verb', valueHint: 'IRI' },
    activity: { type: 'string', description: 'Only about this activity', valueHint: 'IRI' },
    registration: { type: 'string', description: 'Only of this registration', valueHint: 'UUID' },
    ...limit,
    ...common,
  },
  async run(args, client) {
    const { verb, activity, registration } = args;
    const wanted = limitOf(args);
    const query = new URLSearchParams({ limit: String(Math.min(PAGE, wanted)) });
    for (const [name, value] of Object.entries({ verb, activity, registration })) {
      if (value !== undefined) query.set(name, value);
    }
    const rows = await statements(client, `/xapi/statements?${query}`, wanted);
    if (args.json === true) return printJson(rows);
    const cells = rows.map((statement) => [statement.id, time(statement.stored), sentence(statement)]);
    printTable(['ID', 'STORED', 'STATEMENT'], cells, 'No statements.');
  },
});

/** Without a word behind it `statements` lists, as it always did. */
export const statementsCommand = defineCommand({
  meta: {
    name: 'statements',
    description: 'List xAPI statements, import and export them',
    examples: [
      'lectern statements',
      'lectern statements import old-store.ndjson',
      'lectern statements export --out a.zip',
    ],
  } as { name: string; description: string },
  // Known here too, so that the value of an option is not taken for a command.
  args: list.args as ArgsDef,
  subCommands: { list, import: importStatements, export: exportStatements },
  default: 'list',
});

async function statements(client: Client, first: string, wanted: number): Promise<StoredStatement[]> {
  const rows: StoredStatement[] = [];
  for (let path = first; path !== '' && rows.length < wanted; ) {
    const page = await client.get<{ statements: StoredStatement[]; more?: string }>(path, VERSION);
    rows.push(...page.statements);
    path = page.more ?? '';
  }
  return rows.slice(0, wanted);
}

function sentence(statement: StoredStatement): string {
  const { actor, verb, object } = statementWords(statement, [Intl.DateTimeFormat().resolvedOptions().locale]);
  return `${actor} ${verb} ${object}`;
}
