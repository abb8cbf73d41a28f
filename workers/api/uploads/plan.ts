/**
 * R2 wants parts of one size, 5 MiB at least, and the last one shorter (10,000 at most). 16 MiB stay far below the 100 MB
 * that the edge takes at once, and a part that is lost on a bad line is soon sent again.
 */
export const PART_BYTES = 16 * 1024 * 1024;
/** The largest archive that is taken in parts: four times the largest course we know of. */
export const MAX_UPLOAD_BYTES = 4 * 1024 * 1024 * 1024;
/** An upload that is not imported by then is given up. */
export const UPLOAD_TTL_SECONDS = 24 * 60 * 60;

/** How many parts a file of `bytes` has. */
export const partCount = (bytes: number, partBytes = PART_BYTES): number => Math.ceil(bytes / partBytes);

/** How long part `part` (from 1) of a file is; undefined when there is no such part. */
export function partLength(bytes: number, part: number): number | undefined {
  const count = partCount(bytes);
  if (!Number.isInteger(part) || part < 1 || part > count) return undefined;
  return part < count ? PART_BYTES : bytes - (count - 1) * PART_BYTES;
}
