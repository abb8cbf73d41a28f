import type { BlockIndex } from './index/block-index.ts';
import { type PackedBatch, TIMESTAMP_SENT } from './pack.ts';
import { formatMicros } from './time.ts';

/**
 * A block is the unit in which a log stores and reads statements: their JSON texts, each followed by a line feed,
 * compressed as a whole. Statement `i` of a block has the sequence number `first + i` and `stored` = `storedMicros + i`.
 * `stored`, and a timestamp that was not sent, are not in the text: they are put there when it is read.
 */
export interface BlockHeader {
  readonly formatVersion: 1;
  readonly codec: 'gzip';
  /** Which key the body is encrypted under; null while blocks are not encrypted. */
  readonly keyId: null;
  /** Rises by one when the block is rewritten (erasure). */
  readonly generation: number;
  /** Of a block whose texts lie in a segment: the first statement of that one, and where in it they are. */
  readonly sealed?: { readonly segment: number; readonly offset: number; readonly length: number };
}

export const NEW_BLOCK: BlockHeader = { formatVersion: 1, codec: 'gzip', keyId: null, generation: 1 };

/**
 * Bytes of text that a block takes before the next one begins. Reading one statement decompresses its whole block: at
 * this size in some 40 µs, and a larger one hardly compresses better (8.9 to 1 against 9.6 at twice the size).
 */
export const BLOCK_BYTES = 32_768;

/** Of a request: what of it is stored now. */
export interface Fresh {
  readonly batch: PackedBatch;
  /** The statements that are not stored yet, ascending; null when it is all of them. */
  readonly indices: readonly number[] | null;
}

/** A block that is to be written, or was read. The body is not compressed. */
export interface Block {
  readonly first: number;
  readonly storedMicros: number;
  readonly body: Uint8Array;
  readonly flags: Uint8Array;
  readonly partitions: Uint8Array;
}

/** A block that is to be written, with what fills the tables in memory after a restart. */
export type BlockPlan = Block & BlockIndex;

/** A body that holds something else than its header says is a broken store, not bad input. */
export function readHeader(text: string): BlockHeader {
  const header = JSON.parse(text) as BlockHeader;
  if (header.formatVersion !== 1 || header.codec !== 'gzip' || header.keyId !== null) {
    throw new Error(`a block of an unknown form: ${text}`);
  }
  return header;
}

/**
 * [LOG-5] Divides what several requests brought into blocks of at most `BLOCK_BYTES`, without regard to where a request
 * ends; a larger statement is a block of its own. The first statement gets `first` and `storedMicros`.
 */
export function* planBlocks(
  parts: readonly Fresh[],
  { first, storedMicros }: { readonly first: number; readonly storedMicros: number },
): Generator<BlockPlan> {
  let next = first;
  let pieces: Piece[] = [];
  let bytes = 0;
  const end = () => {
    const block = blockOf(pieces, next, storedMicros + (next - first));
    next += block.flags.length;
    pieces = [];
    bytes = 0;
    return block;
  };
  for (const fresh of parts) {
    for (const one of statementsOf(fresh)) {
      const length = one.endByte - one.byte;
      if (bytes > 0 && bytes + length > BLOCK_BYTES) yield end();
      const last = pieces.at(-1);
      if (last?.batch === one.batch && last.end === one.at) Object.assign(last, ends(one));
      else pieces.push({ ...one });
      bytes += length;
    }
  }
  if (bytes > 0) yield end();
}

/** Neighbouring statements of a batch: where they, their texts and their terms begin and end. */
interface Piece {
  readonly batch: PackedBatch;
  readonly at: number;
  end: number;
  readonly byte: number;
  endByte: number;
  readonly term: number;
  endTerm: number;
}

const ends = ({ end, endByte, endTerm }: Piece) => ({ end, endByte, endTerm });

