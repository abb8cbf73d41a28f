import type { TenantContent } from '../../../d1/content/db.ts';
import { type UploadRow, UploadWriter } from '../../../d1/content/uploads.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { resumeMultipart } from '../../../r2/multipart-writer.ts';
import { deletePackage } from '../../../r2/package-store.ts';

/** Ends an upload that was not imported: its parts, its object and its rows go. Safe to repeat. */
export async function discardUpload(content: TenantContent, bucket: R2Bucket, upload: UploadRow): Promise<void> {
  const { original } = packageKeys(content.tenant, upload.package);
  if (upload.state === 'open') await resumeMultipart(bucket, original, upload.r2Upload).abort();
  await deletePackage(bucket, content.tenant, upload.package);
  await new UploadWriter(content).delete(upload.id);
}
