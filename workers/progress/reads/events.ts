import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { EVENT_TYPES, type EventType } from '../../../domain/kernel/event.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import type { FeedItem } from '../../../durable-objects/event-feed/index.ts';
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
    'Oldest first: `next` is always a cursor to go on from, and the cursor `latest` means after the newest event. With `order=newest` the newest come first and `next` is null at the end. With `Accept: text/event-stream` the events come live; `Last-Event-ID` or `cursor` says after which.',
  security: [{ bearer: [] }],
  request: {
    query: z.object({
      cursor: z.string().optional(),
      type: z.string().optional().openapi({ description: 'Event types, separated by commas' }),
      order: z.enum(['oldest', 'newest']).default('oldest'),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
    }),
    headers: z.object({ 'last-event-id': z.string().optional() }),
  },
  responses: {
    200: {
      description: 'A page, or a stream of server-sent events',
      content: {
        'application/json': { schema: z.object({ items: z.array(EventSchema), next: z.string().nullable() }) },
        'text/event-stream': { schema: z.string() },
      },
    },
    ...problems(400, 401, 403),
  },
});

export function eventRoutes(app: OpenAPIHono<ProgressApp>): void {
  app.openapi(events, async (c) => {
    const { cursor, type, limit, order } = c.req.valid('query');
    const live = (c.req.header('accept') ?? '').includes('text/event-stream');
    const types = readTypes(type);
    if (!types.ok) return refuse(c, types.error);
    const feed = feedOf(c.env, c.var.principal.tenant);
    const asked = (live ? c.req.header('last-event-id') : undefined) ?? cursor;
    const after = asked === LATEST ? ok(await feed.last()) : readPosition(asked);
    if (!after.ok) return refuse(c, after.error);
    const request = { after: after.value, ...(types.value === undefined ? {} : { types: types.value }) };
    // A stream is a valid answer of the route, but its type knows only the JSON one.
    if (live) return streamEvents(feed, request) as Response & never;
    if (order === 'newest') {
      const before = cursor === undefined || cursor === LATEST ? {} : { before: after.value };
      const { items, more } = await feed.history({ ...request, ...before, limit });
      const next = more ? feedCursor(items.at(-1)!.position) : null;
      return c.json(pageOf(c, items.map(eventOf), next), 200);
    }
    const page = await feed.read({ ...request, limit });
    return c.json({ ...pageOf(c, page.items.map(eventOf), feedCursor(page.next)), next: feedCursor(page.next) }, 200);
  });
}

/** A cursor of its own: nothing of what has been, everything that comes. */
const LATEST = 'latest';

const eventOf = (item: FeedItem) => item.event as z.infer<typeof EventSchema>;

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
