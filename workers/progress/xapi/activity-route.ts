import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { problem } from '../../../domain/kernel/problem.ts';
import { isIri } from '../../../domain/statement/formats.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';
import { StatementStore } from '../services/store/store.ts';
import { versionHeader, XAPI_SECURITY } from './described.ts';
import { LOOKUP_SCOPES, readOnly, requireCredential } from './manners.ts';
import { requireVersion } from './version.ts';

/** [XAPI-20] `GET /xapi/activities` (Communication 2.5): an activity with everything that statements said it is. */
async function getActivity(c: Context<ProgressApp>): Promise<Response> {
  const { activityId: id, ...others } = c.req.query();
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) {
    return refuse(c, problem('query_invalid', `"${unknown}" is no parameter here.`, `query.${unknown}`));
  }
  if (id === undefined || !isIri(id)) {
    return refuse(
      c,
      problem('query_invalid', '"activityId" is required and must be an absolute IRI.', 'query.activityId'),
    );
  }
  const [definition] = await new StatementStore(c.env, c.var.principal.tenant).definitions([id]);
  const known = definition == null ? {} : { definition: JSON.parse(definition) as unknown };
  return c.json({ objectType: 'Activity', id, ...known });
}

export function activityRoute(app: OpenAPIHono<ProgressApp>, root: string): void {
  const path = `${root}/activities`;
  app.use(path, requireCredential(LOOKUP_SCOPES), requireVersion);
  app.get(path, getActivity);
  app.all(path, readOnly);
  app.openAPIRegistry.registerPath({
    method: 'get',
    path,
    tags: ['xAPI'],
    security: XAPI_SECURITY,
    summary: 'An activity as statements define it',
    request: {
      headers: z.object(versionHeader(path)),
      query: z.object({ activityId: z.string() }),
    },
    responses: {
      200: { description: 'The activity', content: { 'application/json': { schema: z.looseObject({}) } } },
      ...problems(400, 401, 403),
    },
  });
}
