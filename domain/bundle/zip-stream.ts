import { crc32 } from '../package/zip/crc32.ts';
import { dataDescriptor, directoryRecords, type PlannedEntry, streamedHeader } from './zip-records.ts';

/**
 * [BUN-16] A ZIP of stored entries that is written from front to back while its contents are being made: what is not known
 * beforehand follows each entry. Only the directory is held in memory, some two hundred bytes an entry.
 */
export class ZipStream {
  readonly #entries: PlannedEntry[] = [];
  #at = 0;

  /** The bytes of one entry, to be read to their end before the next one begins. */
  async *entry(path: string, contents: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const header = streamedHeader(path);
    const headerOffset = this.#at;
    const offset = headerOffset + header.length;
    yield header;
    let bytes = 0;
    let crc = 0;
    for await (const chunk of contents) {
      bytes += chunk.length;
      crc = crc32(chunk, crc);
      yield chunk;
    }
    const descriptor = dataDescriptor({ bytes, crc32: crc });
    yield descriptor;
    this.#entries.push({ path, bytes, crc32: crc, headerOffset, offset, streamed: true });
    this.#at = offset + bytes + descriptor.length;
  }

  /** The directory: everything behind the last entry. */
  end(): Generator<Uint8Array> {
    return directoryRecords({ entries: this.#entries, directoryOffset: this.#at });
  }
}
