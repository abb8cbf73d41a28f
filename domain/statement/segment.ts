import type { BlockHeader } from './block.ts';

/**
 * A sealed segment: many blocks of a log as one object. It can be read without the log: magic, length of the header,
 * header as JSON, then of each block its index (`encodeBlockIndex`) and its compressed texts as they are.
 */
export interface SegmentHeader extends BlockHeader {
  readonly log: string;
  /** The first statement, how many there are, and `stored` of the first. */
  readonly first: number;
  readonly count: number;
  readonly storedMicros: number;
  /** Of each block: first, count, stored of the first, bytes of its index, bytes of its body. */
  readonly blocks: readonly (readonly [number, number, number, number, number])[];
}

/** A block as it is sealed. */
export interface SealedBlock {
  readonly first: number;
  readonly count: number;
  readonly storedMicros: number;
  readonly entries: Uint8Array;
  /** Compressed. */
  readonly body: Uint8Array;
}

/** Where the body of a block lies in its segment. */
export interface SealedPlace {
  readonly first: number;
  readonly offset: number;
  readonly length: number;
}

export interface Segment {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly places: readonly SealedPlace[];
}

const MAGIC = new TextEncoder().encode('LECTSEG1');
const HEAD_BYTES = MAGIC.length + 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** [SEAL-1] Consecutive blocks of a log as one segment. The same blocks give the same bytes. */
export function encodeSegment(log: string, form: BlockHeader, blocks: readonly SealedBlock[]): Segment {
  const [oldest] = blocks;
  if (oldest === undefined) throw new Error('a segment has blocks');
  const header: SegmentHeader = {
    ...form,
    log,
    first: oldest.first,
    count: blocks.reduce((sum, { count }) => sum + count, 0),
    storedMicros: oldest.storedMicros,
    blocks: blocks.map(({ first, count, storedMicros, entries, body }) => [
      first,
      count,
      storedMicros,
      entries.length,
      body.length,
    ]),
  };
  const json = encoder.encode(JSON.stringify(header));
  const size = blocks.reduce((sum, { entries, body }) => sum + entries.length + body.length, 0);
  const bytes = new Uint8Array(HEAD_BYTES + json.length + size);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, json.length);
  bytes.set(json, HEAD_BYTES);
  let at = HEAD_BYTES + json.length;
  const places = blocks.map(({ first, entries, body }) => {
    bytes.set(entries, at);
    at += entries.length;
    const place = { first, offset: at, length: body.length };
    bytes.set(body, at);
    at += body.length;
    return place;
  });
  return { bytes, places };
}

/** [SEAL-2] The blocks of a whole segment; throws and says why when these are other bytes, or not all of them. */
export function decodeSegment(bytes: Uint8Array): { readonly header: SegmentHeader; readonly blocks: SealedBlock[] } {
  if (bytes.length < HEAD_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) throw new Error('this is no segment');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length);
  if (HEAD_BYTES + length > bytes.length) throw new Error('the segment ends within its header');
  const header = JSON.parse(decoder.decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length))) as SegmentHeader;
  if (header.formatVersion !== 1 || header.codec !== 'gzip' || header.keyId !== null) {
    throw new Error(`a segment of unknown form: version ${header.formatVersion}, codec ${header.codec}`);
  }
  let at = HEAD_BYTES + length;
  const take = (size: number) => {
    at += size;
    if (at > bytes.length) throw new Error(`the segment ends before byte ${at}`);
    return bytes.subarray(at - size, at);
  };
  const blocks = header.blocks.map(([first, count, storedMicros, entries, body]) => ({
    first,
    count,
    storedMicros,
    entries: take(entries),
    body: take(body),
  }));
  if (at !== bytes.length) throw new Error(`the segment goes on after byte ${at}`);
  return { header, blocks };
}
