import type { Sha256 } from '../domain/bundle/build.ts';

/** Small chunks are collected before they cross into the runtime: an inflater yields a few KiB at a time. */
const BLOCK_BYTES = 256 * 1024;

/** A running SHA-256 in native code. */
export function streamingSha256(): Sha256 {
  const stream = new crypto.DigestStream('SHA-256');
  const writer = stream.getWriter();
  let block = new Uint8Array(0);
  let filled = 0;
  const flush = async (): Promise<void> => {
    if (filled > 0) await writer.write(block.subarray(0, filled));
    filled = 0;
  };
  return {
    async update(bytes) {
      if (bytes.length >= BLOCK_BYTES) {
        await flush();
        return writer.write(bytes);
      }
      if (block.length === 0) block = new Uint8Array(BLOCK_BYTES);
      if (filled + bytes.length > BLOCK_BYTES) await flush();
      block.set(bytes, filled);
      filled += bytes.length;
    },
    async hex() {
      await flush();
      await writer.close();
      const digest = new Uint8Array(await stream.digest);
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
}
