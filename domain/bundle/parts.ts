/** Where the container goes: a multipart upload, whose parts but the last are all `partBytes` long. */
export interface PartWriter {
  /** Every part but the last has this size. */
  readonly partBytes: number;
  /**
   * Stores a part and returns its entity tag. Parts are numbered from 1; writing one again replaces it. The bytes may be
   * reused once the promise resolves.
   */
  put(partNumber: number, bytes: Uint8Array): Promise<string>;
  /** Where the memory of the first part comes from; absent: it is new. */
  readonly spare?: SparePart;
}

export interface StoredPart {
  readonly partNumber: number;
  readonly etag: string;
}

/** A part on its way, and the buffer that is free again when it has arrived. */
type Leaving = Promise<{ readonly part: StoredPart; readonly buffer: Uint8Array }>;

/**
 * The memory of a part, left behind for whoever writes next: new memory for each of many requests grows the process until
 * it is collected. What was in it is never read again, a part is what was written to it.
 */
export class SparePart {
  #buffer: Uint8Array | undefined;

  /** Gives it away; new memory when there is none, or another size. */
  take(bytes: number): Uint8Array {
    const buffer = this.#buffer;
    this.#buffer = undefined;
    return buffer?.length === bytes ? buffer : new Uint8Array(bytes);
  }

  leave(buffer: Uint8Array): void {
    this.#buffer = buffer;
  }
}

/** Collects a stream into parts. Bytes that lie in parts stored before are passed over. */
export class PartBuffer {
  readonly #writer: PartWriter;
  readonly #parts: StoredPart[];
  readonly #maxLeaving: number;
  /** In the order of their numbers. */
  readonly #leaving: Leaving[] = [];
  #buffer: Uint8Array;
  /** Bytes of the buffer that are filled. */
  #filled = 0;
  /** Where in the container the next byte goes. */
  #position: number;

  /**
   * `position` is at or before the end of the parts stored already. `maxLeaving` parts may be on their way while the next
   * one fills, each in a buffer of its own; with none, a write that fills a part waits for it.
   */
  constructor(writer: PartWriter, stored: readonly StoredPart[], position: number, maxLeaving = 0) {
    this.#writer = writer;
    this.#parts = [...stored];
    this.#position = position;
    this.#maxLeaving = maxLeaving;
    this.#buffer = writer.spare?.take(writer.partBytes) ?? new Uint8Array(writer.partBytes);
    if (position > this.storedBytes) throw new Error(`position ${position} lies behind the stored parts`);
  }

  /** Those that are stored. */
  get parts(): readonly StoredPart[] {
    return this.#parts;
  }

  /** How many parts are stored or on their way. */
  get begun(): number {
    return this.#parts.length + this.#leaving.length;
  }

  /** Bytes of the container that lie in stored parts. */
  get storedBytes(): number {
    return this.#parts.length * this.#writer.partBytes;
  }

  /** Bytes that wait for their part to fill; valid until the next write. */
  get rest(): Uint8Array {
    return this.#buffer.subarray(0, this.#filled);
  }

  async write(bytes: Uint8Array): Promise<void> {
    let at = Math.min(bytes.length, Math.max(0, this.storedBytes - this.#position));
    this.#position += bytes.length;
    while (at < bytes.length) {
      const taken = Math.min(bytes.length - at, this.#buffer.length - this.#filled);
      this.#buffer.set(bytes.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === this.#buffer.length) await this.#store();
    }
  }

  /** Waits for what is on its way; throws what the writer threw. */
  async settle(): Promise<void> {
    while (this.#leaving.length > 0) await this.#arrived();
  }

  /** Stores what is left as the last part, waits for all of them, and closes. */
  async end(): Promise<void> {
    if (this.#filled > 0) await this.#store();
    await this.settle();
    this.close();
  }

  /** Leaves its memory to the next one. Nothing is on its way by then, and nothing is written any more. */
  close(): void {
    this.#writer.spare?.leave(this.#buffer);
  }

  async #store(): Promise<void> {
    const buffer = this.#buffer;
    const partNumber = this.begun + 1;
    const leaving = this.#writer
      .put(partNumber, buffer.subarray(0, this.#filled))
      .then((etag) => ({ part: { partNumber, etag }, buffer }));
    // A failure is thrown where it is waited for.
    leaving.catch(() => {});
    this.#leaving.push(leaving);
    this.#filled = 0;
    this.#buffer =
      this.#leaving.length > this.#maxLeaving ? await this.#arrived() : new Uint8Array(this.#writer.partBytes);
  }

  /** Waits for the oldest part on its way. */
  async #arrived(): Promise<Uint8Array> {
    const { part, buffer } = await this.#leaving[0]!;
    this.#leaving.shift();
    this.#parts.push(part);
    return buffer;
  }
}
