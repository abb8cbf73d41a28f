import type { UploadRow } from '../../../d1/content/uploads.ts';
import { archiveOf } from '../../../domain/bundle/lone-file.ts';
import { loneManifestOf } from '../../../domain/package/lone-manifest.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { checkHead, MAX_LONE_BYTES } from './archive.ts';
import { ZIP } from './store.ts';

/**
 * A manifest alone that was uploaded becomes the archive that it stands for, before anybody reads it as one. Again, or
 * twice at a time: nothing changes. An upload that is given up meanwhile stays away.
 */
export async function wrapUpload(bucket: R2Bucket, upload: UploadRow): Promise<void> {
  const manifest = loneManifestOf(upload.filename);
  if (manifest === undefined || upload.bytes > MAX_LONE_BYTES) return;
  const key = packageKeys(upload.tenant, upload.package).original;
  const object = await bucket.get(key);
  if (object === null) return;
  const contents = new Uint8Array(await object.arrayBuffer());
  if (checkHead(contents).ok) return;
  const onlyIf = { etagMatches: object.etag };
  await bucket.put(key, new Blob(archiveOf(manifest.path, [contents])), { httpMetadata: ZIP, onlyIf });
}
