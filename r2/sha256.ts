import { createHash } from 'node:crypto';
import type { Sha256 } from '../domain/bundle/build.ts';

/** A running SHA-256 in native code; synchronous, because most files of a course are small and a promise costs as much. */
export function runningSha256(): Sha256 {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}
