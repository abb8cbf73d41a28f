import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { UploadReader, type UploadRow } from '../../../d1/content/uploads.ts';
import { parseId } from '../../../domain/kernel/ids.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { type ApiContext, contentFor, IdParam, operator, SECURITY } from '../http.ts';
import { idempotent } from '../idempotency-key.ts';
import { Filename, placeOf } from '../imports/request.ts';
import { readChecksum } from '../tus/checksum.ts';
import {
  OFFSET_STREAM,
  readMetadata,
  TUS_OPTIONS,
  TUS_PATH,
  TUS_VERSION,
  uploadLength,
  wholeNumber,
} from '../tus/protocol.ts';
import { receiveBytes } from '../tus/receive.ts';
import { discardUpload } from '../uploads/discard.ts';
import { UPLOAD_TTL_SECONDS } from '../uploads/plan.ts';
import { shownUpload, showUpload, UploadSchema } from '../uploads/schema.ts';
import { openUpload } from '../uploads/uploads.ts';

const tags = ['Uploads by tus'];
const common = { tags, security: SECURITY };
const ITEM = `${TUS_PATH}/{id}` as const;
const version = z.object({ 'tus-resumable': z.string().optional().openapi({ example: TUS_VERSION }) });
const json = (description: string) => ({ description, content: { 'application/json': { schema: UploadSchema } } });

/** Every answer names the version; a request in another one is not processed. Reading as JSON is no request of tus. */
const speaksTus = createMiddleware<ApiAppEnv>(async (c, next) => {
  if (c.req.method === 'GET' || c.req.header('tus-resumable') === TUS_VERSION) return next();
  const refusal = problem('tus_version_unsupported', 'Tus-Resumable must be 1.0.0.', 'Tus-Resumable');
  return refuse(c, refusal, { 'tus-version': TUS_VERSION });
});

const create = createRoute({
  ...common,
  method: 'post',
  path: TUS_PATH,
  summary: 'Create a resumable upload (tus 1.0)',
  description:
    'Clients of tus 1.0 speak with this address. The last part of `Location` is the id with which a complete upload is imported: `POST /api/v1/imports?upload=`.',
  middleware: [operator, speaksTus, idempotent({ headers: ['upload-length', 'upload-metadata'] })] as const,
  request: {
    headers: version.extend({
      'upload-length': z.string().optional().openapi({ description: 'Bytes of the file.' }),
      'upload-metadata': z.string().optional().openapi({ description: 'Of its pairs `filename` (or `name`) is read.' }),
      'idempotency-key': z.string().optional(),
    }),
  },
  responses: {
    201: json('The upload; `Location` is where its bytes go'),
    ...problems(400, 401, 403, 409, 412, 413, 422),
  },
});

const read = createRoute({
  ...common,
  method: 'get',
  path: ITEM,
  summary: 'Read the offset of an upload',
  description: 'Clients send HEAD and read `Upload-Offset`; GET gives the upload as JSON too.',
  middleware: [operator, speaksTus] as const,
  request: { params: IdParam },
  responses: { 200: json('The upload'), ...problems(401, 403, 404, 410, 412) },
});

const append = createRoute({
  ...common,
  method: 'patch',
  path: ITEM,
  summary: 'Send bytes from an offset',
  middleware: [operator, speaksTus] as const,
  request: {
    params: IdParam,
    headers: version.extend({
      'upload-offset': z.string().optional(),
      'upload-checksum': z.string().optional().openapi({ example: 'sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=' }),
    }),
    body: { content: { [OFFSET_STREAM]: { schema: z.any().openapi({ type: 'string', format: 'binary' }) } } },
  },
  responses: {
    204: { description: 'The bytes are stored up to `Upload-Offset`' },
    ...problems(400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 423, 460),
  },
});

const remove = createRoute({
  ...common,
  method: 'delete',
  path: ITEM,
  summary: 'Give an upload up',
  middleware: [operator, speaksTus] as const,
  request: { params: IdParam },
  responses: { 204: { description: 'Nothing of it is left' }, ...problems(401, 403, 404, 410, 412) },
});

const override = createRoute({
  ...common,
  method: 'post',
  path: ITEM,
  summary: 'Send bytes or give up, for clients without PATCH and DELETE',
  description: '`X-HTTP-Method-Override` names the method that is meant.',
  middleware: [operator, speaksTus] as const,
  request: { params: IdParam, headers: version.extend({ 'x-http-method-override': z.string().optional() }) },
  responses: {
    204: { description: 'Done' },
    ...problems(400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 423, 460),
  },
});

