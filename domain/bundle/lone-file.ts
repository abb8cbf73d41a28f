import { crc32 } from '../package/zip/crc32.ts';
import { planContainer } from './plan.ts';
import { directoryRecords, localHeader } from './zip-records.ts';

/**
 * A file that comes alone as the archive that it stands for, so that everything behind the door knows packages only. The
 * same file gives the same archive.
 */
export function archiveOf(path: string, contents: Uint8Array): Uint8Array {
  const plan = planContainer([{ path, bytes: contents.length, crc32: crc32(contents) }]);
  const pieces = [localHeader(plan.entries[0]!), contents, ...directoryRecords(plan)];
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
