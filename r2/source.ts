import type { ByteSource } from '../domain/package/zip/source.ts';

/** An object as a `ByteSource`; undefined when there is none. Pinned to its entity tag: an object replaced while it is read throws. */
export async function objectSource(bucket: R2Bucket, key: string): Promise<ByteSource | undefined> {
  const head = await bucket.head(key);
  if (head === null) return undefined;
  return {
    size: head.size,
    async read(start, end, spare) {
      if (start === end) return new Uint8Array(0);
      const range = { offset: start, length: end - start };
      const object = await bucket.get(key, { range, onlyIf: { etagMatches: head.etag } });
      if (object === null || !('body' in object)) throw new Error(`object is gone or has been replaced: ${key}`);
      const bytes = await take(object, end - start, spare);
      if (bytes.length !== end - start) throw new Error(`object gave ${bytes.length} bytes of ${end - start}: ${key}`);
      return bytes;
    },
  };
}

/** A body in the memory of `spare` where it fits: new memory for every window would grow the process until it is collected. */
async function take(object: R2ObjectBody, length: number, spare: Uint8Array | undefined): Promise<Uint8Array> {
  if (spare === undefined || spare.buffer.byteLength < length) return new Uint8Array(await object.arrayBuffer());
  const reader = object.body.getReader({ mode: 'byob' });
  const { value } = await reader.readAtLeast(length, new Uint8Array(spare.buffer as ArrayBuffer, 0, length));
  await reader.cancel();
  return value ?? new Uint8Array(0);
}
