/** Where the container goes: a multipart upload, whose parts but the last are all `partBytes` long. */
export interface PartWriter {
  /** Every part but the last has this size. */
  readonly partBytes: number;
  /**
   * Stores a part and returns its entity tag. Parts are numbered from 1; writing one again replaces it. The bytes may be
   * reused once the promise resolves.
   */
  put(partNumber: number, bytes: Uint8Array): Promise<string>;
}

export interface StoredPart {
  readonly partNumber: number;
  readonly etag: string;
}

/** Collects a stream into parts. Bytes that lie in parts stored before are passed over. */
export class PartBuffer {
  readonly #writer: PartWriter;
  readonly #parts: StoredPart[];
  readonly #buffer: Uint8Array;
  /** Bytes of the buffer that are filled. */
  #filled = 0;
  /** Where in the container the next byte goes. */
  #position: number;

  /** `position` is at or before the end of the parts stored already. */
  constructor(writer: PartWriter, stored: readonly StoredPart[], position: number) {
    this.#writer = writer;
    this.#parts = [...stored];
    this.#position = position;
    this.#buffer = new Uint8Array(writer.partBytes);
    if (position > this.storedBytes) throw new Error(`position ${position} lies behind the stored parts`);
  }

  get parts(): readonly StoredPart[] {
    return this.#parts;
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

  /** Stores what is left as the last part. */
  async end(): Promise<void> {
    if (this.#filled > 0) await this.#store();
  }

  async #store(): Promise<void> {
    const partNumber = this.#parts.length + 1;
    const etag = await this.#writer.put(partNumber, this.#buffer.subarray(0, this.#filled));
    this.#parts.push({ partNumber, etag });
    this.#filled = 0;
  }
}
