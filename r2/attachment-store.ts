import type { Verdict } from '../domain/statement/signature.ts';
import { attachmentKey } from './keys.ts';
import { createMultipart, type MultipartWriter, PART_BYTES } from './multipart-writer.ts';
import { type RunningHash, sha2Like } from './sha2.ts';

/**
 * What one request may hold in memory of its attachments. Whatever does not fit goes to R2 while it is read, in parts of
 * `PART_BYTES`; an upload that is not completed never becomes visible.
 */
export const MAX_HELD_BYTES = 8 * 1024 * 1024;

/** A Worker may have six connections open at once. */
const WRITES_AT_ONCE = 6;

/** What R2 remembers beside the bytes of an attachment. */
export interface AttachmentFacts {
  readonly contentType: string;
  /** Of a signature: whether it holds. */
  readonly verdict?: Verdict;
}

interface Upload {
  readonly writer: MultipartWriter;
  readonly parts: { partNumber: number; etag: string }[];
}

type Received = { readonly contentType: string } & (
  | { readonly kind: 'held'; readonly bytes: Uint8Array }
  | { readonly kind: 'uploaded'; readonly upload: Upload }
);

/** The attachments of one request: received one after the other, visible together by `commit`, or never. */
export class IncomingAttachments {
  readonly #bucket: R2Bucket;
  readonly #tenant: string;
  readonly #received = new Map<string, Received>();
  #held = 0;

  constructor(bucket: R2Bucket, tenant: string) {
    this.#bucket = bucket;
    this.#tenant = tenant;
  }

  get hashes(): ReadonlySet<string> {
    return new Set(this.#received.keys());
  }

  /** The bytes, if they are held in memory. */
  bytes(sha2: string): Uint8Array | undefined {
    const received = this.#received.get(sha2);
    return received?.kind === 'held' ? received.bytes : undefined;
  }

  /** Reads a part. False when its content does not have the hash that it was announced with; nothing is kept then. */
  async receive(sha2: string, contentType: string, body: AsyncIterable<Uint8Array>): Promise<boolean> {
    const hash = sha2Like(sha2);
    const open: { upload?: Upload } = {};
    try {
      const block = await this.#read(sha2, contentType, { body, hash, open });
      if ((await hash.hex()) === sha2) {
        if (open.upload === undefined) this.#hold(sha2, contentType, block.join());
        else this.#received.set(sha2, { kind: 'uploaded', contentType, upload: open.upload });
        return true;
      }
    } catch (error) {
      await open.upload?.writer.abort();
      throw error;
    }
    await open.upload?.writer.abort();
    return false;
  }

  /** Hashes the body, uploads what is too much to hold, and returns what is left in memory. */
  async #read(
    sha2: string,
    contentType: string,
    { body, hash, open }: { body: AsyncIterable<Uint8Array>; hash: RunningHash; open: { upload?: Upload } },
  ): Promise<Block> {
    let block = new Block();
    for await (const chunk of body) {
      await hash.update(chunk);
      block.add(chunk);
      if (open.upload === undefined && this.#held + block.size <= MAX_HELD_BYTES) continue;
      open.upload ??= await this.#open(sha2, contentType);
      // R2 wants equal parts, so exactly one of them is cut off.
      while (block.size >= PART_BYTES) {
        const [part, rest] = block.cut(PART_BYTES);
        await put(open.upload, part);
        block = rest;
      }
    }
    if (open.upload !== undefined && block.size > 0) await put(open.upload, block.join());
    return block;
  }

  /** Makes everything readable. Content is named by its hash, so doing it twice is the same as once. */
  async commit(verdicts: ReadonlyMap<string, Verdict>): Promise<void> {
    const received = [...this.#received];
    for (let at = 0; at < received.length; at += WRITES_AT_ONCE) {
      const some = received.slice(at, at + WRITES_AT_ONCE);
      await Promise.all(some.map(([sha2, content]) => this.#write(sha2, content, verdicts.get(sha2))));
    }
    this.#received.clear();
  }

  /** Gives back what was uploaded and not committed. */
  async abort(): Promise<void> {
    for (const received of this.#received.values()) {
      if (received.kind === 'uploaded') await received.upload.writer.abort();
    }
    this.#received.clear();
  }

  async #write(sha2: string, content: Received, verdict: Verdict | undefined): Promise<void> {
    if (content.kind === 'uploaded') return content.upload.writer.complete(content.upload.parts);
    await this.#bucket.put(attachmentKey(this.#tenant, sha2), content.bytes, {
      httpMetadata: { contentType: content.contentType },
      ...(verdict === undefined ? {} : { customMetadata: { verdict } }),
    });
  }

  #hold(sha2: string, contentType: string, bytes: Uint8Array): void {
    this.#held += bytes.length;
    this.#received.set(sha2, { kind: 'held', contentType, bytes });
  }

  async #open(sha2: string, contentType: string): Promise<Upload> {
    const writer = await createMultipart(this.#bucket, attachmentKey(this.#tenant, sha2), { contentType });
    return { writer, parts: [] };
  }
}

async function put({ writer, parts }: Upload, bytes: Uint8Array): Promise<void> {
  const partNumber = parts.length + 1;
  parts.push({ partNumber, etag: await writer.put(partNumber, bytes as Uint8Array<ArrayBuffer>) });
}

/** Chunks that are joined once, when their bytes are needed together. */
class Block {
  size = 0;
  readonly #chunks: Uint8Array[] = [];

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.size += chunk.length;
  }

  join(): Uint8Array {
    const out = new Uint8Array(this.size);
    let at = 0;
    for (const chunk of this.#chunks) {
      out.set(chunk, at);
      at += chunk.length;
    }
    return out;
  }

  cut(bytes: number): [Uint8Array, Block] {
    const all = this.join();
    const rest = new Block();
    if (all.length > bytes) rest.add(all.slice(bytes));
    return [all.subarray(0, bytes), rest];
  }
}

/** What is known of an attachment without reading it, or null when the store has none. */
export async function attachmentFacts(
  bucket: R2Bucket,
  tenant: string,
  sha2: string,
): Promise<(AttachmentFacts & { bytes: number }) | null> {
  const object = await bucket.head(attachmentKey(tenant, sha2));
  return object === null ? null : { ...factsOf(object), bytes: object.size };
}

function factsOf({ httpMetadata, customMetadata }: R2Object): AttachmentFacts {
  const verdict = customMetadata?.verdict as Verdict | undefined;
  return {
    contentType: httpMetadata?.contentType ?? 'application/octet-stream',
    ...(verdict === undefined ? {} : { verdict }),
  };
}

/** The content of an attachment, or null when the store has none: it may lie at its fileUrl alone. */
export async function readAttachment(
  bucket: R2Bucket,
  tenant: string,
  sha2: string,
): Promise<(AttachmentFacts & { body: ReadableStream<Uint8Array> }) | null> {
  const object = await bucket.get(attachmentKey(tenant, sha2));
  if (object === null) return null;
  return { body: object.body as ReadableStream<Uint8Array>, ...factsOf(object) };
}

/** Whether the store has the content. */
export const hasAttachment = async (bucket: R2Bucket, tenant: string, sha2: string): Promise<boolean> =>
  (await bucket.head(attachmentKey(tenant, sha2))) !== null;
