import { v7 } from 'uuid';
import type { TenantContent } from '../../../d1/content/db.ts';
import { UploadReader, type UploadRow, UploadWriter } from '../../../d1/content/uploads.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { PART_BYTES as STREAM_PART_BYTES } from '../../../r2/multipart-writer.ts';
import { checkUpload, HEAD_BYTES } from '../imports/archive.ts';
import type { Place } from '../imports/receive.ts';
import { watchTenant } from '../watch/build-watch.ts';
import { discardUpload } from './discard.ts';
import { PART_BYTES, partCount, partLength, UPLOAD_TTL_SECONDS } from './plan.ts';

const keyOf = (content: TenantContent, upload: UploadRow): string =>
  packageKeys(content.tenant, upload.package).original;

export interface NewFile {
  readonly filename: string;
  readonly bytes: number;
  /** It comes by tus, with what the client says of it; else in parts of the plan. */
  readonly tus?: { readonly metadata: string | null };
}

/** Opens an upload. It goes by itself when it is not imported in time. */
export async function openUpload(
  { env, content, bucket }: Place,
  { filename, bytes, tus }: NewFile,
): Promise<UploadRow> {
  const id = makeId(content.tenant, 'upl', v7());
  const packageId = makeId(content.tenant, 'pkg', v7());
  const at = Date.now();
  const key = packageKeys(content.tenant, packageId).original;
  const opened = await bucket.createMultipartUpload(key, { httpMetadata: { contentType: 'application/zip' } });
  const row = await new UploadWriter(content).create({
    id,
    filename,
    bytes,
    protocol: tus === undefined ? 'parts' : 'tus',
    metadata: tus?.metadata ?? null,
    partBytes: tus === undefined ? PART_BYTES : STREAM_PART_BYTES,
    package: packageId,
    r2Upload: opened.uploadId,
    createdAt: new Date(at).toISOString(),
    expiresAt: new Date(at + UPLOAD_TTL_SECONDS * 1000).toISOString(),
  });
  await watchTenant(env, content.tenant, UPLOAD_TTL_SECONDS);
  return row;
}

/** Stores a part. It must have the length that the plan gives it, because R2 tells only at the end. */
export async function putPart(
  { content, bucket }: Place,
  upload: UploadRow,
  { part, length, body }: { part: number; length: number; body: ReadableStream<Uint8Array> },
): Promise<Result<void, Problem>> {
  if (upload.state !== 'open') return err(problem('upload_closed', 'This upload is complete.'));
  if (upload.protocol !== 'parts') return err(problem('upload_closed', 'This upload takes its bytes by tus.'));
  const expected = partLength(upload.bytes, part);
  if (expected === undefined) {
    return err(problem('upload_part_invalid', `Parts are numbered from 1 to ${partCount(upload.bytes)}.`, 'path.part'));
  }
  if (length !== expected) {
    const detail = `Part ${part} has ${expected} bytes, but ${length} were announced.`;
    return err(problem('upload_part_invalid', detail, 'Content-Length'));
  }
  const multipart = bucket.resumeMultipartUpload(keyOf(content, upload), upload.r2Upload);
  const { readable, writable } = new FixedLengthStream(length);
  return whileAlive(content, upload.id, async () => {
    const [stored] = await Promise.all([multipart.uploadPart(part, readable), body.pipeTo(writable)]);
    await new UploadWriter(content).part(upload.id, { part, etag: stored.etag });
  });
}

/** What `work` gives; when it fails because the upload was imported or given up meanwhile, that is said. */
async function whileAlive<T>(content: TenantContent, id: string, work: () => Promise<T>): Promise<Result<T, Problem>> {
  try {
    return ok(await work());
  } catch (error) {
    if (await new UploadReader(content).isAlive(id)) throw error;
    return err(ENDED);
  }
}

const ENDED = problem('upload_closed', 'This upload was imported or given up meanwhile.');

/** Makes one object of the parts and looks at its first bytes: what is no archive is thrown away at once. */
export async function completeUpload(
  { content, bucket }: Place,
  upload: UploadRow,
): Promise<Result<UploadRow, Problem>> {
  if (upload.state === 'completed') return ok(upload);
  const parts = await new UploadReader(content).parts(upload.id);
  const there = new Set(parts.map(({ part }) => part));
  const missing = Array.from({ length: partCount(upload.bytes, upload.partBytes) }, (_, i) => i + 1).filter(
    (n) => !there.has(n),
  );
  if (missing.length > 0) {
    const detail = `${missing.length} of ${partCount(upload.bytes, upload.partBytes)} parts are missing.`;
    return err({ ...problem('upload_incomplete', detail), extra: { missing: missing.slice(0, MAX_MISSING_NAMED) } });
  }
  const key = keyOf(content, upload);
  const multipart = bucket.resumeMultipartUpload(key, upload.r2Upload);
  const joined = await whileAlive(content, upload.id, () =>
    multipart.complete(parts.map(({ part, etag }) => ({ partNumber: part, etag }))).catch(async (error) => {
      // A repetition after a lost answer: the parts are an object already.
      if ((await bucket.head(key)) === null) throw error;
    }),
  );
  if (!joined.ok) return joined;
  const head = await bucket.get(key, { range: { offset: 0, length: HEAD_BYTES } });
  const fine = checkUpload(upload, head === null ? new Uint8Array(0) : new Uint8Array(await head.arrayBuffer()));
  if (!fine.ok) {
    await discardUpload(content, bucket, upload);
    return fine;
  }
  if (await new UploadWriter(content).complete(upload.id)) return ok({ ...upload, state: 'completed' });
  return err(ENDED);
}

/** A client that sends parts one after the other needs the first ones only. */
const MAX_MISSING_NAMED = 20;
