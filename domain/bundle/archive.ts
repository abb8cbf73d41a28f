/**
 * An archive that is made of files of another one, as they lie there (deflated or stored), and of files that were made for
 * it. Nothing is compressed here and all sizes are known, so every offset is, and a writer may stop after any part and go
 * on from the parts alone.
 */
import { lyingRange, STORED_PIECE_BYTES } from '../package/zip/entries.ts';
import type { ZipEntry } from '../package/zip/entry.ts';
import type { ByteSource } from '../package/zip/source.ts';
import { Window } from '../package/zip/window.ts';
import { PartBuffer, type PartWriter, type StoredPart } from './parts.ts';
import { planContainer } from './plan.ts';
import {
  type ContainerFile,
  type ContainerPlan,
  containerBytes,
  directoryRecords,
  localHeader,
  lyingBytes,
  type PlannedEntry,
} from './zip-records.ts';

/** A file of the archive and where its bytes are: an entry of the original, or a place in what was made. Plain JSON. */
export interface ArchiveFile extends ContainerFile {
  readonly from: { readonly original: ZipEntry } | { readonly madeAt: number };
}

/** A file of the original, under a path of its own. */
export const archiveFileOf = (path: string, entry: ZipEntry): ArchiveFile => ({
  path,
  bytes: entry.bytes,
  crc32: entry.crc32,
  ...(entry.method === 8 ? { deflatedBytes: entry.compressedBytes } : {}),
  from: { original: entry },
});

export interface ArchiveInput {
  readonly files: readonly ArchiveFile[];
  readonly original: ByteSource;
  readonly made: ByteSource;
  readonly writer: PartWriter;
  /** Parts that are stored already. */
  readonly stored: readonly StoredPart[];
  /** Stop behind this many new parts: a step of a Workflow has limits of its own. */
  readonly maxParts: number;
  /** Told behind every piece: bytes of the archive that are written, of `bytes` in all. */
  readonly onProgress?: (done: number, bytes: number) => void;
}

export interface ArchiveStep {
  readonly done: boolean;
  /** All parts that are stored, those from before among them. */
  readonly parts: readonly StoredPart[];
}

/** Bytes of the whole archive. */
export const archiveBytes = (files: readonly ArchiveFile[]): number => containerBytes(planContainer(files));

/**
 * Goes on with an archive until it is complete or `maxParts` more parts are stored. The same files give the same bytes.
 * Throws what a source or the writer throws.
 */
export async function writeArchive(input: ArchiveInput): Promise<ArchiveStep> {
  const { files, writer, stored, maxParts, onProgress } = input;
  const plan = planContainer(files);
  const bytes = containerBytes(plan);
  const storedBytes = stored.length * writer.partBytes;
  const first = plan.entries.findIndex((entry) => entry.offset + lyingBytes(entry) > storedBytes);
  const buffer = new PartBuffer(writer, stored, startOf(plan, first, storedBytes));
  const windows = { original: new Window(input.original), made: new Window(input.made) };

  for (let i = first; i >= 0 && i < files.length; i++) {
    const entry = plan.entries[i]!;
    const skip = Math.max(0, storedBytes - entry.offset);
    if (skip === 0) await buffer.write(localHeader(entry));
    for await (const piece of dataOf(files[i]!, windows, skip)) {
      if (buffer.parts.length - stored.length >= maxParts) {
        buffer.close();
        return { done: false, parts: buffer.parts };
      }
      await buffer.write(piece);
      onProgress?.(buffer.storedBytes, bytes);
    }
  }
  for (const record of directoryRecords(plan)) await buffer.write(record);
  await buffer.end();
  return { done: true, parts: buffer.parts };
}

/** Where writing begins: in the middle of a file's data when parts end there, else at the header of the next file. */
function startOf(plan: ContainerPlan, first: number, storedBytes: number): number {
  const entry: PlannedEntry | undefined = plan.entries[first];
  if (entry === undefined) return plan.directoryOffset;
  return storedBytes > entry.offset ? storedBytes : entry.headerOffset;
}

/** The bytes of a file as they lie, but the first `skip`. */
async function* dataOf(
  file: ArchiveFile,
  windows: { readonly original: Window; readonly made: Window },
  skip: number,
): AsyncGenerator<Uint8Array> {
  if ('madeAt' in file.from) {
    const { madeAt } = file.from;
    yield* windows.made.pieces(madeAt + skip, madeAt + lyingBytes(file), STORED_PIECE_BYTES);
    return;
  }
  const { start, end } = await lyingRange(windows.original, file.from.original);
  yield* windows.original.pieces(start + skip, end, STORED_PIECE_BYTES);
}
