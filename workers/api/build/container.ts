import { buildContainer } from '../../../domain/bundle/build.ts';
import { addFindings } from '../../../domain/package/report.ts';
import { deleteCheckpoint, readCheckpoint, writeCheckpoint } from '../../../r2/checkpoint.ts';
import { createMultipart, resumeMultipart } from '../../../r2/multipart-writer.ts';
import { readAssetIndex, writeAssetIndex } from '../../../r2/package-store.ts';
import { runningSha256 } from '../../../r2/sha256.ts';
import { NATIVE_CODEC } from '../../../r2/zip-codec.ts';
import { Beat } from './beat.ts';
import { reopenOriginal } from './inspect.ts';
import { type BuildJob, now } from './job.ts';
import { refuse } from './refuse.ts';
import { running } from './steps.ts';

/**
 * Parts that one step writes: 1 GiB are some seconds of processor time, far below what a step may take, so a step that
 * fails repeats little. Each step has new buffers while those of the last one wait to be collected.
 */
const PARTS_PER_STEP = 128;

/** Opens the container's upload; there is always more to do behind it. What an earlier attempt wrote is given back: only this one's parts count. */
export async function openContainer({ bucket, keys, params, row, tenant, writer }: BuildJob): Promise<'more'> {
  if (row.containerUpload !== null) await resumeMultipart(bucket, keys.container, row.containerUpload).abort();
  await Promise.all([deleteCheckpoint(bucket, tenant.id, row.package), bucket.delete([keys.container, keys.index])]);
  const upload = await createMultipart(bucket, keys.container, { contentType: 'application/zip' });
  if (!(await writer.writingTo(params, upload.uploadId))) await upload.abort();
  return 'more';
}

/** Goes on with the container. `more`: call again; `refused`: an entry turned out to be damaged. */
export async function writeContainer(job: BuildJob, maxParts = PARTS_PER_STEP): Promise<'more' | 'done' | 'refused'> {
  const { bucket, keys, row, tenant } = job;
  if (await isComplete(job)) return 'done';
  if (row.containerUpload === null) throw new Error(`import ${row.id} has no open container`);
  const upload = resumeMultipart(bucket, keys.container, row.containerUpload);
  const { uploadId } = upload;
  const last = await readCheckpoint(bucket, tenant.id, row.package);
  const from = last?.uploadId === uploadId ? last.checkpoint : undefined;
  const built = await withBeat(job, (beat) => build(job, { upload, beat, maxParts, from }));
  if (built === 'refused') return 'refused';
  if (!built.done) {
    const { checkpoint } = built;
    const kept = await writeCheckpoint(bucket, tenant.id, row.package, { uploadId, checkpoint, replaces: last });
    // The step is repeated, and finds that there is nothing to do for an attempt that was overtaken.
    if (!kept) throw new Error(`another attempt writes the container of import ${row.id}`);
    return 'more';
  }
  // The index comes first: a container that is there is then known to be complete with it.
  await writeAssetIndex(bucket, tenant.id, row.package, built.index);
  await upload.complete(built.parts);
  await deleteCheckpoint(bucket, tenant.id, row.package);
  return 'done';
}

/** A step that is repeated after its answer was lost finds its own work. */
async function isComplete({ bucket, keys, row, tenant }: BuildJob): Promise<boolean> {
  const [head, index] = await Promise.all([
    bucket.head(keys.container),
    readAssetIndex(bucket, tenant.id, row.package),
  ]);
  return head !== null && index !== null;
}

type Building = Pick<Parameters<typeof buildContainer>[0], 'from' | 'maxParts'> & {
  readonly upload: ReturnType<typeof resumeMultipart>;
  readonly beat: Beat;
};

async function build(job: BuildJob, { upload, beat, maxParts, from }: Building) {
  const opened = await reopenOriginal(job);
  if (!opened.ok) {
    await refuse(job, 'build', opened.error);
    return 'refused';
  }
  const { source, files, report } = opened.value;
  const built = await buildContainer({
    source,
    files,
    writer: upload,
    sha256: runningSha256,
    codec: NATIVE_CODEC,
    maxParts,
    from,
    onProgress: ({ bytesDone, bytes }) =>
      beat.progress(() => job.writer.progress(job.params, running('build', bytesDone, bytes), now())),
  });
  if (built.ok) return built.value;
  await refuse(job, 'build', addFindings(report, [built.error]));
  return 'refused';
}

async function withBeat<T>(job: BuildJob, work: (beat: Beat) => Promise<T>): Promise<T> {
  await job.writer.progress(job.params, running('build'), now());
  const beat = new Beat(() => job.writer.beat(job.params, now()));
  try {
    return await work(beat);
  } finally {
    await beat.stop();
  }
}
