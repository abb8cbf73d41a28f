import type { Finding } from '../report.ts';

/** One file of the archive, checked: its path is safe, its method known, its place does not overlap another's. */
export interface ZipEntry {
  /** `/` between parts, no leading slash, no `.`, `..` or empty parts. */
  readonly path: string;
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  readonly method: 0 | 8;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  /** Where its local header begins in the source. */
  readonly headerOffset: number;
  /** Where the next entry or the directory begins: its data ends before. */
  readonly limitOffset: number;
}

export interface ZipDirectory {
  /** Files in the order in which they lie in the archive, so that reading them all is one pass. */
  readonly entries: readonly ZipEntry[];
  /** What was repaired on the way. */
  readonly findings: readonly Finding[];
}
