import { type PartWriter, SparePart, type StoredPart } from '../domain/bundle/parts.ts';

/** Equal parts, as R2 wants them (5 MiB at least); one is in memory at a time, and 10,000 of them are 78 GiB. */
export const PART_BYTES = 8 * 1024 * 1024;

/** Requests of an upload and steps of a build come one after the other: they fill the same memory. */
const SPARE = new SparePart();

/** An upload that can be gone on with anywhere: key and id are plain data, parts are kept by the caller. */
export interface MultipartWriter extends PartWriter {
  readonly spare: SparePart;
  readonly key: string;
  readonly uploadId: string;
  /** Makes the object of its parts. Doing it again after it succeeded is a success. */
  complete(parts: readonly StoredPart[]): Promise<void>;
  /** Gives the parts back; an upload that is gone already is fine. */
  abort(): Promise<void>;
}

/** Opens an upload. It is aborted by R2 itself a week later if nobody completes it. */
export async function createMultipart(
  bucket: R2Bucket,
  key: string,
  { contentType }: { contentType: string },
): Promise<MultipartWriter> {
  const upload = await bucket.createMultipartUpload(key, { httpMetadata: { contentType } });
  return writerOf(bucket, upload);
}

/** Goes on with an upload that was opened before, perhaps by another isolate. */
export const resumeMultipart = (bucket: R2Bucket, key: string, uploadId: string): MultipartWriter =>
  writerOf(bucket, bucket.resumeMultipartUpload(key, uploadId));

function writerOf(bucket: R2Bucket, upload: R2MultipartUpload): MultipartWriter {
  const { key, uploadId } = upload;
  return {
    key,
    uploadId,
    partBytes: PART_BYTES,
    spare: SPARE,
    put: async (partNumber, bytes) => (await upload.uploadPart(partNumber, bytes)).etag,
    async complete(parts) {
      try {
        await upload.complete([...parts]);
      } catch (thrown) {
        // A retry after a lost answer: the upload is gone because the object is there.
        if ((await bucket.head(key)) === null) throw thrown;
      }
    },
    async abort() {
      await upload.abort().catch(() => {});
    },
  };
}
