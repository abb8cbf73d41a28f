import { PartBuffer } from '../../../domain/bundle/parts.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { createMultipart } from '../../../r2/multipart-writer.ts';
import { MAX_POST_BYTES, type Peeked } from '../../shared/body.ts';

export const tooLarge = (): Problem =>
  problem('payload_too_large', 'One request takes 95 MB. Send a larger file in parts: POST /api/v1/uploads.', 'body');

export const ZIP = { contentType: 'application/zip' };

/**
 * Streams an archive into the bucket and returns its bytes. Nothing is in the bucket when it is refused or throws. With a
 * known length the runtime pipes it; without one it goes up in parts, of which one is in memory.
 */
export async function storeArchive(
  target: { readonly bucket: R2Bucket; readonly key: string },
  archive: Peeked,
  length: number | undefined,
): Promise<Result<number, Problem>> {
  return length === undefined ? storeInParts(target, archive) : storeWhole(target, archive, length);
}

async function storeWhole(
  { bucket, key }: { readonly bucket: R2Bucket; readonly key: string },
  archive: Peeked,
  length: number,
): Promise<Result<number, Problem>> {
  const { readable, writable } = new FixedLengthStream(length);
  const [stored] = await Promise.all([bucket.put(key, readable, { httpMetadata: ZIP }), pour(archive, writable)]);
  return ok(stored.size);
}

async function pour(archive: Peeked, into: WritableStream<Uint8Array>): Promise<void> {
  const writer = into.getWriter();
  try {
    for await (const chunk of archive.chunks()) await writer.write(chunk);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => {});
    throw error;
  }
}

async function storeInParts(
  { bucket, key }: { readonly bucket: R2Bucket; readonly key: string },
  archive: Peeked,
): Promise<Result<number, Problem>> {
  const upload = await createMultipart(bucket, key, ZIP);
  try {
    const parts = new PartBuffer(upload, [], 0);
    let bytes = 0;
    for await (const chunk of archive.chunks()) {
      bytes += chunk.length;
      if (bytes > MAX_POST_BYTES) {
        await upload.abort();
        return err(tooLarge());
      }
      await parts.write(chunk);
    }
    await parts.end();
    await upload.complete(parts.parts);
    return ok(bytes);
  } catch (error) {
    await upload.abort();
    throw error;
  }
}
