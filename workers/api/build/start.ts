import type { TenantContent } from '../../../d1/content/db.ts';
import { type Attempt, ImportWriter } from '../../../d1/content/imports-writer.ts';
import { logLine } from '../../shared/log.ts';
import { now } from './job.ts';

/** A Workflow instance is named by its import and its attempt, so an attempt can't be started twice. */
const instanceId = ({ id, attempt }: Attempt): string => `${id}-${attempt}`;

/**
 * Begins the attempt behind `last`. An instance that can't be started is no error: the watch sees that its attempt
 * gives no sign of life and begins another.
 */
export async function startBuild(
  env: Pick<ApiEnv, 'BUILD_PACKAGE'>,
  content: TenantContent,
  last: Attempt,
): Promise<void> {
  if (!(await new ImportWriter(content).begin(last, now()))) return;
  const next = { id: last.id, attempt: last.attempt + 1 };
  try {
    await env.BUILD_PACKAGE.create({ id: instanceId(next), params: { tenant: content.tenant, ...next } });
  } catch (error) {
    logLine({ service: 'api', level: 'error', event: 'build not started', import: last.id, error: String(error) });
  }
}
