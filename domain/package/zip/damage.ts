import { type Finding, Refusal } from '../report.ts';
import type { ZipCodec } from './codec.ts';
import { readEntries } from './entries.ts';
import type { ZipEntry } from './entry.ts';
import type { ByteSource } from './source.ts';

/**
 * Reads files of an archive to their ends and keeps nothing of them: what refuses the first that is damaged (APPNOTE 4.4.7
 * to 4.4.9), undefined when none is. Throws what the source throws.
 */
export async function damageOf(
  source: ByteSource,
  files: Iterable<ZipEntry>,
  codec?: ZipCodec,
): Promise<Finding | undefined> {
  try {
    const options = { readAhead: true, ...(codec === undefined ? {} : { codec }) };
    for await (const { chunks } of readEntries(source, [...files], options)) {
      // Reading is what verifies.
      for await (const _ of chunks);
    }
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.finding;
    throw thrown;
  }
}
