import { v7 } from 'uuid';
import type { TenantContent } from '../../../d1/content/db.ts';
import { ExportReader, type ExportRow, ExportWriter } from '../../../d1/content/exports.ts';
import type { PackageRow } from '../../../d1/content/packages.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { type ExportTarget, FORMAT_TITLES } from '../../../domain/package/export/target.ts';
import { now } from '../build/job.ts';
import { watchTenant } from '../watch/build-watch.ts';
import { STALE_BUILD_SECONDS } from '../watch/decide.ts';
import { startExport } from './start.ts';

/** Exports of a tenant that run at the same time: each copies a whole course, and a person waits for one. */
export const OPEN_EXPORTS_MAX = 10;
/** How long the file lies there for whoever asked for it. It can be made again at any time. */
export const EXPORT_DAYS = 7;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Characters of a title in a file name; file systems end at 255 bytes. */
const NAME_CHARS_MAX = 60;

/** Begins to export a package. */
export async function askExport(
  env: ApiEnv,
  content: TenantContent,
  { row, target }: { readonly row: PackageRow; readonly target: ExportTarget },
): Promise<Result<ExportRow, Problem>> {
  const id = makeId(content.tenant, 'exp', v7());
  const asked = {
    id,
    package: row.id,
    ...target,
    filename: filenameOf(row.title, target),
    createdAt: now(),
    expiresAt: new Date(Date.now() + EXPORT_DAYS * DAY_MS).toISOString(),
  };
  await watchTenant(env, content.tenant, STALE_BUILD_SECONDS);
  if (!(await new ExportWriter(content).ask(asked, OPEN_EXPORTS_MAX))) {
    const detail = `${OPEN_EXPORTS_MAX} exports are running already; at most that many run at the same time.`;
    return err(problem('too_many_requests', detail));
  }
  await startExport(env, content, { id, attempt: 0 });
  const begun = await new ExportReader(content).byId(id);
  if (begun === undefined) throw new Error(`export ${id} is not there`);
  return ok(begun);
}

/** The title as a file name on any system, with what it is an export for. */
function filenameOf(courseTitle: string, { format, formatVersion }: ExportTarget): string {
  const cleaned = courseTitle
    // Direction characters would show another extension than the file has.
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ');
  // Whole characters: half of one has no UTF-8.
  const name = [...cleaned]
    .slice(0, NAME_CHARS_MAX)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  const title = FORMAT_TITLES[format];
  const kind = format === 'scorm2004' ? `${title} ${formatVersion}` : title;
  return `${name === '' ? 'course' : name} (${kind}).zip`;
}
