import type { PackageRow } from '../../../d1/content/packages.ts';
import { cloudEvent } from '../../../domain/kernel/event.ts';
import { makeId, parseId } from '../../../domain/kernel/ids.ts';
import { needsOf } from '../../../domain/package/playable.ts';
import { addFindings } from '../../../domain/package/report.ts';
import { scanFiles } from '../../../domain/package/scan/scan.ts';
import { searchTerms } from '../../../domain/package/search-terms.ts';
import { readAssetIndex, readPackageManifest } from '../../../r2/package-store.ts';
import { NATIVE_CODEC } from '../../../r2/zip-codec.ts';
import { completedEvent } from './completed.ts';
import { reopenOriginal } from './inspect.ts';
import { type BuildJob, now } from './job.ts';
import { allDone, running } from './steps.ts';

/** Last step: package, event and the end of the import become visible at once. */
export async function publish(job: BuildJob): Promise<'done'> {
  const { bucket, row, tenant, params, writer } = job;
  await writer.progress(params, running('publish'), now());
  const [opened, index, manifest] = await Promise.all([
    reopenOriginal(job),
    readAssetIndex(bucket, tenant.id, row.package),
    readPackageManifest(bucket, tenant.id, row.package),
  ]);
  if (!opened.ok || index === null || manifest === null) {
    throw new Error(`package ${row.package} is not complete in the store`);
  }
  const { source, files } = opened.value;
  const seen = await scanFiles(source, { manifest, files }, NATIVE_CODEC);
  const report = addFindings(opened.value.report, seen);
  const at = now();
  const built: Omit<PackageRow, 'tenant'> = {
    id: row.package,
    state: 'built',
    title: manifest.title,
    format: manifest.format,
    identifier: manifest.identifier,
    activityId: manifest.activityId,
    languages: manifest.languages,
    import: row.id,
    filename: row.filename,
    originalBytes: source.size,
    containerBytes: index.containerBytes,
    assetCount: manifest.assets.count,
    assetBytes: manifest.assets.bytes,
    report,
    createdAt: at,
    archivedAt: null,
    revokedAt: null,
    revokedReason: null,
    terms: searchTerms(manifest),
    needs: needsOf(manifest),
  };
  const events = [builtEvent(tenant.id, built), completedEvent(job, { outcome: 'built', report, time: at })];
  await writer.publish({ ...params, steps: allDone(), package: built, events, now: at });
  return 'done';
}

/** The event's id is the package's own in another kind: telling it twice tells it once. */
function builtEvent(tenant: string, built: Omit<PackageRow, 'tenant'>) {
  const parsed = parseId(built.id, 'pkg');
  if (!parsed.ok) throw new Error(`not a package id: ${built.id}`);
  return cloudEvent({
    id: makeId(tenant, 'evt', parsed.value.uuid),
    type: 'content.play_package.built.v1',
    tenant,
    subject: built.id,
    time: built.createdAt,
    data: {
      packageId: built.id,
      importId: built.import,
      title: built.title,
      format: built.format,
      identifier: built.identifier,
      activityId: built.activityId,
      assets: { count: built.assetCount, bytes: built.assetBytes },
      containerBytes: built.containerBytes,
    },
  });
}
