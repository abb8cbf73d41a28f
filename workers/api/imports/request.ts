import { z } from '@hono/zod-openapi';
import type { ImportRow } from '../../../d1/content/imports.ts';
import { UploadReader } from '../../../d1/content/uploads.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { type ApiContext, contentFor } from '../http.ts';
import { bucketOf } from '../tenants.ts';
import { LONE_MANIFESTS, wrapManifest } from './lone-manifest.ts';
import { type Incoming, importUpload, type Place, receiveArchive } from './receive.ts';

/** What browsers and tools call a zip. */
const ZIP_TYPES = ['application/zip', 'application/x-zip-compressed', 'application/octet-stream'];

/** The last part of a path, so that nobody's folders are kept, without control characters. */
export const Filename = z
  .string()
  .max(255)
  .transform((name) => name.replace(/^.*[\\/]/, '').replace(/\p{Cc}/gu, ''))
  .pipe(z.string().min(1));

export const placeOf = (c: ApiContext): Place => ({
  env: c.env,
  content: contentFor(c),
  bucket: bucketOf(c.env, c.var.principal),
});

/** An import whose package, or whose manifest alone, is the body of the request. */
export async function importBody(c: ApiContext, filename: string): Promise<Result<ImportRow, Problem>> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const given = c.req.header('content-length');
  const length = given === undefined ? undefined : Number(given);
  const archive = await archiveIn(type, { filename, body: c.req.raw.body, length });
  return archive.ok ? receiveArchive(placeOf(c), archive.value) : archive;
}

async function archiveIn(type: string | undefined, incoming: Incoming): Promise<Result<Incoming, Problem>> {
  if (type === undefined || ZIP_TYPES.includes(type)) return ok(incoming);
  const manifest = LONE_MANIFESTS.get(type);
  if (manifest !== undefined) return wrapManifest(manifest, incoming);
  const alone = [...LONE_MANIFESTS].map(([lone, name]) => `${name} alone as ${lone}`).join(', ');
  const detail = `Send the package as ${ZIP_TYPES[0]}, not as ${type}; ${alone}.`;
  return err(problem('unsupported_media_type', detail, 'Content-Type'));
}

/** An import of an upload in parts that is complete. */
export async function importOfUpload(c: ApiContext, id: string): Promise<Result<ImportRow, Problem>> {
  const upload = await new UploadReader(contentFor(c)).byId(id);
  if (upload === undefined) return err(problem('not_found', 'There is no upload with this id.', 'query.upload'));
  if (upload.state === 'open') return err(problem('upload_incomplete', 'Complete the upload first.', 'query.upload'));
  return importUpload(placeOf(c), upload);
}
