import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { problems } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';
import { rebuildSome } from './rebuild.ts';

const count = z.number().int();
const StateSchema = z
  .object({
    done: z.boolean().openapi({ description: 'When not, ask again: it goes on where it is' }),
    told: count.openapi({ description: 'Positions of all logs and partitions that have been told anew' }),
    of: count,
    records: count.openapi({ description: 'At the end: records of learners, registrations and activities' }),
    differing: count.openapi({ description: 'At the end: records that were not what the logs tell' }),
    named: z.array(z.object({ learner: z.string(), registration: z.string(), activity: z.string() })),
  })
  .openapi('ProjectionRebuild');

const route = createRoute({
  method: 'post',
  path: '/api/v1/projections/rebuild',
  tags: ['Projections'],
  summary: 'Tells attempts and completions anew from the statements',
  description:
    'Works for some seconds and says how far it is; ask until it is done. Records are compared with what was told anew and replaced when they differ, or only compared.',
  security: [{ bearer: [] }],
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ compareOnly: z.boolean().default(false) }) } },
    },
  },
  responses: {
    200: { description: 'How far it is', content: { 'application/json': { schema: StateSchema } } },
    ...problems(400, 401, 403),
  },
});

/** [REB-1] For operators. */
export function rebuildRoute(app: OpenAPIHono<ProgressApp>): void {
  app.openapi(route, async (c) => {
    const { tenant, region } = c.var.principal;
    const { compareOnly } = c.req.valid('json');
    const state = await rebuildSome(c.env, { tenant, region, compareOnly });
    return c.json({ ...state, named: [...state.named] }, 200);
  });
}