/** `/api/v1/tus`: tus 1.0.0 with creation, expiration, termination and checksum. OPTIONS is answered by the app. */
export function tusRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.use(`${TUS_PATH}/*`, async (c, next) => {
    await next();
    c.res.headers.set('tus-resumable', TUS_VERSION);
  });

  app.openapi(create, async (c) => {
    const length = uploadLength(c.req.header('upload-length'));
    if (!length.ok) return refuse(c, length.error, { 'tus-max-size': TUS_OPTIONS['tus-max-size']! });
    const metadata = c.req.header('upload-metadata');
    const filename = filenameIn(metadata);
    if (!filename.ok) return refuse(c, filename.error);
    const wanted = { filename: filename.value, bytes: length.value, tus: { metadata: metadata ?? null } };
    const row = await openUpload(placeOf(c), wanted);
    expires(c, row);
    return c.json(showUpload(row, []), 201, { location: new URL(`${TUS_PATH}/${row.id}`, c.req.url).href });
  });

  app.openapi(read, async (c) => {
    const found = await find(c, c.req.valid('param').id);
    if (!found.ok) return refuse(c, found.error);
    const row = found.value;
    expires(c, row);
    c.header('upload-offset', String(row.received));
    c.header('upload-length', String(row.bytes));
    if (row.metadata !== null) c.header('upload-metadata', row.metadata);
    c.header('cache-control', 'no-store');
    return c.json(await shownUpload(c, row), 200);
  });

  app.openapi(append, (c) => appendTo(c, c.req.valid('param').id));
  app.openapi(remove, (c) => giveUp(c, c.req.valid('param').id));
  app.openapi(override, (c) => {
    const { id } = c.req.valid('param');
    const method = c.req.header('x-http-method-override')?.toUpperCase();
    if (method === 'PATCH') return appendTo(c, id);
    if (method === 'DELETE') return giveUp(c, id);
    return refuse(c, problem('bad_request', 'Name PATCH or DELETE.', 'X-HTTP-Method-Override'));
  });
}

async function appendTo(c: ApiContext, id: string): Promise<Response & never> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== OFFSET_STREAM) {
    return refuse(c, problem('unsupported_media_type', `Send the bytes as ${OFFSET_STREAM}.`, 'Content-Type'));
  }
  const offset = wholeNumber('Upload-Offset', c.req.header('upload-offset'));
  if (!offset.ok) return refuse(c, offset.error);
  const checksum = readChecksum(c.req.header('upload-checksum'));
  if (!checksum.ok) return refuse(c, checksum.error);
  const found = await find(c, id);
  if (!found.ok) return refuse(c, found.error);
  const given = c.req.header('content-length');
  const receiving = receiveBytes(placeOf(c), found.value, {
    offset: offset.value,
    length: given === undefined ? undefined : Number(given),
    body: c.req.raw.body,
    checksum: checksum.value,
  });
  // What came is kept although nobody waits for the answer any more.
  c.executionCtx.waitUntil(receiving.catch(() => {}));
  const received = await receiving;
  if (!received.ok) return refuse(c, received.error);
  expires(c, found.value);
  return c.body(null, 204, { 'upload-offset': String(received.value) }) as Response & never;
}

async function giveUp(c: ApiContext, id: string): Promise<Response & never> {
  const found = await find(c, id);
  if (!found.ok) return refuse(c, found.error);
  const { content, bucket } = placeOf(c);
  const gone = await discardUpload(content, bucket, found.value);
  return gone ? (c.body(null, 204) as Response & never) : refuse(c, UNKNOWN);
}

const UNKNOWN = problem('not_found', 'There is no upload by tus with this id; it may have been imported.');

/** An upload by tus that has not ended. One that is no more is known to have ended by the time in its id. */
async function find(c: ApiContext, id: string): Promise<Result<UploadRow, Problem>> {
  const row = await new UploadReader(contentFor(c)).byId(id);
  if (row === undefined) return err(endedBy(id, c.var.principal.tenant) ? GONE : UNKNOWN);
  if (row.protocol !== 'tus') return err(UNKNOWN);
  return Date.parse(row.expiresAt) > Date.now() ? ok(row) : err(GONE);
}

const GONE = problem('upload_gone', 'Uploads are kept for a day.');

function endedBy(id: string, tenant: string): boolean {
  const parsed = parseId(id, 'upl');
  if (!parsed.ok || parsed.value.tenant !== tenant) return false;
  // RFC 9562, 5.7: the first 48 bits are milliseconds since 1970.
  const createdMs = Number.parseInt(parsed.value.uuid.replaceAll('-', '').slice(0, 12), 16);
  return createdMs + UPLOAD_TTL_SECONDS * 1000 < Date.now();
}

function expires(c: ApiContext, { expiresAt }: UploadRow): void {
  c.header('upload-expires', new Date(expiresAt).toUTCString());
}

function filenameIn(header: string | undefined): Result<string, Problem> {
  const metadata = readMetadata(header);
  if (!metadata.ok) return metadata;
  const name = Filename.safeParse(metadata.value.get('filename') ?? metadata.value.get('name') ?? 'course.zip');
  if (name.success) return ok(name.data);
  return err(problem('bad_request', 'The file name must have 1 to 255 characters.', 'Upload-Metadata'));
}
