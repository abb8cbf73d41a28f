import type { ImportStep } from '../../../d1/content/imports.ts';
import { type ImportReport, makeReport } from '../../../domain/package/report.ts';
import { resumeMultipart } from '../../../r2/multipart-writer.ts';
import { deletePackage } from '../../../r2/package-store.ts';
import { completedEvent } from './completed.ts';
import { type BuildJob, now } from './job.ts';
import { failedAt, running } from './steps.ts';

/** First half of failing: the reason is kept with the import, which stays open until everything is cleared up. */
export async function refuse(job: BuildJob, step: ImportStep['name'], report: ImportReport): Promise<void> {
  await job.writer.refuse(job.params, failedAt(running(step)), report);
}

/** Second half: nothing stays in the bucket, then the import is shown as failed. Safe to repeat from anywhere. */
export async function clearUp(job: BuildJob): Promise<'done'> {
  const { bucket, keys, row, tenant } = job;
  if (row.containerUpload !== null) await resumeMultipart(bucket, keys.container, row.containerUpload).abort();
  await deletePackage(bucket, tenant.id, row.package);
  const at = now();
  const report = (row.report as ImportReport | null) ?? makeReport([], {});
  await job.writer.fail(job.params, { event: completedEvent(job, { outcome: 'failed', report, time: at }), now: at });
  return 'done';
}
