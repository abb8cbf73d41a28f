import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { EVENT_TYPES, type EventType } from '../../../domain/kernel/event.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { problems, refuse } from '../../shared/app.ts';
import { decodeCursor, PAGE_DEFAULT, PAGE_MAX, pageOf } from '../../shared/pages.ts';
import type { ProgressApp } from '../app-env.ts';
import { feedOf } from '../services/bindings.ts';
import { feedCursor, streamEvents } from './event-stream.ts';
import { EventSchema } from './schemas.ts';

const events = createRoute({
  method: 'get',
  path: '/api/v1/events',
  tags: ['Events'],
  summary: "The feed of all the tenant's events",
  description:
    'Oldest first. `next` is always a cursor to go on from. With `Accept: text/event-stream` the events come live; `Last-Event-ID` or `cursor` says after which.',
  security: [{ bearer: [] }],
  request: {
    query: z.object({
      cursor: z.string().optional(),
      type: z.string().optional().openapi({ description: 'Event types, separated by commas' }),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
    }),
    headers: z.object({ 'last-event-id': z.string().optional() }),
  },
  responses: {
    200: {
      description: 'A page, or a stream of server-sent events',
      content: {
        'application/json': { schema: z.object({ items: z.array(EventSchema), next: z.string() }) },
        'text/event-stream': { schema: z.string() },
      },
    },
    ...problems(400, 401, 403),
  },
});

export function eventRoutes(app: OpenAPIHono<ProgressApp>): void {
  app.openapi(events, async (c) => {
    const { cursor, type, limit } = c.req.valid('query');
    const live = (c.req.header('accept') ?? '').includes('text/event-stream');
    const after = readPosition((live ? c.req.header('last-event-id') : undefined) ?? cursor);
    if (!after.ok) return refuse(c, after.error);
    const types = readTypes(type);
    if (!types.ok) return refuse(c, types.error);
    const feed = feedOf(c.env, c.var.principal.tenant);
    const request = { after: after.value, ...(types.value === undefined ? {} : { types: types.value }) };
    // A stream is a valid answer of the route, but its type knows only the JSON one.
    if (live) return streamEvents(feed, request) as Response & never;
    const page = await feed.read({ ...request, limit });
    const items = page.items.map((item) => item.event as z.infer<typeof EventSchema>);
    return c.json({ ...pageOf(c, items, feedCursor(page.next)), next: feedCursor(page.next) }, 200);
  });
}

function readPosition(cursor: string | undefined): Result<number, Problem> {
  if (cursor === undefined) return ok(0);
  const key = decodeCursor(cursor, 'n');
  if (!key.ok) return key;
  const position = Number(key.value[0]);
  return Number.isSafeInteger(position) && position >= 0
    ? ok(position)
    : err(problem('invalid_cursor', 'This is not a cursor that Lectern gave.', 'query.cursor'));
}

function readTypes(text: string | undefined): Result<EventType[] | undefined, Problem> {
  if (text === undefined) return ok(undefined);
  const types = text.split(',').map((type) => type.trim());
  const unknown = types.find((type) => !(EVENT_TYPES as readonly string[]).includes(type));
  if (unknown === undefined) return ok(types as EventType[]);
  return err(
    problem('bad_request', `"${unknown}" is no event type. There are ${EVENT_TYPES.join(', ')}.`, 'query.type'),
  );
}
