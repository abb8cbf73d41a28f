import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { type ApiContext, IdParam, json, operator, SECURITY } from '../http.ts';
import { type JobRow, rowEvents } from '../row-events.ts';

/** Work that goes on by itself, and that clients read and follow by its id. */
export interface JobKind<Row extends JobRow> {
  /** As people call it, and the name of its events: `import`. */
  readonly name: string;
  /** Ids stand behind it: `/api/v1/imports`. */
  readonly path: string;
  readonly tags: string[];
  readonly schema: z.ZodType;
  readonly find: (c: ApiContext, id: string) => Promise<Row | undefined>;
  readonly show: (row: Row) => object;
}

export const noJob = (name: string): Problem => problem('not_found', `There is no ${name} with this id.`);

/** `GET {path}/{id}` and `GET {path}/{id}/events`: a job as it is now, and whenever it has changed until it has ended. */
export function jobRoutes<Row extends JobRow>(app: OpenAPIHono<ApiAppEnv>, kind: JobKind<Row>): void {
  const { name, path, tags, schema, find, show } = kind;
  const common = { method: 'get', tags, security: SECURITY, request: { params: IdParam } } as const;
  const get = createRoute({
    ...common,
    path: `${path}/{id}`,
    summary: `Read an ${name}`,
    description: 'With `Accept: text/event-stream` the same stream as `/events`.',
    middleware: [operator] as const,
    responses: { 200: json(schema, `The ${name}`), ...problems(401, 403, 404) },
  });
  const events = createRoute({
    ...common,
    path: `${path}/{id}/events`,
    summary: `Follow an ${name}`,
    description: `Server-sent events named \`${name}\`: the ${name} whenever it has changed, until it has ended.`,
    middleware: [operator] as const,
    responses: {
      200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
      ...problems(401, 403, 404),
    },
  });
  const follow = (c: ApiContext, first: Row): Response =>
    rowEvents(c, { event: name, first, read: (id) => find(c, id), show });

  app.openapi(get, async (c) => {
    const row = await find(c, c.req.valid('param').id);
    if (row === undefined) return refuse(c, noJob(name));
    if (c.req.header('accept')?.includes('text/event-stream')) return follow(c, row) as never;
    return c.json(show(row), 200) as never;
  });
  app.openapi(events, async (c) => {
    const row = await find(c, c.req.valid('param').id);
    return row === undefined ? refuse(c, noJob(name)) : follow(c, row);
  });
}
