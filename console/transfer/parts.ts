/** Bytes `from` (inclusive) to `to` (exclusive) of a file; parts are numbered from 1. */
export interface Part {
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

/** A file cut into parts of `partBytes`, the last one shorter. */
export function partsOf(bytes: number, partBytes: number): Part[] {
  return Array.from({ length: Math.ceil(bytes / partBytes) }, (_, i) => ({
    number: i + 1,
    from: i * partBytes,
    to: Math.min(bytes, (i + 1) * partBytes),
  }));
}
