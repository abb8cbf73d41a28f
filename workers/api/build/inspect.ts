import { err, type Result } from '../../../domain/kernel/result.ts';
import { type Inspected, inspect } from '../../../domain/package/inspect.ts';
import { finding, type ImportReport, makeReport } from '../../../domain/package/report.ts';
import type { ByteSource } from '../../../domain/package/zip/source.ts';
import { writePackageManifest } from '../../../r2/package-store.ts';
import { objectSource } from '../../../r2/source.ts';
import { type BuildJob, now } from './job.ts';
import { refuse } from './refuse.ts';
import { running } from './steps.ts';

export interface Opened {
  readonly source: ByteSource;
  readonly inspected: Inspected;
}

/** Where an original lies, and whose it is. */
export type OriginalPlace = Pick<BuildJob, 'bucket' | 'keys' | 'tenant'>;

/** Reads the original as far as needed to say what it is. Deterministic, so every step may ask again. */
export async function openOriginal({ bucket, keys, tenant }: OriginalPlace): Promise<Result<Opened, ImportReport>> {
  const source = await objectSource(bucket, keys.original);
  if (source === undefined) {
    return err(makeReport([finding('build_interrupted', 'The uploaded file is no longer in the store.')], {}));
  }
  const yielding = breathing(source);
  const inspected = await inspect(yielding, { homePage: tenant.homePage });
  return inspected.ok ? { ok: true, value: { source: yielding, inspected: inspected.value } } : inspected;
}

/**
 * A source that lets other requests have a turn before each window. Reads are answered within the process where everything
 * runs on one thread, so a build would otherwise keep it to itself from its first byte to its last.
 */
const breathing = (source: ByteSource): ByteSource => ({
  size: source.size,
  async read(start, end) {
    await scheduler.wait(1);
    return source.read(start, end);
  },
});

/**
 * First step: is it a package that can be played? `refused` when it was refused, now or by an earlier attempt that did not
 * get as far as clearing up.
 */
export async function inspectOriginal(job: BuildJob): Promise<'done' | 'refused'> {
  if (job.row.report !== null) return 'refused';
  await job.writer.progress(job.params, running('inspect'), now());
  const opened = await openOriginal(job);
  if (!opened.ok) {
    await refuse(job, 'inspect', opened.error);
    return 'refused';
  }
  await writePackageManifest(job.bucket, job.tenant.id, job.row.package, opened.value.inspected.manifest);
  return 'done';
}
