import { type ArchiveFile, archiveBytes } from '../../../domain/bundle/archive.ts';
import { assemble } from '../../../domain/bundle/assemble.ts';
import { PartBuffer } from '../../../domain/bundle/parts.ts';
import { planExport } from '../../../domain/package/export/plan.ts';
import { exportReport } from '../../../domain/package/export/report.ts';
import type { ExportFormat } from '../../../domain/package/export/target.ts';
import { Refusal } from '../../../domain/package/report.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { createMultipart, resumeMultipart } from '../../../r2/multipart-writer.ts';
import { Beat } from '../build/beat.ts';
import { type Opened, openOriginal } from '../build/inspect.ts';
import { now } from '../build/job.ts';
import { failExport } from './end.ts';
import type { ExportJob } from './job.ts';
import { playerFile, playerFiles } from './player-files.ts';

/** `uploadId`: the multipart upload of the archive, which the next steps write to. */
export type Planned = { readonly outcome: 'planned'; readonly uploadId: string } | { readonly outcome: 'failed' };

/**
 * First step: what goes into the export, and the files that have to be made for it. What an earlier attempt wrote is given
 * back. The plan is kept, so that later steps write the same bytes whatever is deployed in between.
 */
export async function planJob(job: ExportJob): Promise<Planned> {
  const { bucket, row, tenant, writer, params } = job;
  for (const { key, uploadId } of row.uploads) await resumeMultipart(bucket, key, uploadId).abort();
  await writer.progress(params, { bytesDone: 0, bytes: 0 }, now());
  const opened = await openOriginal({ bucket, tenant, keys: packageKeys(tenant.id, row.package) });
  if (!opened.ok) {
    const [first] = opened.error.findings;
    return failExport(job, `The course cannot be read any more. ${first?.message ?? ''}`.trim());
  }
  const beat = new Beat(() => writer.beat(params, now()));
  try {
    return await makeFiles(job, opened.value);
  } catch (thrown) {
    if (thrown instanceof Refusal) return failExport(job, thrown.finding.message);
    throw thrown;
  } finally {
    await beat.stop();
  }
}

async function makeFiles(job: ExportJob, { source, inspected }: Opened): Promise<Planned> {
  const { bucket, keys, row, writer, params } = job;
  const { manifest, files, report } = inspected;
  const target = { format: row.format as ExportFormat, formatVersion: row.formatVersion };
  const plan = await planExport({ manifest, files, source, report }, target, await playerFiles(job.env));
  const made = await createMultipart(bucket, keys.made, { contentType: 'application/octet-stream' });
  const archive = await createMultipart(bucket, keys.archive, { contentType: 'application/zip' });
  const uploads = [made, archive].map(({ key, uploadId }) => ({ key, uploadId }));
  if (!(await writer.writingTo(params, uploads))) {
    await Promise.all([made.abort(), archive.abort()]);
    throw new Error(`another attempt writes export ${row.id}`);
  }
  const buffer = new PartBuffer(made, [], 0);
  const assembled = await assemble({
    files: plan.files,
    source,
    player: (name) => playerFile(job.env, name),
    write: (bytes) => buffer.write(bytes),
  });
  await buffer.end();
  if (buffer.parts.length > 0) await made.complete(buffer.parts);
  else await made.abort();
  await bucket.put(keys.plan, JSON.stringify(assembled.files));
  await writer.reported(params, exportReport([...plan.report.findings, ...assembled.findings]));
  await writer.progress(params, { bytesDone: 0, bytes: archiveBytes(assembled.files) }, now());
  return { outcome: 'planned', uploadId: archive.uploadId };
}

/** The files of an export that is planned, and the sources of their bytes. */
export async function readPlan({ bucket, keys }: ExportJob): Promise<readonly ArchiveFile[]> {
  const plan = await bucket.get(keys.plan);
  if (plan === null) throw new Error(`no plan at ${keys.plan}`);
  return plan.json<readonly ArchiveFile[]>();
}
