import { sha224 } from '@noble/hashes/sha2.js';

/** A running SHA-224, the one SHA-2 that no platform brings along. */
export function runningSha224(): { update(bytes: Uint8Array): void; digest(): Uint8Array } {
  const hash = sha224.create();
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
