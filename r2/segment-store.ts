import { segmentKey } from './keys.ts';

/** Which segment of a log: its first statement, and how often it was rewritten. */
export interface SegmentName {
  readonly log: string;
  readonly first: number;
  readonly generation: number;
}

/** The sealed segments of a tenant's logs. */
export class SegmentStore {
  readonly #bucket: R2Bucket;
  readonly #tenant: string;

  constructor(bucket: R2Bucket, tenant: string) {
    this.#bucket = bucket;
    this.#tenant = tenant;
  }

  /** Again with the same bytes changes nothing. */
  async put(name: SegmentName, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#bucket.put(segmentKey(this.#tenant, name), bytes);
  }

  /** Some bytes of a segment. What is not there has been lost: no answer could be right without it, so this throws. */
  async range(name: SegmentName, { offset, length }: { offset: number; length: number }): Promise<Uint8Array> {
    const key = segmentKey(this.#tenant, name);
    const found = await this.#bucket.get(key, { range: { offset, length } });
    const bytes = found === null ? undefined : new Uint8Array(await found.arrayBuffer());
    if (bytes?.length !== length) throw new Error(`the segment ${key} has ${bytes?.length ?? 'no'} bytes at ${offset}`);
    return bytes;
  }
}