/** Each new statement; the object is the same one every time. */
function* statementsOf({ batch, indices }: Fresh): Generator<Piece> {
  const chosen = indices === null ? undefined : new Set(indices);
  const one = { batch, at: 0, end: 0, byte: 0, endByte: 0, term: 0, endTerm: 0 };
  for (let i = 0; i < batch.count; i++) {
    one.at = i;
    one.end = i + 1;
    one.byte = one.endByte;
    one.endByte += batch.lengths[i]!;
    one.term = one.endTerm;
    one.endTerm += batch.termCounts[i]!;
    if (chosen === undefined || chosen.has(i)) yield one;
  }
}

const ID_BYTES = 16;

function blockOf(pieces: readonly Piece[], first: number, storedMicros: number): BlockPlan {
  const bytes = (pick: (piece: Piece) => Uint8Array) => joined(pieces.map(pick), (length) => new Uint8Array(length));
  return {
    first,
    storedMicros,
    body: bytes(({ batch, byte, endByte }) => batch.body.subarray(byte, endByte)),
    ids: bytes(({ batch, at, end }) => batch.ids.subarray(at * ID_BYTES, end * ID_BYTES)),
    flags: bytes(({ batch, at, end }) => batch.flags.subarray(at, end)),
    partitions: bytes(({ batch, at, end }) => batch.partitions.subarray(at, end)),
    termCounts: joined(
      pieces.map(({ batch, at, end }) => batch.termCounts.subarray(at, end)),
      (length) => new Uint16Array(length),
    ),
    terms: joined(
      pieces.map(({ batch, term, endTerm }) => batch.terms.subarray(term, endTerm)),
      (length) => new Float64Array(length),
    ),
  };
}

/** One array of several; a single one is not copied. */
function joined<T extends Uint8Array | Uint16Array | Float64Array>(
  parts: readonly T[],
  make: (length: number) => T,
): T {
  if (parts.length === 1) return parts[0]!;
  const whole = make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const LINE_FEED = 0x0a;
const decoder = new TextDecoder();

/** A statement as it lies in its block. */
export interface StoredText {
  /** What was sent and completed at the border. */
  readonly text: string;
  readonly storedMicros: number;
  readonly timestampSent: boolean;
}

/** A block that was read and decompressed. */
export class BlockReader {
  readonly first: number;
  readonly partitions: Uint8Array;
  readonly #storedMicros: number;
  readonly #flags: Uint8Array;
  readonly #body: Uint8Array;
  /** Where the texts begin that were looked for so far, and the next one. */
  readonly #starts = [0];

  constructor({ first, storedMicros, body, flags, partitions }: Block) {
    this.first = first;
    this.partitions = partitions;
    this.#storedMicros = storedMicros;
    this.#flags = flags;
    this.#body = body;
  }

  get last(): number {
    return this.first + this.#flags.length - 1;
  }

  holds(seq: number): boolean {
    return seq >= this.first && seq <= this.last;
  }

  /** What it takes in memory. */
  get bytes(): number {
    return this.#body.length;
  }

  at(seq: number): StoredText {
    const i = seq - this.first;
    return {
      text: decoder.decode(this.#body.subarray(this.#startOf(i), this.#startOf(i + 1) - 1)),
      storedMicros: this.#storedMicros + i,
      timestampSent: (this.#flags[i]! & TIMESTAMP_SENT) !== 0,
    };
  }

  #startOf(i: number): number {
    const starts = this.#starts;
    while (starts.length <= i) starts.push(this.#body.indexOf(LINE_FEED, starts.at(-1)) + 1);
    return starts[i]!;
  }
}

/** The statement as it is given out: `stored`, and without a timestamp of its own that of storing. */
export function completeText({ text, storedMicros, timestampSent }: StoredText): string {
  const stored = formatMicros(storedMicros);
  const timestamp = timestampSent ? '' : `,"timestamp":"${stored}"`;
  return `${text.slice(0, -1)}${timestamp},"stored":"${stored}"}`;
}
