import { z } from '@hono/zod-openapi';
import type { ImportRow } from '../../../d1/content/imports.ts';
import { UploadReader, type UploadRow } from '../../../d1/content/uploads.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { LONE_MANIFESTS } from '../../../domain/package/lone-manifest.ts';
import { type ApiContext, contentFor } from '../http.ts';
import { bucketOf } from '../tenants.ts';
import { wrapManifest } from './lone-manifest.ts';
import { type Incoming, importUpload, inspectArchive, inspectUpload, type Place, receiveArchive } from './receive.ts';
import type { InspectionBody } from './schema.ts';

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

/** The package, or the manifest alone, that is the body of the request. */
async function incomingOf(c: ApiContext, filename: string): Promise<Result<Incoming, Problem>> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const given = c.req.header('content-length');
  const length = given === undefined ? undefined : Number(given);
  return archiveIn(type, { filename, body: c.req.raw.body, length });
}

async function archiveIn(type: string | undefined, incoming: Incoming): Promise<Result<Incoming, Problem>> {
  if (type === undefined || ZIP_TYPES.includes(type)) return ok(incoming);
  const manifest = LONE_MANIFESTS.find(({ mediaTypes }) => mediaTypes.includes(type));
  if (manifest !== undefined) return wrapManifest(manifest.path, incoming);
  const alone = LONE_MANIFESTS.map(({ path, mediaTypes }) => `${path} alone as ${mediaTypes[0]}`).join(', ');
  const detail = `Send the package as ${ZIP_TYPES[0]}, not as ${type}; ${alone}.`;
  return err(problem('unsupported_media_type', detail, 'Content-Type'));
}

/** What a request to import names: a completed upload, or else the body is the package. */
export interface Wanted {
  readonly filename: string;
  readonly upload?: string | undefined;
}

/** Begins the import that is asked for. */
export async function importWanted(c: ApiContext, wanted: Wanted): Promise<Result<ImportRow, Problem>> {
  return take(c, wanted, { body: receiveArchive, upload: importUpload });
}

/** Says what the import that is asked for would say, and leaves everything as it was. */
export async function inspectWanted(c: ApiContext, wanted: Wanted): Promise<Result<InspectionBody, Problem>> {
  return take(c, wanted, { body: inspectArchive, upload: inspectUpload });
}

interface Takers<T> {
  readonly body: (place: Place, incoming: Incoming) => Promise<Result<T, Problem>>;
  readonly upload: (place: Place, upload: UploadRow) => Promise<Result<T, Problem>>;
}

async function take<T>(c: ApiContext, { filename, upload }: Wanted, by: Takers<T>): Promise<Result<T, Problem>> {
  if (upload === undefined) {
    const incoming = await incomingOf(c, filename);
    return incoming.ok ? by.body(placeOf(c), incoming.value) : incoming;
  }
  const found = await completedUpload(c, upload);
  return found.ok ? by.upload(placeOf(c), found.value) : found;
}

async function completedUpload(c: ApiContext, id: string): Promise<Result<UploadRow, Problem>> {
  const upload = await new UploadReader(contentFor(c)).byId(id);
  if (upload === undefined) return err(problem('not_found', 'There is no upload with this id.', 'query.upload'));
  if (upload.state === 'open') return err(problem('upload_incomplete', 'Complete the upload first.', 'query.upload'));
  return ok(upload);
}
