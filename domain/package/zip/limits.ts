/** What an archive may ask of us. Every number has its why; `SPEC.md` repeats them for authors. */
export const ZIP_LIMITS = {
  /** The largest courses seen have some ten thousand files; the index of 100,000 still fits an isolate's memory. */
  maxEntries: 100_000,
  /** 100,000 entries with names of ordinary length, read at once. */
  maxDirectoryBytes: 32 * 1024 * 1024,
  /** The container is written in parts of 8 MiB, of which object storage takes 10,000. */
  maxTotalBytes: 20 * 1024 ** 3,
  /** Text compresses 3 to 20 times, the most repetitive logs about 100 times; Deflate ends at 1,032. */
  maxRatio: 200,
  /** Below this size no ratio is a danger, and small repetitive files are common. */
  ratioFloorBytes: 32 * 1024 * 1024,
  /** Bytes of a name; file systems that packages come from end at 260 to 1,024. */
  maxNameBytes: 1024,
  /** Folders in folders. */
  maxDepth: 64,
} as const;

/** A read of the source while entries stream: large, because each is a request to object storage. */
export const WINDOW_BYTES = 4 * 1024 * 1024;

/** A deflated file up to this size, packed and unpacked, is inflated in one go where the platform can; what is larger flows. */
export const AT_ONCE_BYTES = 256 * 1024;

/**
 * What goes into an inflater of streams at once. Some produce everything that an input can yield before they wait, so
 * this times 1,032 (Deflate's greatest ratio) bounds memory at 16 MiB whatever an archive says of itself.
 */
export const INFLATE_INPUT_BYTES = 16 * 1024;
