import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { ExportReader, type ExportRow } from '../../../d1/content/exports.ts';
import { PackageReader } from '../../../d1/content/packages.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { type ExportFormat, exportTarget, versionsFor } from '../../../domain/package/export/target.ts';
import type { PackageFormat } from '../../../domain/package/manifest.ts';
import { exportKeys } from '../../../r2/keys.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { askExport } from '../export/ask.ts';
import { download } from '../export/download.ts';
import { ExportAsked, ExportSchema, showExport } from '../export/schema.ts';
import {
  type ApiContext,
  contentFor,
  IdParam,
  json,
  operator,
  PageQuery,
  pageAsked,
  pageBody,
  pageSchema,
  SECURITY,
} from '../http.ts';
import { idempotent } from '../idempotency-key.ts';
import { revoked } from '../packages/revoked.ts';
import { bucketOf } from '../tenants.ts';
import { jobRoutes, noJob } from './job-routes.ts';

const tags = ['Exports'];

const post = createRoute({
  method: 'post',
  path: '/api/v1/packages/{id}/exports',
  tags,
  security: SECURITY,
  summary: 'Export a course',
  description:
    'In the format that it came in the course comes out as it is, with what the import repaired. In another one it carries a small player that reports to whichever system launches it. The answer comes before the file is made: follow the export.',
  middleware: [operator, idempotent()] as const,
  request: {
    params: IdParam,
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: { required: true, content: { 'application/json': { schema: ExportAsked } } },
  },
  responses: { 202: json(ExportSchema, 'The export has begun'), ...problems(400, 401, 403, 404, 409, 422, 429) },
});

const list = createRoute({
  method: 'get',
  path: '/api/v1/packages/{id}/exports',
  tags,
  security: SECURITY,
  summary: 'List the exports of a course, newest first',
  middleware: [operator] as const,
  request: { params: IdParam, query: PageQuery },
  responses: { 200: json(pageSchema(ExportSchema), 'A page of exports'), ...problems(400, 401, 403, 404) },
});

const binary = { schema: z.any().openapi({ type: 'string', format: 'binary' }) };

const file = createRoute({
  method: 'get',
  path: '/api/v1/exports/{id}/download',
  tags,
  security: SECURITY,
  summary: 'Download an export',
  description: 'With `Range`, a part of it. Of a course that was revoked meanwhile there is none.',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: {
    200: { description: 'The file', content: { 'application/zip': binary } },
    206: { description: 'A part of the file', content: { 'application/zip': binary } },
    416: { description: 'The file ends before the range; `Content-Range` tells how long it is' },
    ...problems(401, 403, 404, 409),
  },
});

/** `/api/v1/packages/{id}/exports` and `/api/v1/exports`. */
export function exportRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(post, async (c) => {
    const content = contentFor(c);
    const row = await new PackageReader(content).byId(c.req.valid('param').id);
    if (row === undefined) return refuse(c, problem('not_found', 'There is no package with this id.'));
    if (row.state === 'revoked') return refuse(c, revoked(row));
    if (row.state !== 'built') return refuse(c, problem('package_not_playable', `The package is ${row.state}.`));
    const { format, formatVersion } = c.req.valid('json');
    const target = exportTarget(row.format as PackageFormat, format, formatVersion);
    if (target === undefined) return refuse(c, noTarget(row.format as PackageFormat, format));
    const asked = await askExport(c.env, content, { row, target });
    if (!asked.ok) return refuse(c, asked.error);
    return c.json(showExport(asked.value), 202, { location: `/api/v1/exports/${asked.value.id}` });
  });

  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = pageAsked(query);
    if (!page.ok) return refuse(c, page.error);
    const content = contentFor(c);
    const row = await new PackageReader(content).byId(c.req.valid('param').id);
    if (row === undefined) return refuse(c, problem('not_found', 'There is no package with this id.'));
    const rows = await new ExportReader(content).list(page.value, row.id);
    return c.json(pageBody(c, { rows, limit: query.limit, show: showExport }), 200);
  });

  jobRoutes(app, { name: 'export', path: '/api/v1/exports', tags, schema: ExportSchema, find, show: showExport });

  app.openapi(file, async (c) => {
    const row = await find(c, c.req.valid('param').id);
    if (row === undefined) return refuse(c, noJob('export'));
    if (row.state !== 'done') {
      return refuse(c, problem('export_not_ready', `The export is ${row.state}; there is no file.`));
    }
    const course = await new PackageReader(contentFor(c)).byId(row.package);
    if (course?.state === 'revoked') return refuse(c, revoked(course));
    const answer = await download(c.req.raw.headers, {
      bucket: bucketOf(c.env, c.var.principal),
      key: exportKeys(row.tenant, row.id).archive,
      filename: row.filename,
    });
    return (answer ?? refuse(c, noJob('export'))) as never;
  });
}

function noTarget(source: PackageFormat, format: ExportFormat): Problem {
  const versions = versionsFor(source, format);
  if (versions.length > 0) {
    return problem('bad_request', `This course goes out as ${format} ${versions.join(', ')}.`, 'json.formatVersion');
  }
  return problem('bad_request', 'Only a course that came as an authored document goes out as one.', 'json.format');
}

const find = (c: ApiContext, id: string): Promise<ExportRow | undefined> => new ExportReader(contentFor(c)).byId(id);
