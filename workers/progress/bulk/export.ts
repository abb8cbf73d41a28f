import { ZipStream } from '../../../domain/bundle/zip-stream.ts';
import { attachmentsOf, isSignature } from '../../../domain/statement/attachments.ts';
import {
  type ArchiveManifest,
  ATTACHMENTS_FOLDER,
  MANIFEST_FILE,
  manifestOf,
  STATEMENTS_FILE,
} from '../../../domain/statement/bulk/archive.ts';
import type { StoredStatement } from '../../../domain/statement/types.ts';
import { readAttachment } from '../../../r2/attachment-store.ts';
import { runningSha256 } from '../../../r2/sha256.ts';

/**
 * Contents that one archive holds. Each is asked for on its own, and a Worker asks 10,000 times at most while it answers;
 * the other half is for the statements. An archive that would have more ends early and says where the next one begins.
 */
export const MAX_ARCHIVE_ATTACHMENTS = 5_000;
/** Contents that are asked for before it is their turn: each answer takes a while, and they would add up. */
const READ_AHEAD = 4;
/** Hashes of missing contents that a manifest names. */
const MAX_MISSING_NAMED = 100;

const encoder = new TextEncoder();

export interface Exported {
  /** The statements, each ended by a line feed, some at a time. */
  readonly lines: AsyncIterable<string>;
  readonly consistentThrough: string;
  readonly tenant: string;
  readonly range: ArchiveManifest['range'];
  readonly bucket: R2Bucket;
  readonly createdAt: string;
}

export async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const some of lines) yield encoder.encode(some);
}

/** [EXP-2] The archive: statements first, then each content once, then what it all was. */
export async function* exportArchive(exported: Exported, maxAttachments: number): AsyncGenerator<Uint8Array> {
  const zip = new ZipStream();
  const statements = new StatementsFile(exported.lines, maxAttachments);
  yield* zip.entry(STATEMENTS_FILE, statements.bytes());
  const attachments = { count: 0, bytes: 0, missing: [] as string[], missingCount: 0 };
  const hashes = [...statements.attachments.keys()];
  for await (const { sha2, content } of readContents(exported, hashes)) {
    const needed = statements.attachments.get(sha2) === true;
    if (content !== null) {
      yield* zip.entry(ATTACHMENTS_FOLDER + sha2, counted(content.body, attachments));
    } else if (needed) {
      attachments.missingCount++;
      if (attachments.missing.length < MAX_MISSING_NAMED) attachments.missing.push(sha2);
    }
  }
  const { tenant, createdAt, range, consistentThrough } = exported;
  const facts = { tenant, createdAt, range, consistentThrough };
  const manifest = manifestOf({ ...facts, statements: await statements.facts(), attachments, next: statements.next });
  yield* zip.entry(MANIFEST_FILE, once(encoder.encode(`${JSON.stringify(manifest, null, 2)}\n`)));
  yield* zip.end();
}

type Content = Awaited<ReturnType<typeof readAttachment>>;

async function* readContents(
  { bucket, tenant }: Pick<Exported, 'bucket' | 'tenant'>,
  hashes: readonly string[],
): AsyncGenerator<{ sha2: string; content: Content }> {
  const asked: Promise<Content>[] = [];
  try {
    for (const [i, sha2] of hashes.entries()) {
      for (const next of hashes.slice(i + asked.length, i + READ_AHEAD))
        asked.push(readAttachment(bucket, tenant, next));
      yield { sha2, content: await asked.shift()! };
    }
  } finally {
    // Whoever leaves early leaves bodies behind that nobody reads.
    for (const content of asked) void content.then((one) => one?.body.cancel()).catch(() => {});
  }
}

/** The lines of an archive, and what is to be known of them at the end. */
class StatementsFile {
  /** By hash; true: a statement says that the content is nowhere else. */
  readonly attachments = new Map<string, boolean>();
  /** Where the next archive begins, when this one is full. */
  next: string | null = null;
  readonly #lines: AsyncIterable<string>;
  readonly #maxAttachments: number;
  readonly #sha256 = runningSha256();
  #count = 0;
  #bytes = 0;
  #first: string | null = null;
  #last: string | null = null;

  constructor(lines: AsyncIterable<string>, maxAttachments: number) {
    this.#lines = lines;
    this.#maxAttachments = maxAttachments;
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    for await (const scanned of this.#lines) {
      const lines = this.#fitting(scanned);
      const bytes = encoder.encode(lines);
      this.#bytes += bytes.length;
      await this.#sha256.update(bytes);
      if (bytes.length > 0) yield bytes;
      if (this.next !== null) return;
    }
  }

  async facts(): Promise<ArchiveManifest['statements']> {
    const sha256 = await this.#sha256.hex();
    return { count: this.#count, bytes: this.#bytes, sha256, first: storedOf(this.#first), last: storedOf(this.#last) };
  }

  /** The lines before the first one whose attachments are too many. */
  #fitting(lines: string): string {
    let end = 0;
    for (let next = lines.indexOf('\n') + 1; next > 0; next = lines.indexOf('\n', end) + 1) {
      const line = lines.slice(end, next);
      // Most statements have none, and a name within a text is found out by looking closer.
      if (line.includes('"attachments"') && !this.#take(JSON.parse(line) as StoredStatement)) {
        this.next = storedOf(this.#last);
        break;
      }
      this.#first ??= line;
      this.#last = line;
      this.#count++;
      end = next;
    }
    return lines.slice(0, end);
  }

  /** False when the archive has no room for them. A statement alone always fits. */
  #take(statement: StoredStatement): boolean {
    const declared = [...attachmentsOf(statement)].map(({ attachment }) => attachment);
    const fresh = new Set(declared.map(({ sha2 }) => sha2.toLowerCase()).filter((sha2) => !this.attachments.has(sha2)));
    if (this.#count > 0 && this.attachments.size + fresh.size > this.#maxAttachments) return false;
    for (const attachment of declared) {
      const sha2 = attachment.sha2.toLowerCase();
      const needed = attachment.fileUrl === undefined || isSignature(attachment);
      this.attachments.set(sha2, needed || this.attachments.get(sha2) === true);
    }
    return true;
  }
}

const storedOf = (line: string | null): string | null =>
  line === null ? null : (JSON.parse(line) as StoredStatement).stored;

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  sum: { count: number; bytes: number },
): AsyncGenerator<Uint8Array> {
  sum.count++;
  for await (const chunk of chunks) {
    sum.bytes += chunk.length;
    yield chunk;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
