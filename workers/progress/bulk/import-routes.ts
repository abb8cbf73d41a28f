import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { problem } from '../../../domain/kernel/problem.ts';
import type { ImportJob } from '../../../domain/statement/bulk/job.ts';
import { problems, refuse } from '../../shared/app.ts';
import { honourKeys } from '../../shared/idempotent.ts';
import { decodeCursor, encodeCursor, pageOf } from '../../shared/pages.ts';
import { regional } from '../../shared/regions.ts';
import type { ProgressApp } from '../app-env.ts';
import { PageQuery, pageSchema } from '../reads/schemas.ts';
import { apiOf, importsOf } from '../services/bindings.ts';
import { tenantRecord } from '../services/tenants.ts';
import { RefusedLineSchema, StatementImportSchema, showImport } from './import-schemas.ts';
import { completeParts, MAX_PARTS, putPart } from './parts.ts';
import { type ImportPlace, openImport, receiveFile } from './receive.ts';

/** A POST of 95 MB on 1 Mbit/s takes thirteen minutes. */
const UPLOAD_LEASE_SECONDS = 15 * 60;
/** What files of lines, archives and compressed files are called. */
const FILE_TYPES = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/zip',
  'application/x-zip-compressed',
  'application/gzip',
  'application/x-gzip',
  'application/octet-stream',
];

const idempotent = honourKeys<ProgressEnv>(
  (c) => {
    const api = apiOf(c.env);
    const { tenant } = c.var.principal;
    return {
      begin: (input) => api.idempotencyBegin({ tenant, ...input }),
      end: (input) => api.idempotencyEnd({ tenant, ...input }),
    };
  },
  { leaseSeconds: UPLOAD_LEASE_SECONDS },
);

const binary = { schema: z.any().openapi({ type: 'string', format: 'binary' }) };
const common = { tags: ['Statements in bulk'], security: [{ bearer: [] }] };
const Id = z.object({ id: z.string() });
const shown = (description: string) => ({
  description,
  content: { 'application/json': { schema: StatementImportSchema } },
});
/** The last part of a path, so that nobody's folders are kept, without control characters. */
const Filename = z
  .string()
  .max(255)
  .transform((name) => name.replace(/^.*[\\/]/, '').replace(/\p{Cc}/gu, ''))
  .pipe(z.string().min(1));

const post = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/statements/imports',
  summary: 'Import statements',
  description:
    'The body is a file of one statement a line (NDJSON), the same as gzip, or an archive of an export, up to 95 MB. For a larger file, or one whose length is not known, ask with `parts=true` and without a body, send its parts and complete it. What is stored already and equal is not stored again. Statements keep their id, authority, timestamp and version.',
  middleware: [idempotent] as const,
  request: {
    query: z.object({
      filename: Filename.default('statements.ndjson'),
      strict: z.enum(['true', 'false']).default('false').openapi({
        description: 'Check the whole file first, and store nothing when a line is not valid.',
      }),
      parts: z.enum(['true', 'false']).default('false'),
    }),
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: {
      content: { 'application/x-ndjson': binary, 'application/gzip': binary, 'application/zip': binary },
    },
  },
  responses: {
    201: shown('The parts of the file can be sent'),
    202: shown('The file is there, the work begins'),
    ...problems(400, 401, 403, 409, 413, 415, 422, 429),
  },
});

const list = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/statements/imports',
  summary: 'List imports of statements, newest first',
  request: { query: PageQuery },
  responses: {
    200: {
      description: 'A page of imports',
      content: { 'application/json': { schema: pageSchema(StatementImportSchema) } },
    },
    ...problems(400, 401, 403),
  },
});

const get = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/statements/imports/{id}',
  summary: 'Read how far an import is',
  request: { params: Id },
  responses: { 200: shown('The import'), ...problems(401, 403, 404) },
});

const errors = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/statements/imports/{id}/errors',
  summary: 'The lines that were refused, in order',
  description: 'The first 10,000 are kept; how many there are is told exactly by the import.',
  request: { params: Id, query: PageQuery },
  responses: {
    200: {
      description: 'A page of lines',
      content: { 'application/json': { schema: pageSchema(RefusedLineSchema) } },
    },
    ...problems(400, 401, 403, 404),
  },
});

const part = createRoute({
  ...common,
  method: 'put',
  path: '/api/v1/statements/imports/{id}/parts/{part}',
  summary: 'Send a part of a file',
  description: `Parts are numbered from 1 to ${MAX_PARTS}; all but the last have the size that the import told. A part that is sent again replaces the one before.`,
  request: {
    // Coerced input may be anything, also absent, so the document has to be told that a path always has it.
    params: Id.extend({
      part: z.coerce
        .number()
        .int()
        .openapi({ param: { name: 'part', in: 'path', required: true } }),
    }),
    body: { content: { 'application/octet-stream': binary } },
  },
  responses: { 204: { description: 'The part is stored' }, ...problems(400, 401, 403, 404, 409) },
});

