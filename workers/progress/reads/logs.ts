import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { problem } from '../../../domain/kernel/problem.ts';
import { logName, MAX_LOGS } from '../../../domain/statement/shards/layout.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';
import { sixAtOnce } from '../services/store/six.ts';
import { StatementStore } from '../services/store/store.ts';

const LogSchema = z
  .object({
    log: z.number().int(),
    name: z.string(),
    full: z.boolean().openapi({ description: 'Takes no further statements' }),
    statements: z.number().int(),
    databaseBytes: z.number().int(),
    rowsWritten: z
      .number()
      .int()
      .openapi({ description: 'Since the log was last started, as the platform bills them' }),
    partitions: z
      .array(z.object({ partition: z.number().int(), head: z.number().int(), position: z.number().int() }))
      .openapi({ description: 'The last statement of each partition, and up to where they are projected' }),
    waiting: z.object({ requests: z.number().int(), bytes: z.number().int() }),
  })
  .openapi('StatementLog');
const LogsSchema = z.object({ items: z.array(LogSchema) }).openapi('StatementLogs');

const answers = { 200: { description: 'The logs', content: { 'application/json': { schema: LogsSchema } } } };
const path = '/api/v1/statements/logs';
const security = [{ bearer: [] }];

const list = createRoute({
  method: 'get',
  path,
  tags: ['Statements'],
  summary: 'The logs that hold the statements, and what is in each',
  security,
  responses: { ...answers, ...problems(401, 403) },
});

const scale = createRoute({
  method: 'post',
  path,
  tags: ['Statements'],
  summary: 'Spreads the statements that come from now on over more logs',
  description:
    'Each log takes some ten thousand statements a second when they come in batches. What is stored stays where it is. A store grows by itself before a log is full.',
  security,
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ logs: z.number().int().min(1).max(MAX_LOGS) }) } },
    },
  },
  responses: { ...answers, ...problems(400, 401, 403) },
});

/** [READ-6] How many logs a tenant has. */
export function logRoutes(app: OpenAPIHono<ProgressApp>): void {
  app.openapi(list, async (c) => c.json(await logsOf(new StatementStore(c.env, c.var.principal.tenant)), 200));
  app.openapi(scale, async (c) => {
    const { logs } = c.req.valid('json');
    const store = new StatementStore(c.env, c.var.principal.tenant);
    const present = (await store.currentLayout()).logs;
    if (logs < present) {
      const detail = `There are ${present} logs, and statements stay where they are: a store only grows. Ask for ${present} to ${MAX_LOGS}.`;
      return refuse(c, problem('bad_request', detail, '$.logs'));
    }
    store.layout(await store.founding.grow(logs));
    return c.json(await logsOf(store), 200);
  });
}

async function logsOf(store: StatementStore) {
  const { logs, full } = await store.currentLayout();
  const numbers = Array.from({ length: logs }, (_, log) => log);
  const items = await sixAtOnce(numbers, async (log) => {
    const { statements, databaseBytes, rowsWritten, partitions, waiting } = await store.log(log).stats();
    const names = { log, name: logName(store.tenant, log), full: full.includes(log) };
    return { ...names, statements, databaseBytes, rowsWritten, partitions: [...partitions], waiting };
  });
  return { items };
}
