/** How a package version lies in its one container object: the path index beside it (`index.json`). */
export interface AssetIndex {
  readonly indexVersion: 1;
  /** `plain`: entries are stored as they are. Sealed codecs come with sealing. */
  readonly codec: 'plain';
  readonly containerBytes: number;
  /** By path as the content host serves it: percent-decoded, `/` between parts, no leading slash. */
  readonly entries: Readonly<Record<string, AssetEntry>>;
}

export interface AssetEntry {
  /** Where the entry's bytes begin in the container. */
  readonly offset: number;
  readonly bytes: number;
  /** SHA-256 of the bytes, lower-case hex. Also the entity tag. */
  readonly sha256: string;
  readonly mediaType: string;
}

/** Bytes of a package by path, wherever they lie. `undefined`: no such path. */
export interface AssetSource {
  stat(path: string): Promise<AssetEntry | undefined>;
  /** `end` is exclusive; both within the entry. */
  read(path: string, range: { start: number; end: number }): Promise<ReadableStream<Uint8Array>>;
}

/** The entry of a path; own members only, because paths come from packages and requests (`constructor`, `__proto__`). */
export const findAsset = (index: AssetIndex, path: string): AssetEntry | undefined =>
  Object.hasOwn(index.entries, path) ? index.entries[path] : undefined;
