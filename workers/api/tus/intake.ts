import { TusUploadWriter, type TusWriter } from '../../../d1/content/tus-writer.ts';
import { type UploadedPart, UploadReader, type UploadRow } from '../../../d1/content/uploads.ts';
import { PartBuffer } from '../../../domain/bundle/parts.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { resumeMultipart } from '../../../r2/multipart-writer.ts';
import type { Place } from '../imports/receive.ts';

/** A line that gives no byte for so long is lost. */
export const SILENT_SECONDS = 10;
/** How long a request may write without saying what is durable; then another may go on. Silence, and as long to save. */
const WRITER_SECONDS = 2 * SILENT_SECONDS;
/** How often bytes that fill no part are made durable, so that a slow line that breaks loses little. */
const FLUSH_SECONDS = 5;

/** Another request writes by now: whatever this one has must not be stored. */
export class Overtaken extends Error {}

/** When a request that writes now has to give another sign of life. */
export const writerUntil = (nowMs = Date.now()): string => new Date(nowMs + WRITER_SECONDS * 1000).toISOString();

/**
 * Takes the bytes of one request into an upload. R2 wants parts of one size while tus resumes at any byte: bytes that fill
 * no part are kept as an object of their own, the tail, which the next request begins with. One part is in memory.
 */
export class Intake {
  readonly #place: Place;
  readonly #upload: UploadRow;
  readonly #by: TusWriter;
  readonly #writer: TusUploadWriter;
  readonly #buffer: PartBuffer;
  /** True: nothing becomes durable before the end, because it may turn out to be wrong. */
  readonly #held: boolean;
  #unsaid: UploadedPart[] = [];
  #offset: number;
  #saidMs = Date.now();
  #untilMs = Date.now() + WRITER_SECONDS * 1000;

  private constructor(
    place: Place,
    input: { upload: UploadRow; by: TusWriter; held: boolean; parts: readonly UploadedPart[] },
  ) {
    const { upload, by, held, parts } = input;
    this.#place = place;
    this.#upload = upload;
    this.#by = by;
    this.#held = held;
    this.#offset = upload.received;
    this.#writer = new TusUploadWriter(place.content);
    const multipart = resumeMultipart(place.bucket, this.#keys.original, upload.r2Upload);
    const put = async (part: number, bytes: Uint8Array): Promise<string> => {
      if (Date.now() > this.#untilMs) throw new Overtaken();
      const etag = await multipart.put(part, bytes);
      this.#unsaid.push({ part, etag });
      // The last part does not count before the file is whole.
      if (!held && part * upload.partBytes < upload.bytes) await this.#say(part * upload.partBytes);
      return etag;
    };
    const stored = parts
      .slice(0, Math.floor(upload.received / upload.partBytes))
      .map(({ part, etag }) => ({ partNumber: part, etag }));
    const { partBytes } = upload;
    this.#buffer = new PartBuffer({ partBytes, put, spare: multipart.spare }, stored, stored.length * partBytes);
  }

  /** Goes on where the last request ended. The upload has been claimed by `by`. */
  static async open(place: Place, input: { upload: UploadRow; by: TusWriter; held: boolean }): Promise<Intake> {
    const parts = await new UploadReader(place.content).parts(input.upload.id);
    const intake = new Intake(place, { ...input, parts });
    await intake.#loadTail();
    return intake;
  }

  /** How many bytes of the file have been taken in, durable or not. */
  get offset(): number {
    return this.#offset;
  }

  /** The bytes may be reused once the promise resolves. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#buffer.write(bytes);
    if (Date.now() - this.#saidMs < FLUSH_SECONDS * 1000) return;
    if (this.#held) await this.#say(undefined);
    else await this.save();
  }

  /** Makes everything durable that has come. */
  async save(): Promise<void> {
    const { rest } = this.#buffer;
    if (Date.now() > this.#untilMs) throw new Overtaken();
    if (rest.length > 0) await this.#place.bucket.put(this.#keys.tail, rest);
    await this.#say(this.#offset);
  }

  /** Stores the last part; the upload is to be completed then. */
  async end(): Promise<void> {
    await this.#buffer.end();
    await this.#say(undefined);
  }

  /** Behind `save`, when nothing more comes; `end` closes by itself. */
  close(): void {
    this.#buffer.close();
  }

  get #keys() {
    return packageKeys(this.#upload.tenant, this.#upload.package);
  }

  async #loadTail(): Promise<void> {
    const length = this.#upload.received - this.#buffer.storedBytes;
    if (length === 0) return;
    const object = await this.#place.bucket.get(this.#keys.tail, { range: { offset: 0, length } });
    const tail = object === null ? undefined : new Uint8Array(await object.arrayBuffer());
    if (tail?.length !== length) throw new Error(`the tail of upload ${this.#upload.id} is gone`);
    await this.#buffer.write(tail);
  }

  /**
   * Tells the database, which also keeps this request the one that may write. Parts beyond the bytes received do not count
   * and are sent again.
   */
  async #say(received: number | undefined): Promise<void> {
    const nowMs = Date.now();
    const noted = await this.#writer.advance(this.#by, { parts: this.#unsaid, received, until: writerUntil(nowMs) });
    if (!noted) throw new Overtaken();
    this.#unsaid = [];
    this.#saidMs = nowMs;
    this.#untilMs = nowMs + WRITER_SECONDS * 1000;
  }
}
