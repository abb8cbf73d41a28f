import type { ExportFile } from '../package/export/plan.ts';
import { type ExportFinding, exportFinding } from '../package/export/report.ts';
import { HEAD_BYTES, scriptedAt, scriptTag } from '../package/export/script-pages.ts';
import { quote } from '../package/report.ts';
import { crc32 } from '../package/zip/crc32.ts';
import { readEntries } from '../package/zip/entries.ts';
import type { ZipEntry } from '../package/zip/entry.ts';
import { deflate } from '../package/zip/inflate.ts';
import type { ByteSource } from '../package/zip/source.ts';
import { type ArchiveFile, archiveFileOf } from './archive.ts';

export interface AssembleInput {
  readonly files: readonly ExportFile[];
  readonly source: ByteSource;
  /** A file of the standalone player. */
  readonly player: (name: string) => Promise<Uint8Array>;
  /** Takes what is made, one after the other. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

export interface Assembled {
  readonly files: readonly ArchiveFile[];
  /** What could not be done to pages. */
  readonly findings: readonly ExportFinding[];
}

/** Pages that are named when their head cannot be written to; the rest is counted. */
const MAX_NAMED = 5;

/**
 * Makes the new files of an export, and tells where every file of it lies. Memory is one window of the source and one piece.
 * Throws what the source, the player or `write` throws.
 */
export async function assemble(input: AssembleInput): Promise<Assembled> {
  const made = new Made(input.write);
  const files = new Map<string, ArchiveFile>();
  const unscripted: string[] = [];
  for (const file of input.files) {
    if ('entry' in file) files.set(file.path, archiveFileOf(file.path, file.entry));
    else files.set(file.path, await made.file(file.path, [await contentOf(file, input)]));
  }
  const pages = input.files.filter((file) => 'script' in file && file.script !== undefined) as ScriptedPage[];
  const entries = pages.map(({ entry }) => entry);
  for await (const { index, chunks } of readEntries(input.source, entries)) {
    const page = pages[index]!;
    const opened = await openPage(chunks);
    const at = scriptedAt(opened.head);
    if (at === undefined) {
      unscripted.push(page.path);
      await opened.rest.return?.();
      continue;
    }
    files.set(page.path, await made.file(page.path, scripted(opened, at, scriptTag(page.path, page.script))));
  }
  return { files: [...files.values()], findings: unscripted.length === 0 ? [] : [notScripted(unscripted)] };
}

type ScriptedPage = { readonly path: string; readonly entry: ZipEntry; readonly script: string };

const contentOf = async (
  file: Exclude<ExportFile, { entry: ZipEntry }>,
  { player }: AssembleInput,
): Promise<Uint8Array> => ('text' in file ? new TextEncoder().encode(file.text) : player(file.player));

/** Where what is made goes, deflated, and how far it has got. */
class Made {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #at = 0;

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  async file(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ArchiveFile> {
    const madeAt = this.#at;
    let bytes = 0;
    let crc = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        crc = crc32(chunk, crc);
        yield chunk;
      }
    };
    for await (const piece of deflate(counted())) {
      this.#at += piece.length;
      await this.#write(piece);
    }
    return { path, bytes, crc32: crc, deflatedBytes: this.#at - madeAt, from: { madeAt } };
  }
}

interface OpenedPage {
  /** Its first bytes, in which a head begins if there is one. */
  readonly head: Uint8Array;
  readonly rest: AsyncIterator<Uint8Array>;
}

async function openPage(chunks: AsyncIterable<Uint8Array>): Promise<OpenedPage> {
  const rest = chunks[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const next = await rest.next();
    if (next.done === true) break;
    // A chunk is valid until the next one.
    pieces.push(next.value.slice());
    bytes += next.value.length;
  }
  const head = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    head.set(piece, at);
    at += piece.length;
  }
  return { head, rest };
}

async function* scripted({ head, rest }: OpenedPage, at: number, tag: string): AsyncGenerator<Uint8Array> {
  yield head.subarray(0, at);
  yield new TextEncoder().encode(tag);
  yield head.subarray(at);
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function notScripted(pages: readonly string[]): ExportFinding {
  const named = pages.slice(0, MAX_NAMED).map(quote).join(', ');
  const more = pages.length > MAX_NAMED ? ` and ${pages.length - MAX_NAMED} more` : '';
  return exportFinding('page_not_scripted', `Pages in UTF-16 stay as they are and report nothing: ${named}${more}.`);
}
