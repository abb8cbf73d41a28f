import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { problem } from '../../../domain/kernel/problem.ts';
import { MAX_PAGE_STATEMENTS } from '../../../domain/statement/query.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';
import { versionHeader, XAPI_SECURITY } from './described.ts';
import { answerConsistentThrough, requireCredential, STATEMENT_SCOPES } from './manners.ts';
import { getStatements } from './read.ts';
import { requireVersion } from './version.ts';
import { postStatements, putStatement } from './write.ts';

/** The statements resource under one of the roots of xAPI. */
export function statementRoutes(app: OpenAPIHono<ProgressApp>, root: string): void {
  const path = `${root}/statements`;
  app.use(path, answerConsistentThrough, requireCredential(STATEMENT_SCOPES), requireVersion);
  app.get(path, getStatements);
  app.post(path, postStatements);
  app.put(path, putStatement);
  app.all(path, methodNotAllowed);
  describe(app, root);
}

const methodNotAllowed = (c: Context<ProgressApp>) =>
  refuse(c, problem('method_not_allowed', `${c.req.method} is not offered on statements.`), {
    allow: 'GET, HEAD, PUT, POST, OPTIONS',
  });

const StatementSchema = z.looseObject({}).openapi('Statement', {
  description: 'A statement of xAPI 1.0.3 (Data, section 2) or 2.0 (IEEE 9274.1.1).',
});
const PageSchema = z
  .object({ statements: z.array(StatementSchema), more: z.string() })
  .openapi('StatementResult', { description: 'A page; `more` leads to the next one and is empty at the end.' });

/** What each parameter of a query means. */
const PARAMETERS = {
  statementId: 'The statement with this UUID; goes with format and attachments only',
  voidedStatementId: 'The voided statement with this UUID; goes with format and attachments only',
  agent: 'JSON of an Agent or identified Group: the actor or object',
  verb: 'The IRI of the verb',
  activity: 'The IRI of the activity that is the object',
  registration: 'A UUID',
  related_activities: '`true`: also activities of the context and of SubStatements',
  related_agents: '`true`: also authority, instructor, team, contexts and SubStatements',
  since: 'Only what was stored after this time',
  until: 'Only what was stored up to this time',
  limit: `Statements a page; 0, and whatever is above ${MAX_PAGE_STATEMENTS}, is ${MAX_PAGE_STATEMENTS}`,
  format: '`exact` (default), `ids` or `canonical` (in the language of Accept-Language)',
  attachments: '`true`: multipart/mixed, with the contents of attachments',
  ascending: '`true`: the oldest first',
  more: 'Stands in a `more` link: pass it on unchanged, without other parameters',
};
const QuerySchema = z.object(
  Object.fromEntries(
    Object.entries(PARAMETERS).map(([name, description]) => [name, z.string().optional().openapi({ description })]),
  ),
);

/** Statements are checked by hand (`domain/statement`), so these routes are written into the document by hand too. */
function describe(app: OpenAPIHono<ProgressApp>, root: string): void {
  const { openAPIRegistry: registry } = app;
  const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });
  /** Statements alone, or with the contents of their attachments behind them. */
  const mixed = (schema: z.ZodType) => ({
    content: { ...json(schema).content, 'multipart/mixed': { schema: z.string() } },
  });
  const refusals = problems(400, 401, 403);
  const path = `${root}/statements`;
  const headers = z.object(versionHeader(path));
  registry.registerPath({
    method: 'get',
    path,
    tags: ['xAPI'],
    security: XAPI_SECURITY,
    summary: 'One statement or a page of them',
    request: {
      headers,
      query: QuerySchema,
    },
    responses: {
      200: { description: 'A statement or a page', ...mixed(z.union([StatementSchema, PageSchema])) },
      ...refusals,
      ...problems(404),
    },
  });
  registry.registerPath({
    method: 'post',
    path,
    tags: ['xAPI'],
    security: XAPI_SECURITY,
    summary: 'Stores a statement or a batch, whole or not at all',
    request: { headers, body: mixed(z.union([StatementSchema, z.array(StatementSchema)])) },
    responses: {
      200: { description: 'The ids, in order', ...json(z.array(z.string())) },
      ...refusals,
      ...problems(409, 413, 415),
    },
  });
  registry.registerPath({
    method: 'put',
    path,
    tags: ['xAPI'],
    security: XAPI_SECURITY,
    summary: 'Stores a statement under an id of your own',
    request: { headers, query: z.object({ statementId: z.string() }), body: mixed(StatementSchema) },
    responses: { 204: { description: 'Stored, now or before' }, ...refusals, ...problems(409, 413, 415) },
  });
}
