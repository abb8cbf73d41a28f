import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { PackageFiles } from '../../../domain/package/files.ts';
import { type Inspected, inspect } from '../../../domain/package/inspect.ts';
import { finding, type ImportReport, makeReport } from '../../../domain/package/report.ts';
import { readDirectory } from '../../../domain/package/zip/directory.ts';
import type { ByteSource } from '../../../domain/package/zip/source.ts';
import { readInspection, writeInspection, writePackageManifest } from '../../../r2/package-store.ts';
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

/** Reads the original as far as needed to say what it is. Deterministic: it may be asked again. */
export async function openOriginal(place: OriginalPlace): Promise<Result<Opened, ImportReport>> {
  const source = await sourceOf(place);
  if (!source.ok) return source;
  const inspected = await inspect(source.value, { homePage: place.tenant.homePage });
  return inspected.ok ? ok({ source: source.value, inspected: inspected.value }) : inspected;
}

/** An original that was inspected by an earlier step. Its manifest is not parsed again, only its directory is read. */
export interface Reopened {
  readonly source: ByteSource;
  readonly report: ImportReport;
  readonly files: Inspected['files'];
}

/** Refused when the original is gone. Throws when it was not inspected by this version: then another attempt begins. */
export async function reopenOriginal(job: BuildJob): Promise<Result<Reopened, ImportReport>> {
  const [source, inspection] = await Promise.all([
    sourceOf(job),
    readInspection(job.bucket, job.tenant.id, job.row.package),
  ]);
  if (!source.ok) return source;
  if (inspection === null) throw new Error(`the original of import ${job.row.id} was not inspected`);
  const directory = await readDirectory(source.value);
  if (!directory.ok) throw new Error(`the original of import ${job.row.id} is another one by now`);
  const { root, report } = inspection;
  return ok({ source: source.value, report, files: new PackageFiles(directory.value, root).byPath });
}

async function sourceOf({ bucket, keys }: OriginalPlace): Promise<Result<ByteSource, ImportReport>> {
  const source = await objectSource(bucket, keys.original);
  if (source !== undefined) return ok(breathing(source));
  return err(makeReport([finding('build_interrupted', 'The uploaded file is no longer in the store.')], {}));
}

/**
 * A source that lets other requests have a turn before each window. Reads are answered within the process where everything
 * runs on one thread, so a build would otherwise keep it to itself from its first byte to its last.
 */
const breathing = (source: ByteSource): ByteSource => ({
  size: source.size,
  async read(start, end, spare) {
    await scheduler.wait(1);
    return source.read(start, end, spare);
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
  const { inspected } = opened.value;
  await Promise.all([
    writePackageManifest(job.bucket, job.tenant.id, job.row.package, inspected.manifest),
    writeInspection(job.bucket, job.tenant.id, job.row.package, inspected),
  ]);
  return 'done';
}
