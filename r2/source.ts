import type { ByteSource } from '../domain/package/zip/source.ts';

/** An object as a `ByteSource`; undefined when there is none. Pinned to its entity tag: an object replaced while it is read throws. */
export async function objectSource(bucket: R2Bucket, key: string): Promise<ByteSource | undefined> {
  const head = await bucket.head(key);
  if (head === null) return undefined;
  return {
    size: head.size,
    async read(start, end) {
      if (start === end) return new Uint8Array(0);
      const range = { offset: start, length: end - start };
      const object = await bucket.get(key, { range, onlyIf: { etagMatches: head.etag } });
      if (object === null || !('body' in object)) throw new Error(`object is gone or has been replaced: ${key}`);
      const bytes = new Uint8Array(await object.arrayBuffer());
      if (bytes.length !== end - start) throw new Error(`object gave ${bytes.length} bytes of ${end - start}: ${key}`);
      return bytes;
    },
  };
}
