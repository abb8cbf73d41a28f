import type { StoredPart } from '../../../domain/bundle/parts.ts';
import { cloudEvent } from '../../../domain/kernel/event.ts';
import { makeId, parseId } from '../../../domain/kernel/ids.ts';
import { exportPrefix } from '../../../r2/keys.ts';
import { resumeMultipart } from '../../../r2/multipart-writer.ts';
import { deletePrefix } from '../../../r2/package-store.ts';
import { now } from '../build/job.ts';
import type { ExportJob } from './job.ts';

/** Last step: the archive becomes an object, what it was made of goes, and the end is told. */
export async function finishExport(
  job: ExportJob,
  { uploadId, parts }: { readonly uploadId: string; readonly parts: readonly StoredPart[] },
): Promise<'done'> {
  const { bucket, keys, writer, params } = job;
  await resumeMultipart(bucket, keys.archive, uploadId).complete(parts);
  const archive = await bucket.head(keys.archive);
  if (archive === null) throw new Error(`no archive at ${keys.archive}`);
  await bucket.delete([keys.plan, keys.made]);
  const at = now();
  await writer.done(params, { bytes: archive.size, event: completedEvent(job, archive.size, at), now: at });
  return 'done';
}

/** The event's id is the export's own in another kind: telling it twice tells it once. */
function completedEvent({ row, tenant }: ExportJob, bytes: number, time: string) {
  const parsed = parseId(row.id, 'exp');
  if (!parsed.ok) throw new Error(`not an export id: ${row.id}`);
  return cloudEvent({
    id: makeId(tenant.id, 'evt', parsed.value.uuid),
    type: 'content.export.completed.v1',
    tenant: tenant.id,
    subject: row.id,
    time,
    data: { exportId: row.id, packageId: row.package, format: row.format, formatVersion: row.formatVersion, bytes },
  });
}

/** Ends an export with a reason; nothing of it stays in the bucket. */
export async function failExport(job: ExportJob, detail: string): Promise<{ readonly outcome: 'failed' }> {
  const { bucket, row, tenant, writer, params } = job;
  for (const { key, uploadId } of row.uploads) await resumeMultipart(bucket, key, uploadId).abort();
  await deletePrefix(bucket, exportPrefix(tenant.id, row.id));
  await writer.fail(params, { detail }, now());
  return { outcome: 'failed' };
}
