/**
 * The container of a package: a ZIP of stored entries, so that any ZIP tool can list it and every file lies in it as one
 * plain range. Sizes and checksums are known before the first byte is written, so is every offset: a container can be
 * written from front to back, from the middle on, or read in ranges while only its plan exists.
 */
import { localHeader } from './zip-records.ts';

/** A file as it is to lie in the container. */
export interface ContainerFile {
  readonly path: string;
  readonly bytes: number;
  readonly crc32: number;
}

export interface PlannedEntry extends ContainerFile {
  /** Where its local header begins. */
  readonly headerOffset: number;
  /** Where its bytes begin. */
  readonly offset: number;
}

export interface ContainerPlan {
  /** In the order given, which is the order in the container. */
  readonly entries: readonly PlannedEntry[];
  /** Where the directory begins: behind the last entry. */
  readonly directoryOffset: number;
}

export function planContainer(files: readonly ContainerFile[]): ContainerPlan {
  const entries: PlannedEntry[] = [];
  let at = 0;
  for (const { path, bytes, crc32 } of files) {
    const offset = at + localHeader({ path, bytes, crc32 }).length;
    entries.push({ path, bytes, crc32, headerOffset: at, offset });
    at = offset + bytes;
  }
  return { entries, directoryOffset: at };
}
