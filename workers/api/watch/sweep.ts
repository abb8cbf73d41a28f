import type { TenantContent } from '../../../d1/content/db.ts';
import { ImportReader, type ImportRow, OPEN_STATES } from '../../../d1/content/imports.ts';
import { ImportWriter } from '../../../d1/content/imports-writer.ts';
import { UploadReader } from '../../../d1/content/uploads.ts';
import { finding, makeReport } from '../../../domain/package/report.ts';
import { deletePackage } from '../../../r2/package-store.ts';
import { logLine } from '../../shared/log.ts';
import { announce } from '../build/announce.ts';
import { loadJob } from '../build/job.ts';
import { clearUp } from '../build/refuse.ts';
import { startBuild } from '../build/start.ts';
import { failedAt } from '../build/steps.ts';
import { sweepExpired, sweepExports } from '../export/sweep.ts';
import { bucketOf, contentOf, findTenant } from '../tenants.ts';
import { discardUpload } from '../uploads/discard.ts';
import { judge, MAX_ATTEMPTS, STALE_BUILD_SECONDS } from './decide.ts';

/** Rows of a kind looked at in one sweep; the rest is there at the next one, which follows at once. */
const SWEEP_ROWS = 50;
/** How soon to look again while events wait for the queue. */
const OUTBOX_RETRY_SECONDS = 10;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Looks after what a kill or a lost connection left behind in one tenant: builds without a sign of life, events that the
 * queue never got, files that never came in whole. Returns when to look again, null for never.
 */
export async function sweep(env: ApiEnv, tenantId: string): Promise<number | null> {
  const tenant = await findTenant(env, tenantId);
  if (tenant === undefined) return null;
  const content = contentOf(env, tenant);
  const bucket = bucketOf(env, tenant);
  const due = [
    await sweepImports(env, content, bucket),
    await sweepUploads(content, bucket),
    await sweepExports(env, content, SWEEP_ROWS),
    await sweepExpired(content, bucket, SWEEP_ROWS),
    await sweepOutbox(env, content),
  ];
  const next = Math.min(...due);
  return next === NEVER ? null : next;
}

/** State by state, because each has a limit of its own: many that wait for a long one must not hide one that died. */
async function sweepImports(env: ApiEnv, content: TenantContent, bucket: R2Bucket): Promise<number> {
  let next = NEVER;
  for (const state of OPEN_STATES) {
    const rows = await new ImportReader(content).open(state, SWEEP_ROWS);
    for (const row of rows) next = Math.min(next, await sweepImport(env, { content, bucket, row }));
    // The last one was due, so there may be more that are.
    if (rows.length === SWEEP_ROWS && judge(rows.at(-1)!, Date.now()).act !== 'wait') next = Date.now();
  }
  return next;
}

async function sweepImport(
  env: ApiEnv,
  { content, bucket, row }: { content: TenantContent; bucket: R2Bucket; row: ImportRow },
): Promise<number> {
  const verdict = judge(row, Date.now());
  if (verdict.act === 'wait') return verdict.untilMs;
  if (verdict.act === 'discard') {
    await deletePackage(bucket, content.tenant, row.package);
    await new ImportWriter(content).discard(row.id);
    return NEVER;
  }
  if (verdict.act === 'give up') {
    await giveUp(env, content, row);
    return NEVER;
  }
  await startBuild(env, content, row);
  return Date.now() + STALE_BUILD_SECONDS * 1000;
}

/** The last attempt has died too: the import fails with a reason that a person can act on. */
async function giveUp(env: ApiEnv, content: TenantContent, row: ImportRow): Promise<void> {
  const job = await loadJob(env, { tenant: content.tenant, id: row.id, attempt: row.attempt });
  if (job === undefined) return;
  const message = `The import was interrupted ${MAX_ATTEMPTS} times and was given up.`;
  const report = row.report ?? makeReport([finding('build_interrupted', message)], {});
  await job.writer.refuse(job.params, failedAt(row.steps), report);
  await clearUp({ ...job, row: { ...job.row, report } });
}

async function sweepUploads(content: TenantContent, bucket: R2Bucket): Promise<number> {
  const rows = await new UploadReader(content).unfinished(SWEEP_ROWS);
  for (const upload of rows) {
    const expiresMs = Date.parse(upload.expiresAt);
    if (expiresMs > Date.now()) return expiresMs;
    await discardUpload(content, bucket, upload);
  }
  return rows.length === SWEEP_ROWS ? Date.now() : NEVER;
}

async function sweepOutbox(env: ApiEnv, content: TenantContent): Promise<number> {
  try {
    return (await announce(env, content)) ? Date.now() : NEVER;
  } catch (error) {
    logLine({ service: 'api', level: 'error', event: 'events not sent', error: String(error) });
    return Date.now() + OUTBOX_RETRY_SECONDS * 1000;
  }
}
