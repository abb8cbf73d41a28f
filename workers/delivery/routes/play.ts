import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi';
import { parseId } from '../../../domain/kernel/ids.ts';
import { type AppEnv, problems, refuse } from '../../shared/app.ts';
import { shellOrigin } from '../../shared/origins.ts';
import { answerJournal } from '../journal.ts';
import { withCredential } from '../launching.ts';
import {
  JournalRequestSchema,
  JournalResponseSchema,
  NavigateRequestSchema,
  NavigateResponseSchema,
  SessionPath,
} from '../schemas.ts';
import { sessionObject } from '../session-object.ts';
import { player } from '../who.ts';

const bearer = [{ bearer: [] }];
const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

const journal = createRoute({
  method: 'post',
  path: '/api/v1/play-sessions/{id}/journal',
  summary: 'Send what the runtime has recorded',
  description:
    'For the runtime frame with its journal token. Entries that are sent again are skipped; a request without entries shows that the page is there.',
  tags: ['Play sessions'],
  security: bearer,
  request: {
    params: SessionPath,
    // Read by the handler, because a beacon sends the same JSON as text/plain with its token in the body.
    body: { content: { 'application/json': { schema: JournalRequestSchema } } },
  },
  responses: {
    200: json(JournalResponseSchema, 'What is durable now'),
    ...problems(400, 401, 409, 413),
  },
});

const navigation = createRoute({
  method: 'post',
  path: '/api/v1/play-sessions/{id}/navigation',
  summary: 'Take a step',
  description: 'For the player with the session token. Names the cursor version that it saw; an older one is refused.',
  tags: ['Play sessions'],
  security: bearer,
  middleware: [player] as const,
  request: {
    params: SessionPath,
    body: { required: true, content: { 'application/json': { schema: NavigateRequestSchema } } },
  },
  responses: { 200: json(NavigateResponseSchema, 'What to show now'), ...problems(400, 401, 404, 409) },
});

/** What happens while a course is played. */
export function playRoutes(app: OpenAPIHono<AppEnv<DeliveryEnv>>): void {
  app.openAPIRegistry.registerPath(journal);
  app.post('/api/v1/play-sessions/:id/journal', async (c) => {
    const session = c.req.param('id');
    const id = parseId(session, 'ses');
    if (!id.ok) return refuse(c, id.error);
    const requestId = c.get('requestId');
    const { tenant } = id.value;
    return (await answerJournal({ request: c.req.raw, env: c.env, tenant, session, requestId })).response;
  });

  app.openapi(navigation, async (c) => {
    const { id } = c.req.valid('param');
    const shell = shellOrigin(c.req.url, c.env.SHELL_HOST);
    const answer = await sessionObject(c.env, id).navigate(c.req.valid('json'), shell);
    if ('problem' in answer) return refuse(c, answer.problem);
    const parsed = parseId(id, 'ses');
    if (!parsed.ok) return refuse(c, parsed.error);
    const { tenant } = parsed.value;
    return c.json(await withCredential({ env: c.env, tenant, session: id, requestUrl: c.req.url }, answer), 200);
  });
}
