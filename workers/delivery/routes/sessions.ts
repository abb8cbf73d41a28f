import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { sessionIdOf } from '../../../domain/kernel/ids.ts';
import { type AppEnv, problems, refuse } from '../../shared/app.ts';
import { PAGE_DEFAULT, PAGE_MAX, pageOf } from '../../shared/pages.ts';
import { type ApiRpc, type Refused, type RegistrationSummary, rpcOf } from '../../shared/rpc.ts';
import { launchLink } from '../launching.ts';
import { type KeyedPost, once } from '../once.ts';
import { type Opened, openSession } from '../opening.ts';
import { PlaySession, PlaySessionPage, PlaySessionRequest, SessionPath, SessionViewSchema } from '../schemas.ts';
import { sessionObject } from '../session-object.ts';
import { operator, playerOrOperator } from '../who.ts';

const bearer = [{ bearer: [] }];
const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

const open = createRoute({
  method: 'post',
  path: '/api/v1/play-sessions',
  summary: 'Launch a package for a learner',
  description:
    'Makes the learner, the registration and the play session, or finds them: launching again resumes. The launch URL opens the player without a login.',
  tags: ['Play sessions'],
  security: bearer,
  middleware: [operator] as const,
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: { required: true, content: { 'application/json': { schema: PlaySessionRequest } } },
  },
  responses: {
    201: json(PlaySession, 'The session was made'),
    200: json(PlaySession, 'The session was there and goes on'),
    ...problems(400, 401, 403, 404, 409, 422),
  },
});

const list = createRoute({
  method: 'get',
  path: '/api/v1/play-sessions',
  summary: 'List play sessions, newest first',
  tags: ['Play sessions'],
  security: bearer,
  middleware: [operator] as const,
  request: {
    query: z.object({
      learnerId: z.string().optional(),
      packageId: z.string().optional(),
      cursor: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
    }),
  },
  responses: { 200: json(PlaySessionPage, 'A page of sessions'), ...problems(400, 401, 403) },
});

const read = createRoute({
  method: 'get',
  path: '/api/v1/play-sessions/{id}',
  summary: 'Read a play session as the player shows it',
  description: 'For an operator, or for the player with the session token.',
  tags: ['Play sessions'],
  security: bearer,
  middleware: [playerOrOperator] as const,
  request: { params: SessionPath },
  responses: { 200: json(SessionViewSchema, 'The session'), ...problems(401, 403, 404) },
});

/** Play sessions as a resource. */
export function sessionRoutes(app: OpenAPIHono<AppEnv<DeliveryEnv>>): void {
  app.openapi(open, async (c) => {
    const { tenant, credential } = c.get('principal');
    const wish = c.req.valid('json');
    const key = c.req.header('idempotency-key');
    const run = () => openSession(c.env, tenant, wish);
    const opened = await (key === undefined
      ? run()
      : runOnce(c.env, { tenant, credential, key, path: open.path, body: wish }, run));
    if ('problem' in opened) return refuse(c, opened.problem);
    const { id } = opened.session;
    // The link is made anew for a repetition: it is a credential and short-lived, so it is not kept.
    const { launchUrl } = await launchLink({ env: c.env, tenant, session: id, requestUrl: c.req.url });
    c.header('location', `/api/v1/play-sessions/${id}`);
    if ('replayed' in opened && opened.replayed) c.header('idempotency-replayed', 'true');
    const session = { ...opened.session, launchUrl };
    return opened.created ? c.json(session, 201) : c.json(session, 200);
  });

  app.openapi(list, async (c) => {
    const { learnerId, packageId, cursor, limit } = c.req.valid('query');
    const page = await rpcOf<ApiRpc>(c.env.API).listRegistrations({
      tenant: c.get('principal').tenant,
      limit,
      ...(learnerId === undefined ? {} : { learnerId }),
      ...(packageId === undefined ? {} : { packageId }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if ('problem' in page) return refuse(c, page.problem);
    return c.json(pageOf(c, page.items.map(summaryOf), page.next), 200);
  });

  app.openapi(read, async (c) => {
    const answer = await sessionObject(c.env, c.req.valid('param').id).view();
    return 'problem' in answer ? refuse(c, answer.problem) : c.json(answer.view, 200);
  });
}

async function runOnce(env: DeliveryEnv, post: KeyedPost, run: () => Promise<Opened | Refused>) {
  const answer = await once(rpcOf<ApiRpc>(env.API), post, run);
  return 'problem' in answer ? answer : { ...answer.made, replayed: answer.replayed };
}

const summaryOf = (item: RegistrationSummary) => ({
  id: sessionIdOf(item.tenant, item.registration),
  registration: item.registration,
  state: item.state,
  packageId: item.packageId,
  packageTitle: item.packageTitle,
  learner: item.learner,
  take: item.take,
  createdAt: item.createdAt,
});
