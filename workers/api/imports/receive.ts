import { v7 } from 'uuid';
import type { TenantContent } from '../../../d1/content/db.ts';
import { ImportReader, type ImportRow } from '../../../d1/content/imports.ts';
import { ImportWriter } from '../../../d1/content/imports-writer.ts';
import { type UploadRow, UploadWriter } from '../../../d1/content/uploads.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { deletePackage } from '../../../r2/package-store.ts';
import { MAX_POST_BYTES, type Peeked, peek } from '../../shared/body.ts';
import type { OriginalPlace } from '../build/inspect.ts';
import { now } from '../build/job.ts';
import { startBuild } from '../build/start.ts';
import { INITIAL_STEPS } from '../build/steps.ts';
import { findTenant } from '../tenants.ts';
import { watchTenant } from '../watch/build-watch.ts';
import { STALE_BUILD_SECONDS, STALE_RECEIVING_SECONDS } from '../watch/decide.ts';
import { checkHead, HEAD_BYTES } from './archive.ts';
import { dryRun } from './dry-run.ts';
import { wrapUpload } from './lone-upload.ts';
import type { InspectionBody } from './schema.ts';
import { storeArchive, tooLarge } from './store.ts';

export interface Place {
  readonly env: ApiEnv;
  readonly content: TenantContent;
  readonly bucket: R2Bucket;
}

export interface Incoming {
  readonly filename: string;
  readonly body: ReadableStream<Uint8Array> | null;
  /** Undefined: the body comes in chunks of unknown number. */
  readonly length: number | undefined;
}

/**
 * Takes in an archive that is the body of a request and begins to build it. A refused one leaves nothing behind; one whose
 * connection is lost is cleared up at once, and by the watch if the process dies.
 */
export const receiveArchive = (place: Place, incoming: Incoming): Promise<Result<ImportRow, Problem>> =>
  receive(place, incoming, ({ id, bytes }) => begin(place, id, bytes));

/** Takes in an archive like `receiveArchive` for as long as it takes to inspect it; nothing of it stays. */
export const inspectArchive = (place: Place, incoming: Incoming): Promise<Result<InspectionBody, Problem>> =>
  receive(place, incoming, async ({ packageId, discard }) => {
    const inspection = await dryRun(await originalPlace(place, packageId));
    await discard();
    return inspection;
  });

/** Inspects an upload that is complete; it can still be imported then. */
export async function inspectUpload(place: Place, upload: UploadRow): Promise<Result<InspectionBody, Problem>> {
  await wrapUpload(place.bucket, upload);
  return ok(await dryRun(await originalPlace(place, upload.package)));
}

async function originalPlace({ env, content, bucket }: Place, packageId: string): Promise<OriginalPlace> {
  const tenant = await findTenant(env, content.tenant);
  if (tenant === undefined) throw new Error(`tenant ${content.tenant} is not there`);
  return { bucket, tenant, keys: packageKeys(tenant.id, packageId) };
}

/** An archive that lies in the store, and is not an import yet. */
interface Received {
  readonly id: string;
  readonly packageId: string;
  readonly bytes: number;
  readonly discard: () => Promise<void>;
}

type Then<T> = (received: Received) => Promise<T>;

async function receive<T>(place: Place, incoming: Incoming, then: Then<T>): Promise<Result<T, Problem>> {
  if (incoming.length !== undefined && incoming.length > MAX_POST_BYTES) return err(tooLarge());
  if (incoming.body === null) return checkHead(new Uint8Array(0)) as Result<never, Problem>;
  const archive = await peek(incoming.body, HEAD_BYTES);
  const fine = checkHead(archive.head);
  if (!fine.ok) {
    await archive.cancel();
    return fine;
  }
  return store(place, incoming, { archive, then });
}

async function store<T>(
  place: Place,
  incoming: Incoming,
  { archive, then }: { readonly archive: Peeked; readonly then: Then<T> },
): Promise<Result<T, Problem>> {
  const { env, content, bucket } = place;
  const { tenant } = content;
  const id = makeId(tenant, 'imp', v7());
  const packageId = makeId(tenant, 'pkg', v7());
  const writer = new ImportWriter(content);
  await writer.receive({ id, filename: incoming.filename, package: packageId, steps: INITIAL_STEPS, now: now() });
  await watchTenant(env, tenant, STALE_RECEIVING_SECONDS);
  const discard = async (): Promise<void> => {
    await deletePackage(bucket, tenant, packageId);
    await writer.discard(id);
  };
  try {
    const stored = await storeArchive(
      { bucket, key: packageKeys(tenant, packageId).original },
      archive,
      incoming.length,
    );
    if (stored.ok) return ok(await then({ id, packageId, bytes: stored.value, discard }));
    await discard();
    return stored;
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Begins to build an archive that was uploaded in parts. Only one of several calls gets it. */
export async function importUpload(place: Place, upload: UploadRow): Promise<Result<ImportRow, Problem>> {
  const { content, env } = place;
  await wrapUpload(place.bucket, upload);
  const id = makeId(content.tenant, 'imp', v7());
  await watchTenant(env, content.tenant, STALE_BUILD_SECONDS);
  await new UploadWriter(content).toImport(upload.id, { id, steps: INITIAL_STEPS, now: now() });
  await startBuild(env, content, { id, attempt: 0 });
  const row = await new ImportReader(content).byId(id);
  return row === undefined
    ? err(problem('upload_closed', 'Another request has imported this upload or given it up.', 'query.upload'))
    : ok(row);
}

async function begin({ env, content }: Place, id: string, bytes: number): Promise<ImportRow> {
  await new ImportWriter(content).received(id, bytes, now());
  await watchTenant(env, content.tenant, STALE_BUILD_SECONDS);
  await startBuild(env, content, { id, attempt: 0 });
  const row = await new ImportReader(content).byId(id);
  if (row === undefined) throw new Error(`import ${id} is not there`);
  return row;
}
