import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { LearnerReader, type LearnerRow } from '../../../d1/content/learners.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { contentFor, operator, pageAsked, pageBody, pageSchema, SECURITY, SearchQuery } from '../http.ts';

const LearnerSummary = z
  .object({ id: z.string(), name: z.string(), createdAt: z.iso.datetime() })
  .openapi('LearnerSummary');

const LearnerSchema = LearnerSummary.extend({
  accounts: z.array(z.object({ homePage: z.string(), name: z.string() })).openapi({
    description: 'Who the learner is elsewhere: the accounts that courses were launched for.',
  }),
}).openapi('Learner');

const tags = ['Learners'];

const list = createRoute({
  method: 'get',
  path: '/api/v1/learners',
  tags,
  security: SECURITY,
  summary: 'List learners, newest first',
  middleware: [operator] as const,
  request: { query: SearchQuery },
  responses: {
    200: { description: 'A page of learners', content: { 'application/json': { schema: pageSchema(LearnerSummary) } } },
    ...problems(400, 401, 403),
  },
});

const get = createRoute({
  method: 'get',
  path: '/api/v1/learners/{id}',
  tags,
  security: SECURITY,
  summary: 'Read a learner',
  middleware: [operator] as const,
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: 'The learner', content: { 'application/json': { schema: LearnerSchema } } },
    ...problems(401, 403, 404),
  },
});

const show = ({ id, name, createdAt }: LearnerRow): z.infer<typeof LearnerSummary> => ({ id, name, createdAt });

/** `/api/v1/learners`. A learner's attempts, completions and transcript are progress's. */
export function learnerRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = pageAsked(query);
    if (!page.ok) return refuse(c, page.error);
    const rows = await new LearnerReader(contentFor(c)).list(page.value, query.q);
    return c.json(pageBody(c, { rows, limit: query.limit, show }), 200);
  });

  app.openapi(get, async (c) => {
    const reader = new LearnerReader(contentFor(c));
    const row = await reader.byId(c.req.valid('param').id);
    if (row === undefined) return refuse(c, problem('not_found', 'There is no learner with this id.'));
    return c.json({ ...show(row), accounts: await reader.accounts(row.id) }, 200);
  });
}
