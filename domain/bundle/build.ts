/**
 * Original archive → container, in one pass and constant memory: entries are inflated, verified and hashed as they flow
 * into parts of equal size. The work can stop between files and go on from a checkpoint that is plain data.
 */
import { err, ok, type Result } from '../kernel/result.ts';
import { type Finding, Refusal } from '../package/report.ts';
import { PORTABLE_CODEC, type ZipCodec } from '../package/zip/codec.ts';
import { readEntries } from '../package/zip/entries.ts';
import type { ZipEntry } from '../package/zip/entry.ts';
import type { ByteSource } from '../package/zip/source.ts';
import type { AssetEntry, AssetIndex } from './asset-index.ts';
import { mediaTypeOf } from './media-types.ts';
import { PartBuffer, type PartWriter, type StoredPart } from './parts.ts';
import { planContainer } from './plan.ts';
import type { ContainerPlan } from './zip-records.ts';
import { containerBytes, directoryRecords, localHeader } from './zip-records.ts';

/**
 * Parts of 8 MiB on their way to the store while the next one fills. Storing one takes longer than filling it where the
 * store is a network away; each more is 8 MiB of memory.
 */
const PARTS_LEAVING = 2;

/** A running SHA-256 of one file. */
export interface Sha256 {
  /** The bytes may be reused once the promise resolves. */
  update(bytes: Uint8Array): Promise<void> | void;
  /** Lower-case hex; called once, at the end. */
  hex(): Promise<string> | string;
}

/** How far a container has got; JSON. Up to 64 characters a file: too large for a Workflow's own state. */
export interface BuildCheckpoint {
  readonly checkpointVersion: 1;
  /** Full parts that are stored; the last, shorter one is only written at the end. */
  readonly parts: readonly StoredPart[];
  /** SHA-256 of the files that lie wholly in those parts, in order. */
  readonly sha256: readonly string[];
}

export interface BuildProgress {
  readonly filesDone: number;
  readonly files: number;
  readonly bytesDone: number;
  /** Of the container. */
  readonly bytes: number;
}

export interface BuildInput {
  readonly source: ByteSource;
  /** Served path → entry, as `inspect` gives it: in the order of the archive. */
  readonly files: ReadonlyMap<string, ZipEntry>;
  readonly writer: PartWriter;
  readonly sha256: () => Sha256;
  readonly codec?: ZipCodec;
  /** Stop at the first end of a file behind this many new parts: a step of a Workflow has limits of its own. */
  readonly maxParts: number;
  readonly from?: BuildCheckpoint | undefined;
  /** Told behind every file. */
  readonly onProgress?: (progress: BuildProgress) => void;
}

export type BuildStep =
  | { readonly done: false; readonly checkpoint: BuildCheckpoint; readonly progress: BuildProgress }
  | { readonly done: true; readonly parts: readonly StoredPart[]; readonly index: AssetIndex };

/**
 * Goes on with a container until it is complete or `maxParts` more parts are stored. Refused when an entry turns out to
 * be damaged; throws what the source or the writer throws. Running it again from the same checkpoint writes the same
 * bytes.
 */
export async function buildContainer(input: BuildInput): Promise<Result<BuildStep, Finding>> {
  try {
    return ok(await build(input));
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.finding);
    throw thrown;
  }
}

async function build(input: BuildInput): Promise<BuildStep> {
  const plan = planContainer([...input.files].map(([path, { bytes, crc32 }]) => ({ path, bytes, crc32 })));
  const totalBytes = containerBytes(plan);
  const sha256 = [...(input.from?.sha256 ?? [])];
  const before = input.from?.parts ?? [];
  const position = plan.entries[sha256.length]?.headerOffset ?? plan.directoryOffset;
  const buffer = new PartBuffer(input.writer, before, position, PARTS_LEAVING);
  const progress = (): BuildProgress => ({
    filesDone: sha256.length,
    files: plan.entries.length,
    bytesDone: plan.entries[sha256.length]?.headerOffset ?? totalBytes,
    bytes: totalBytes,
  });

  const entries = [...input.files.values()];
  const options = { fromEntry: sha256.length, readAhead: true, codec: input.codec ?? PORTABLE_CODEC };
  try {
    for await (const { index, chunks } of readEntries(input.source, entries, options)) {
      if (buffer.begun - before.length >= input.maxParts) {
        await buffer.settle();
        buffer.close();
        return { done: false, checkpoint: checkpointAt(plan, buffer, sha256), progress: progress() };
      }
      await buffer.write(localHeader(plan.entries[index]!));
      sha256.push(await hashed(chunks, input.sha256(), buffer));
      input.onProgress?.(progress());
    }
    for (const record of directoryRecords(plan)) await buffer.write(record);
    await buffer.end();
    return { done: true, parts: buffer.parts, index: indexOf(plan, sha256, totalBytes) };
  } catch (thrown) {
    // Nothing is on its way any more when somebody clears up.
    await buffer.settle().catch(() => {});
    throw thrown;
  }
}

/** Passes a file on, and gives its digest. */
async function hashed(chunks: AsyncIterable<Uint8Array>, hash: Sha256, buffer: PartBuffer): Promise<string> {
  for await (const chunk of chunks) {
    await hash.update(chunk);
    await buffer.write(chunk);
  }
  return hash.hex();
}

/** Files whose end is still in memory are read again after a resume, so their digests are not kept. */
function checkpointAt(plan: ContainerPlan, buffer: PartBuffer, sha256: readonly string[]): BuildCheckpoint {
  const kept = sha256.filter((_, i) => plan.entries[i]!.offset + plan.entries[i]!.bytes <= buffer.storedBytes);
  return { checkpointVersion: 1, parts: [...buffer.parts], sha256: kept };
}

function indexOf(plan: ContainerPlan, sha256: readonly string[], totalBytes: number): AssetIndex {
  const entries: [string, AssetEntry][] = plan.entries.map(({ path, offset, bytes }, i) => [
    path,
    { offset, bytes, sha256: sha256[i]!, mediaType: mediaTypeOf(path) },
  ]);
  return { indexVersion: 1, codec: 'plain', containerBytes: totalBytes, entries: Object.fromEntries(entries) };
}
