import { writeArchive } from '../../../domain/bundle/archive.ts';
import type { StoredPart } from '../../../domain/bundle/parts.ts';
import { bytesSource } from '../../../domain/package/zip/source.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { resumeMultipart } from '../../../r2/multipart-writer.ts';
import { objectSource } from '../../../r2/source.ts';
import { Beat } from '../build/beat.ts';
import { now } from '../build/job.ts';
import type { ExportJob } from './job.ts';
import { readPlan } from './plan.ts';

/** Parts that one step writes: 128 MiB are a second or two of copying, so a step that fails repeats little. */
const PARTS_PER_STEP = 16;

export interface Written {
  readonly outcome: 'more' | 'done';
  /** Those of this step; the answers of all steps together are the archive, at some sixty bytes for 8 MiB. */
  readonly parts: readonly StoredPart[];
}

/** Goes on with the archive behind `stored`. */
export async function writeParts(
  job: ExportJob,
  { uploadId, stored }: { readonly uploadId: string; readonly stored: readonly StoredPart[] },
): Promise<Written> {
  const { bucket, keys, row, tenant, writer, params } = job;
  const original = await objectSource(bucket, packageKeys(tenant.id, row.package).original);
  if (original === undefined) throw new Error(`the original of ${row.package} is gone`);
  const made = (await objectSource(bucket, keys.made)) ?? bytesSource(new Uint8Array(0));
  const beat = new Beat(() => writer.beat(params, now()));
  try {
    const { done, parts } = await writeArchive({
      files: await readPlan(job),
      original,
      made,
      writer: resumeMultipart(bucket, keys.archive, uploadId),
      stored,
      maxParts: PARTS_PER_STEP,
      onProgress: (bytesDone, bytes) => beat.progress(() => writer.progress(params, { bytesDone, bytes }, now())),
    });
    return { outcome: done ? 'done' : 'more', parts: parts.slice(stored.length) };
  } finally {
    await beat.stop();
  }
}
