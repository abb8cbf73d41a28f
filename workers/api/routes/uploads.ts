import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { UploadReader, type UploadRow } from '../../../d1/content/uploads.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { type ApiContext, contentFor, IdParam, operator, SECURITY } from '../http.ts';
import { idempotent } from '../idempotency-key.ts';
import { Filename, placeOf } from '../imports/request.ts';
import { discardUpload } from '../uploads/discard.ts';
import { MAX_UPLOAD_BYTES } from '../uploads/plan.ts';
import { shownUpload, showUpload, UploadSchema } from '../uploads/schema.ts';
import { completeUpload, openUpload, putPart } from '../uploads/uploads.ts';

const tags = ['Uploads'];
const upload = (description: string) => ({ description, content: { 'application/json': { schema: UploadSchema } } });
const common = { tags, security: SECURITY };

const create = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/uploads',
  summary: 'Begin an upload in parts',
  description: 'For archives above 95 MB: send each part, complete the upload, then import it with `?upload=`.',
  middleware: [operator, idempotent()] as const,
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ filename: Filename, bytes: z.number().int().min(1).max(MAX_UPLOAD_BYTES) }),
        },
      },
    },
  },
  responses: { 201: upload('The upload is open'), ...problems(400, 401, 403, 409, 422) },
});

const get = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/uploads/{id}',
  summary: 'Read an upload, to go on with it',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 200: upload('The upload'), ...problems(401, 403, 404) },
});

const part = createRoute({
  ...common,
  method: 'put',
  path: '/api/v1/uploads/{id}/parts/{part}',
  summary: 'Send a part',
  description: 'A part that is sent again replaces the one before.',
  middleware: [operator] as const,
  request: {
    // Coerced input may be anything, also absent, so the document has to be told that a path always has it.
    params: IdParam.extend({
      part: z.coerce
        .number()
        .int()
        .openapi({ param: { name: 'part', in: 'path', required: true } }),
    }),
    body: {
      content: { 'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
    },
  },
  responses: { 204: { description: 'The part is stored' }, ...problems(400, 401, 403, 404, 409) },
});

const complete = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/uploads/{id}/complete',
  summary: 'Put the parts together',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 200: upload('The upload can be imported'), ...problems(401, 403, 404, 409, 422) },
});

const cancel = createRoute({
  ...common,
  method: 'delete',
  path: '/api/v1/uploads/{id}',
  summary: 'Give an upload up',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 204: { description: 'Nothing of it is left' }, ...problems(401, 403, 404) },
});

/** `/api/v1/uploads`. */
export function uploadRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(create, async (c) => {
    const row = await openUpload(placeOf(c), c.req.valid('json'));
    return c.json(showUpload(row, []), 201, { location: `/api/v1/uploads/${row.id}` });
  });

  app.openapi(get, async (c) => {
    const row = await find(c, c.req.valid('param').id);
    return row === undefined ? refuse(c, UNKNOWN) : c.json(await shownUpload(c, row), 200);
  });

  app.openapi(part, async (c) => {
    const { id, part: number } = c.req.valid('param');
    const row = await find(c, id);
    if (row === undefined) return refuse(c, UNKNOWN);
    const given = c.req.header('content-length');
    const body = c.req.raw.body;
    if (given === undefined || body === null) {
      return refuse(c, problem('upload_part_invalid', 'Send the part with a Content-Length.', 'Content-Length'));
    }
    const stored = await putPart(placeOf(c), row, { part: number, length: Number(given), body });
    return stored.ok ? c.body(null, 204) : refuse(c, stored.error);
  });

  app.openapi(complete, async (c) => {
    const row = await find(c, c.req.valid('param').id);
    if (row === undefined) return refuse(c, UNKNOWN);
    if (row.protocol === 'tus' && row.state === 'open') {
      return refuse(c, problem('upload_incomplete', `It has ${row.received} of ${row.bytes} bytes, by tus.`));
    }
    const completed = await completeUpload(placeOf(c), row);
    return completed.ok ? c.json(await shownUpload(c, completed.value), 200) : refuse(c, completed.error);
  });

  app.openapi(cancel, async (c) => {
    const row = await find(c, c.req.valid('param').id);
    if (row === undefined) return refuse(c, UNKNOWN);
    const { content, bucket } = placeOf(c);
    return (await discardUpload(content, bucket, row)) ? c.body(null, 204) : refuse(c, UNKNOWN);
  });
}

const UNKNOWN = problem('not_found', 'There is no upload with this id; it may have expired or been imported.');

const find = (c: ApiContext, id: string): Promise<UploadRow | undefined> => new UploadReader(contentFor(c)).byId(id);
