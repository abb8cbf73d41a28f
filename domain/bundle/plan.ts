/**
 * The container of a package: a ZIP of stored entries, so that any ZIP tool can list it and every file lies in it as one
 * plain range. Sizes and checksums are known before the first byte is written, so is every offset: a container can be
 * written from front to back, from the middle on, or read in ranges while only its plan exists.
 */
import { type ContainerFile, type ContainerPlan, localHeader, lyingBytes, type PlannedEntry } from './zip-records.ts';

export function planContainer(files: readonly ContainerFile[]): ContainerPlan {
  const entries: PlannedEntry[] = [];
  let at = 0;
  for (const file of files) {
    const { path, bytes, crc32, deflatedBytes } = file;
    const offset = at + localHeader(file).length;
    const lies = deflatedBytes === undefined ? {} : { deflatedBytes };
    entries.push({ path, bytes, crc32, ...lies, headerOffset: at, offset });
    at = offset + lyingBytes(file);
  }
  return { entries, directoryOffset: at };
}
