import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import type { ImportJob } from '../../../domain/statement/bulk/job.ts';
import { SNIFF_BYTES } from '../../../domain/statement/bulk/sniff.ts';
import type { StoredImportPart } from '../../../durable-objects/statement-imports/index.ts';
import { statementImportKey } from '../../../r2/keys.ts';
import { resumeMultipart } from '../../../r2/multipart-writer.ts';
import { headRefusal, type ImportPlace } from './receive.ts';

/** R2 wants parts of one size, the last one shorter. Far below what the edge takes, and soon sent again. */
export const PART_BYTES = 16 * 1024 * 1024;
/** A thousand parts are 16 GiB: some ten million statements. A larger store is moved in pieces of time. */
export const MAX_PARTS = 1024;

const CLOSED = problem('upload_closed', 'The file of this import is complete, or the import was cancelled.');

export interface SentPart {
  readonly part: number;
  readonly length: number;
  readonly body: ReadableStream<Uint8Array>;
}

/** [BULKW-5] Stores a part of a file. Whether it is the last, shorter one is known only when all are there. */
export async function putPart(
  { imports, bucket, tenant }: ImportPlace,
  job: ImportJob,
  { part, length, body }: SentPart,
): Promise<Result<void, Problem>> {
  if (job.state !== 'receiving') return err(CLOSED);
  if (part < 1 || part > MAX_PARTS) {
    return err(problem('upload_part_invalid', `Parts are numbered from 1 to ${MAX_PARTS}.`, 'path.part'));
  }
  if (!Number.isSafeInteger(length) || length < 1 || length > PART_BYTES) {
    return err(problem('upload_part_invalid', `A part has 1 to ${PART_BYTES} bytes.`, 'Content-Length'));
  }
  const upload = bucket.resumeMultipartUpload(statementImportKey(tenant.id, job.id), job.uploadId);
  const { readable, writable } = new FixedLengthStream(length);
  const [stored] = await Promise.all([upload.uploadPart(part, readable), body.pipeTo(writable)]);
  await imports.putPart(job.id, { part, etag: stored.etag, bytes: length });
  return ok(undefined);
}

/** Makes one file of the parts, looks at its first bytes, and lets the work begin. */
export async function completeParts(place: ImportPlace, job: ImportJob): Promise<Result<ImportJob, Problem>> {
  if (job.state !== 'receiving') return job.state === 'cancelled' ? err(CLOSED) : ok(job);
  const { imports, bucket, tenant } = place;
  const parts = await imports.parts(job.id);
  const missing = missingParts(parts);
  if (missing !== undefined) return err(missing);
  const key = statementImportKey(tenant.id, job.id);
  await resumeMultipart(bucket, key, job.uploadId).complete(
    parts.map(({ part, etag }) => ({ partNumber: part, etag })),
  );
  const head = await bucket.get(key, { range: { offset: 0, length: SNIFF_BYTES } });
  const refusal = headRefusal(head === null ? new Uint8Array(0) : new Uint8Array(await head.arrayBuffer()));
  if (refusal !== undefined) {
    await imports.discard(job.id);
    return err(refusal);
  }
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const queued = await imports.received(job.id, bytes);
  return queued === null || queued.state === 'cancelled' ? err(CLOSED) : ok(queued);
}

/** Numbers that are missing before the last part, and parts that are too short to stand before another. */
function missingParts(parts: readonly StoredImportPart[]): Problem | undefined {
  const last = parts.at(-1)?.part;
  if (last === undefined) return problem('upload_incomplete', 'No part of the file is there.');
  const whole = new Set(
    parts.filter(({ part, bytes }) => part === last || bytes === PART_BYTES).map(({ part }) => part),
  );
  const missing = Array.from({ length: last }, (_, i) => i + 1).filter((part) => !whole.has(part));
  if (missing.length === 0) return undefined;
  const detail = `${missing.length} of ${last} parts are missing, or have less than ${PART_BYTES} bytes.`;
  return { ...problem('upload_incomplete', detail), extra: { missing: missing.slice(0, MAX_MISSING_NAMED) } };
}

/** A client that sends parts one after the other needs the first ones only. */
const MAX_MISSING_NAMED = 20;
