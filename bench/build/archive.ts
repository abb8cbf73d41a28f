import { open } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import { directoryRecords, localHeader, type PlannedEntry } from '../../domain/bundle/zip-records.ts';
import { type CourseShape, courseFiles } from './course.ts';

/** A course that lies in a file. */
export interface Course {
  readonly path: string;
  readonly files: number;
  /** Of all files, unpacked. */
  readonly bytes: number;
}

/** Deflate as zlib does by default; what does not compress becomes stored blocks at every level, and at this one at once. */
const LEVEL = { compressible: 6, incompressible: 0 } as const;

/**
 * Writes a course as a ZIP whose entries are all deflated, which is what authoring tools write. One file of the course is
 * in memory at a time.
 */
export async function writeCourse(path: string, shape: CourseShape): Promise<Course> {
  const entries: PlannedEntry[] = [];
  const archive = await open(path, 'wx');
  let at = 0;
  let bytes = 0;
  const write = async (...pieces: Uint8Array[]): Promise<void> => {
    await archive.writev(pieces);
    for (const piece of pieces) at += piece.length;
  };
  try {
    for (const file of courseFiles(shape)) {
      const contents = file.contents();
      const level = LEVEL[file.compressible ? 'compressible' : 'incompressible'];
      const deflated = deflateRawSync(contents, { level, chunkSize: Math.max(64, contents.length) });
      const entry = {
        path: file.path,
        bytes: contents.length,
        crc32: crc32(contents),
        deflatedBytes: deflated.length,
      };
      const header = localHeader(entry);
      entries.push({ ...entry, headerOffset: at, offset: at + header.length });
      await write(header, deflated);
      bytes += contents.length;
    }
    await write(Buffer.concat([...directoryRecords({ entries, directoryOffset: at })]));
  } finally {
    await archive.close();
  }
  return { path, files: entries.length, bytes };
}
