import type { TenantContent } from '../../../d1/content/db.ts';
import { ExportReader, type ExportRow, ExportWriter, OPEN_EXPORTS } from '../../../d1/content/exports.ts';
import { exportPrefix } from '../../../r2/keys.ts';
import { deletePrefix } from '../../../r2/package-store.ts';
import { judge, MAX_ATTEMPTS, STALE_BUILD_SECONDS } from '../watch/decide.ts';
import { failExport } from './end.ts';
import { loadExport } from './job.ts';
import { startExport } from './start.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Begins exports again that have gone silent, and gives up those that did so too often. Returns when to look again. */
export async function sweepExports(env: ApiEnv, content: TenantContent, rowsMax: number): Promise<number> {
  let next = NEVER;
  for (const state of OPEN_EXPORTS) {
    const rows = await new ExportReader(content).open(state, rowsMax);
    for (const row of rows) next = Math.min(next, await sweepExport(env, content, row));
  }
  return next;
}

async function sweepExport(env: ApiEnv, content: TenantContent, row: ExportRow): Promise<number> {
  const verdict = judge(row, Date.now());
  if (verdict.act === 'wait') return verdict.untilMs;
  if (verdict.act === 'restart') {
    await startExport(env, content, row);
    return Date.now() + STALE_BUILD_SECONDS * 1000;
  }
  const job = await loadExport(env, { tenant: content.tenant, id: row.id, attempt: row.attempt });
  if (job !== undefined) await failExport(job, `The export was interrupted ${MAX_ATTEMPTS} times and was given up.`);
  return NEVER;
}

/** Removes exports whose time is over, file and row. Returns when the next one ends. */
export async function sweepExpired(content: TenantContent, bucket: R2Bucket, rowsMax: number): Promise<number> {
  const rows = await new ExportReader(content).expiring(rowsMax);
  for (const { id, expiresAt } of rows) {
    const endsMs = Date.parse(expiresAt);
    if (endsMs > Date.now()) return endsMs;
    await deletePrefix(bucket, exportPrefix(content.tenant, id));
    await new ExportWriter(content).forget(id);
  }
  return rows.length === rowsMax ? Date.now() : NEVER;
}
