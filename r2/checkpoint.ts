import type { BuildCheckpoint } from '../domain/bundle/build.ts';
import { packageKeys } from './keys.ts';

/** A checkpoint with what it belongs to: parts count for the multipart upload that they were stored in, and for no other. */
interface OfUpload {
  readonly uploadId: string;
  readonly checkpoint: BuildCheckpoint;
}

/** `etag`: the version of the object, to replace this very one. */
export type StoredCheckpoint = OfUpload & { readonly etag: string };

/** Where a container got to last, perhaps by another attempt's upload; null before the first checkpoint. */
export async function readCheckpoint(
  bucket: R2Bucket,
  tenant: string,
  packageId: string,
): Promise<StoredCheckpoint | null> {
  const object = await bucket.get(packageKeys(tenant, packageId).checkpoint);
  return object === null ? null : { ...(await object.json<OfUpload>()), etag: object.etag };
}

/**
 * Keeps a checkpoint in the place of the one that was read before (`replaces`, null: there was none). False, and nothing is
 * written, when another attempt has written or deleted it since.
 */
export async function writeCheckpoint(
  bucket: R2Bucket,
  tenant: string,
  packageId: string,
  { uploadId, checkpoint, replaces }: OfUpload & { readonly replaces: StoredCheckpoint | null },
): Promise<boolean> {
  const stored: OfUpload = { uploadId, checkpoint };
  const written = await bucket.put(packageKeys(tenant, packageId).checkpoint, JSON.stringify(stored), {
    httpMetadata: { contentType: 'application/json' },
    onlyIf: replaces === null ? { etagDoesNotMatch: '*' } : { etagMatches: replaces.etag },
  });
  return written !== null;
}

/** For when the container is complete, or begun anew. */
export const deleteCheckpoint = (bucket: R2Bucket, tenant: string, packageId: string): Promise<void> =>
  bucket.delete(packageKeys(tenant, packageId).checkpoint);
