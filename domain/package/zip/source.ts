/** Random access to an archive, wherever it lies. A read may be expensive (a request to object storage): ask for much. */
export interface ByteSource {
  /** Total bytes. */
  readonly size: number;
  /**
   * Exactly the bytes of `[start, end)`; both lie within the source. Throws when they can't be had. `spare`, if given, is an
   * answer of this source that nobody uses any more: its memory may be the new answer's.
   */
  read(start: number, end: number, spare?: Uint8Array): Promise<Uint8Array>;
}

/** An archive that is in memory already. */
export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (start, end) => bytes.subarray(start, end),
});
