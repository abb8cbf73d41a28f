import { type AssetEntry, type AssetIndex, type AssetSource, findAsset } from './asset-index.ts';

/** Bytes `[start, end)` of a container object as they arrive. Throws when the object is gone. */
export type ReadRange = (start: number, end: number) => Promise<ReadableStream<Uint8Array>>;

/** Reads a `plain` container: an entry's bytes are a range of the object. */
export function plainAssetSource(index: AssetIndex, readRange: ReadRange): AssetSource {
  const stat = (path: string): AssetEntry | undefined => findAsset(index, path);
  return {
    stat: async (path) => stat(path),
    async read(path, { start, end }) {
      const entry = stat(path);
      if (entry === undefined) throw new Error(`no such path in the package: ${path}`);
      if (start < 0 || start >= end || end > entry.bytes) throw new Error(`range ${start}-${end} is not in ${path}`);
      return readRange(entry.offset + start, entry.offset + end);
    },
  };
}