const complete = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/statements/imports/{id}/complete',
  summary: 'Put the parts of a file together and begin',
  request: { params: Id },
  responses: { 200: shown('The work begins'), ...problems(400, 401, 403, 404, 409, 422) },
});

const cancel = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/statements/imports/{id}/cancel',
  summary: 'Cancel an import',
  description: 'What was stored stays. An import that has ended stays as it is.',
  request: { params: Id },
  responses: { 200: shown('The import'), ...problems(401, 403, 404) },
});

/** `/api/v1/statements/imports`, for operators. */
export function statementImportRoutes(app: OpenAPIHono<ProgressApp>): void {
  app.openapi(post, async (c) => {
    const { filename, strict, parts } = c.req.valid('query');
    const asked = { filename, strict: strict === 'true' };
    const place = await placeOf(c);
    if (parts === 'true') {
      const { job } = await openImport(place, asked);
      return c.json(showImport(job), 201, locationOf(job));
    }
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== undefined && !FILE_TYPES.includes(type)) {
      const detail = `Send the file as ${FILE_TYPES[0]}, application/gzip or application/zip, not as ${type}.`;
      return refuse(c, problem('unsupported_media_type', detail, 'Content-Type'));
    }
    const received = await receiveFile(place, asked, c.req.raw);
    if (!received.ok) return refuse(c, received.error);
    return c.json(showImport(received.value), 202, locationOf(received.value));
  });

  app.openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const before = cursor === undefined ? undefined : decodeCursor(cursor, 's');
    if (before?.ok === false) return refuse(c, before.error);
    const rest = before === undefined ? {} : { before: String(before.value[0]) };
    const jobs = await importsOf(c.env, c.var.principal.tenant).list({ ...rest, limit: limit + 1 });
    const page = jobs.slice(0, limit);
    const next = jobs.length > limit ? encodeCursor([page.at(-1)!.id]) : null;
    return c.json(
      pageOf(
        c,
        page.map((job) => showImport(job)),
        next,
      ),
      200,
    );
  });

  app.openapi(get, async (c) => {
    const job = await find(c, c.req.valid('param').id);
    return job === null ? refuse(c, UNKNOWN) : c.json(await withParts(c, job), 200);
  });

  app.openapi(errors, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    if ((await find(c, id)) === null) return refuse(c, UNKNOWN);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, 'n');
    if (after?.ok === false) return refuse(c, after.error);
    const from = after === undefined ? 0 : Number(after.value[0]);
    const lines = await importsOf(c.env, c.var.principal.tenant).reports(id, { after: from, limit: limit + 1 });
    const page = lines.slice(0, limit);
    const next = lines.length > limit ? encodeCursor([page.at(-1)!.line]) : null;
    return c.json(pageOf(c, page as z.infer<typeof RefusedLineSchema>[], next), 200);
  });

  app.openapi(part, async (c) => {
    const { id, part: number } = c.req.valid('param');
    const job = await find(c, id);
    if (job === null) return refuse(c, UNKNOWN);
    const given = c.req.header('content-length');
    const { body } = c.req.raw;
    if (given === undefined || body === null) {
      return refuse(c, problem('upload_part_invalid', 'Send the part with a Content-Length.', 'Content-Length'));
    }
    const stored = await putPart(await placeOf(c), job, { part: number, length: Number(given), body });
    return stored.ok ? c.body(null, 204) : refuse(c, stored.error);
  });

  app.openapi(complete, async (c) => {
    const job = await find(c, c.req.valid('param').id);
    if (job === null) return refuse(c, UNKNOWN);
    const completed = await completeParts(await placeOf(c), job);
    return completed.ok ? c.json(showImport(completed.value), 200) : refuse(c, completed.error);
  });

  app.openapi(cancel, async (c) => {
    const job = await importsOf(c.env, c.var.principal.tenant).cancel(c.req.valid('param').id);
    return job === null ? refuse(c, UNKNOWN) : c.json(showImport(job), 200);
  });
}

const UNKNOWN = problem('not_found', 'There is no import of statements with this id.');

const locationOf = ({ id }: ImportJob) => ({ location: `/api/v1/statements/imports/${id}` });

async function placeOf(c: Context<ProgressApp>): Promise<ImportPlace> {
  const { principal } = c.var;
  return {
    imports: importsOf(c.env, principal.tenant),
    bucket: regional<R2Bucket>(c.env, 'ATTACHMENTS', principal.region),
    tenant: await tenantRecord(apiOf(c.env), principal.tenant),
    principal,
  };
}

/** A job of another tenant is not in this tenant's object. */
const find = (c: Context<ProgressApp>, id: string): Promise<ImportJob | null> =>
  importsOf(c.env, c.var.principal.tenant).find(id);

async function withParts(c: Context<ProgressApp>, job: ImportJob) {
  if (job.state !== 'receiving') return showImport(job);
  const parts = await importsOf(c.env, c.var.principal.tenant).parts(job.id);
  return showImport(
    job,
    parts.map(({ part }) => part),
  );
}
