import type { TenantContent } from '../../../d1/content/db.ts';
import { type UploadRow, UploadWriter } from '../../../d1/content/uploads.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { resumeMultipart } from '../../../r2/multipart-writer.ts';
import { deletePackage } from '../../../r2/package-store.ts';

/**
 * Ends an upload that was not imported: its parts, its object and its rows go. Safe to repeat. False, and nothing is
 * touched, when an import has taken it since `upload` was read.
 */
export async function discardUpload(content: TenantContent, bucket: R2Bucket, upload: UploadRow): Promise<boolean> {
  const writer = new UploadWriter(content);
  if (!(await writer.giveUp(upload.id))) return false;
  // The parts go first, whatever was read: who still completes them finds them gone, or their object goes next.
  await resumeMultipart(bucket, packageKeys(content.tenant, upload.package).original, upload.r2Upload).abort();
  await deletePackage(bucket, content.tenant, upload.package);
  await writer.delete(upload.id);
  return true;
}
