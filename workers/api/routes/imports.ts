import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { ImportReader, type ImportRow } from '../../../d1/content/imports.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import {
  type ApiContext,
  contentFor,
  json,
  operator,
  PageQuery,
  pageAsked,
  pageBody,
  pageSchema,
  SECURITY,
} from '../http.ts';
import { idempotent } from '../idempotency-key.ts';
import { Filename, importWanted, inspectWanted } from '../imports/request.ts';
import { ImportSchema, InspectionSchema, showImport } from '../imports/schema.ts';
import { jobRoutes } from './job-routes.ts';

/** A POST of 95 MB on 1 Mbit/s takes thirteen minutes. */
const UPLOAD_LEASE_SECONDS = 15 * 60;

const tags = ['Imports'];

const post = createRoute({
  method: 'post',
  path: '/api/v1/imports',
  tags,
  security: SECURITY,
  summary: 'Import a course',
  description:
    'The package is the request body, up to 95 MB; or name a completed upload. A course structure of cmi5 whose addresses are all absolute may come without an archive, as `text/xml`, up to 20 MiB; an authored document without files of its own as `application/json`, up to 5 MiB. The answer comes before the package is built: follow the import.',
  middleware: [operator, idempotent({ leaseSeconds: UPLOAD_LEASE_SECONDS })] as const,
  request: {
    query: z.object({
      filename: Filename.default('course.zip'),
      upload: z.string().optional(),
      dryRun: z
        .enum(['true', 'false'])
        .default('false')
        .openapi({ description: 'Only inspects: the answer is the report, and nothing is kept.' }),
    }),
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: {
      content: {
        'application/zip': { schema: z.any().openapi({ type: 'string', format: 'binary' }) },
        'text/xml': { schema: z.any().openapi({ type: 'string' }) },
        // No schema of zod: that would read the body, which is stored as it comes.
        'application/json': { schema: { type: 'object' } },
      },
    },
  },
  responses: {
    200: json(InspectionSchema, 'What the import would say, when only that was asked'),
    202: json(ImportSchema, 'The import has begun'),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422),
  },
});

const list = createRoute({
  method: 'get',
  path: '/api/v1/imports',
  tags,
  security: SECURITY,
  summary: 'List imports, newest first',
  middleware: [operator] as const,
  request: { query: PageQuery },
  responses: { 200: json(pageSchema(ImportSchema), 'A page of imports'), ...problems(400, 401, 403) },
});

/** `/api/v1/imports`. */
export function importRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(post, async (c) => {
    const { dryRun, ...wanted } = c.req.valid('query');
    if (dryRun === 'true') {
      const inspected = await inspectWanted(c, wanted);
      return inspected.ok ? c.json(inspected.value, 200) : refuse(c, inspected.error);
    }
    const received = await importWanted(c, wanted);
    if (!received.ok) return refuse(c, received.error);
    const shown = showImport(received.value);
    return c.json(shown, 202, { location: `/api/v1/imports/${shown.id}` });
  });

  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = pageAsked(query);
    if (!page.ok) return refuse(c, page.error);
    const rows = await new ImportReader(contentFor(c)).list(page.value);
    return c.json(pageBody(c, { rows, limit: query.limit, show: showImport }), 200);
  });

  jobRoutes(app, { name: 'import', path: '/api/v1/imports', tags, schema: ImportSchema, find, show: showImport });
}

/** One that is still being received is not told of: it may be refused without a trace. */
async function find(c: ApiContext, id: string): Promise<ImportRow | undefined> {
  const row = await new ImportReader(contentFor(c)).byId(id);
  return row?.state === 'receiving' ? undefined : row;
}
