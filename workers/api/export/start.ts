import type { TenantContent } from '../../../d1/content/db.ts';
import { ExportWriter } from '../../../d1/content/exports.ts';
import type { Attempt } from '../../../d1/content/imports-writer.ts';
import { logLine } from '../../shared/log.ts';
import { now } from '../build/job.ts';

/** Begins the attempt behind `last`. An instance that can't be started is no error: the watch begins another. */
export async function startExport(
  env: Pick<ApiEnv, 'EXPORT_PACKAGE'>,
  content: TenantContent,
  last: Attempt,
): Promise<void> {
  if (!(await new ExportWriter(content).begin(last, now()))) return;
  const next = { id: last.id, attempt: last.attempt + 1 };
  try {
    await env.EXPORT_PACKAGE.create({
      id: `${next.id}-${next.attempt}`,
      params: { tenant: content.tenant, ...next },
    });
  } catch (error) {
    logLine({ service: 'api', level: 'error', event: 'export not started', export: last.id, error: String(error) });
  }
}
