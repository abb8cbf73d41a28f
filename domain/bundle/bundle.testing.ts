import { createHash } from 'node:crypto';
import { readDirectory } from '../package/zip/directory.ts';
import type { ZipEntry } from '../package/zip/entry.ts';
import type { ByteSource } from '../package/zip/source.ts';
import type { Sha256 } from './build.ts';
import type { PartWriter } from './parts.ts';

export function nodeSha256(): Sha256 {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}

/** Parts in memory, and the object that they make. */
export class MemoryParts implements PartWriter {
  readonly partBytes: number;
  readonly parts = new Map<number, Uint8Array>();
  puts = 0;

  constructor(partBytes: number) {
    this.partBytes = partBytes;
  }

  async put(partNumber: number, bytes: Uint8Array): Promise<string> {
    this.puts++;
    this.parts.set(partNumber, bytes.slice());
    return `etag-${partNumber}`;
  }

  object(): Uint8Array {
    return Buffer.concat([...this.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes));
  }
}

/** All files of an archive by path. */
export async function filesOf(source: ByteSource): Promise<ReadonlyMap<string, ZipEntry>> {
  const directory = await readDirectory(source);
  if (!directory.ok) throw new Error(directory.error.message);
  return new Map(directory.value.entries.map((entry) => [entry.path, entry]));
}
