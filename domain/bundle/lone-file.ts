import { crc32 } from '../package/zip/crc32.ts';
import { planContainer } from './plan.ts';
import { directoryRecords, localHeader } from './zip-records.ts';

/**
 * A file that comes alone as the archive that it stands for, so that everything behind the door knows packages only. The
 * same file gives the same archive. In pieces, as its contents come: they are not copied.
 */
export function archiveOf(path: string, contents: readonly Uint8Array[]): Uint8Array[] {
  const bytes = contents.reduce((sum, piece) => sum + piece.length, 0);
  const checksum = contents.reduce((crc, piece) => crc32(piece, crc), 0);
  const plan = planContainer([{ path, bytes, crc32: checksum }]);
  return [localHeader(plan.entries[0]!), ...contents, ...directoryRecords(plan)];
}
