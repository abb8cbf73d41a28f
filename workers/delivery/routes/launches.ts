import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi';
import { parseId } from '../../../domain/kernel/ids.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { type AppEnv, problems, refuse } from '../../shared/app.ts';
import { admitToSession, bearerOf } from '../access.ts';
import { servedRecord } from '../content/packages.ts';
import { launchLink, launchResponse } from '../launching.ts';
import { LaunchLink, LaunchResponseSchema, SessionPath } from '../schemas.ts';
import { sessionObject } from '../session-object.ts';
import { operatorOfSession } from '../who.ts';

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

const launch = createRoute({
  method: 'post',
  path: '/api/v1/play-sessions/{id}/launches',
  summary: 'Open a launch',
  description:
    'The player exchanges the token of the launch link, or its own session token, for what it needs to play. A launch that was open elsewhere is superseded.',
  tags: ['Play sessions'],
  security: [{ bearer: [] }],
  request: { params: SessionPath },
  responses: {
    201: json(LaunchResponseSchema, 'The launch'),
    ...problems(401, 404, 409),
  },
});

const link = createRoute({
  method: 'post',
  path: '/api/v1/play-sessions/{id}/launch-links',
  summary: 'Make a fresh launch link',
  tags: ['Play sessions'],
  security: [{ bearer: [] }],
  middleware: [operatorOfSession] as const,
  request: { params: SessionPath },
  responses: { 201: json(LaunchLink, 'The link'), ...problems(401, 403, 404) },
});

/** From a link to a session that plays. */
export function launchRoutes(app: OpenAPIHono<AppEnv<DeliveryEnv>>): void {
  app.openapi(launch, async (c) => {
    const { id } = c.req.valid('param');
    const token = bearerOf(c.req.raw.headers);
    const claims =
      (await admitToSession(c.env, token, { audience: 'launch', session: id })) ??
      (await admitToSession(c.env, token, { audience: 'session', session: id }));
    if (claims === null) {
      return refuse(c, problem('launch_token_invalid', 'The link has ended or does not belong to this session.'));
    }
    const withdrawn = await refusalOf(c.env, claims.tenant, id);
    if (withdrawn !== undefined) return refuse(c, withdrawn);
    const opened = await sessionObject(c.env, id).openLaunch();
    if ('problem' in opened) return refuse(c, opened.problem);
    const launching = { env: c.env, tenant: claims.tenant, session: id, requestUrl: c.req.url };
    return c.json(await launchResponse(launching, opened), 201);
  });

  app.openapi(link, async (c) => {
    const { id } = c.req.valid('param');
    const known = await sessionObject(c.env, id).view();
    if ('problem' in known) return refuse(c, known.problem);
    const parsed = parseId(id, 'ses');
    if (!parsed.ok) return refuse(c, parsed.error);
    const launching = { env: c.env, tenant: parsed.value.tenant, session: id, requestUrl: c.req.url };
    return c.json(await launchLink(launching), 201);
  });
}

/** Why a session is not played any more: its package was withdrawn. Known within `RECORD_SECONDS`. */
async function refusalOf(env: DeliveryEnv, tenant: string, session: string): Promise<Problem | undefined> {
  const known = await sessionObject(env, session).view();
  if ('problem' in known) return known.problem;
  const served = await servedRecord(env, tenant, known.view.packageId);
  return served === undefined ? problem('package_revoked', 'Nobody can open it any more.') : undefined;
}
