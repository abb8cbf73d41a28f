/**
 * A segment is the unit in which a log stores and forwards statements: their JSON texts, one a line, compressed as a
 * whole. Statement `i` of a segment has the sequence number `first + i` and `stored` = `storedMicros + i`.
 */
export interface SegmentHeader {
  readonly formatVersion: 1;
  readonly codec: 'gzip';
  /** Which key the body is encrypted under; null while segments are not encrypted. */
  readonly keyId: null;
  /** Rises by one when the segment is rewritten (erasure). */
  readonly generation: number;
}

export const NEW_SEGMENT: SegmentHeader = { formatVersion: 1, codec: 'gzip', keyId: null, generation: 1 };

/**
 * Characters a segment takes before the next one begins. Reading one statement decompresses its whole segment, and a
 * row may not exceed 2 MB even when nothing compresses.
 */
export const SEGMENT_CHARS = 256_000;

/** JSON never holds a bare line feed, so lines need no escaping. */
export const packLines = (lines: readonly string[]): string => lines.join('\n');
export const unpackLines = (text: string): string[] => text.split('\n');

/** A body that holds something else than its header says is a broken store, not bad input. */
export function readHeader(text: string): SegmentHeader {
  const header = JSON.parse(text) as SegmentHeader;
  if (header.formatVersion !== 1 || header.codec !== 'gzip' || header.keyId !== null) {
    throw new Error(`a segment of an unknown form: ${text}`);
  }
  return header;
}
