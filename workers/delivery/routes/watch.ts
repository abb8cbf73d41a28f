import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type AppEnv, problems, refuse } from '../../shared/app.ts';
import { decodeCursor, encodeCursor, PAGE_DEFAULT, PAGE_MAX, pageOf } from '../../shared/pages.ts';
import { eventStream } from '../event-stream.ts';
import { SessionPath, TracePage } from '../schemas.ts';
import { sessionObject } from '../session-object.ts';
import { operatorOfSession, playerOrOperator } from '../who.ts';

const events = createRoute({
  method: 'get',
  path: '/api/v1/play-sessions/{id}/events',
  summary: 'Watch a play session',
  description:
    'Server-sent events: `view` with the session (as `GET /api/v1/play-sessions/{id}` answers it) at once and with every change.',
  tags: ['Play sessions'],
  security: [{ bearer: [] }],
  middleware: [playerOrOperator] as const,
  request: { params: SessionPath },
  responses: {
    200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems(401, 403, 404),
  },
});

const trace = createRoute({
  method: 'get',
  path: '/api/v1/play-sessions/{id}/journal',
  summary: 'Read what the course has said, call by call',
  description: 'The admitted journal, oldest first, with what the server made of each entry.',
  tags: ['Play sessions'],
  security: [{ bearer: [] }],
  middleware: [operatorOfSession] as const,
  request: {
    params: SessionPath,
    query: z.object({
      cursor: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
    }),
  },
  responses: {
    200: { description: 'A page of the trace', content: { 'application/json': { schema: TracePage } } },
    ...problems(400, 401, 403, 404),
  },
});

/** Seeing what a session does and did. */
export function watchRoutes(app: OpenAPIHono<AppEnv<DeliveryEnv>>): void {
  app.openapi(events, async (c) => {
    const stream = await eventStream(sessionObject(c.env, c.req.valid('param').id));
    return stream instanceof Response ? stream : refuse(c, stream.problem);
  });

  app.openapi(trace, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const after = cursor === undefined ? undefined : decodeCursor(cursor, 'n');
    if (after?.ok === false) return refuse(c, after.error);
    const page = { after: Number(after?.value[0] ?? 0), limit: limit + 1 };
    const answer = await sessionObject(c.env, c.req.valid('param').id).history(page);
    if ('problem' in answer) return refuse(c, answer.problem);
    const items = answer.items.slice(0, limit);
    const next = answer.items.length > limit ? encodeCursor([items.at(-1)!.no]) : null;
    return c.json(pageOf(c, items, next), 200);
  });
}
