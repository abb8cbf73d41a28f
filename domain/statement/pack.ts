import type { Prepared } from './prepare.ts';

/**
 * A batch of prepared statements as a log takes it: a few arrays instead of an object a statement, so that handing it
 * over costs a copy of bytes. Every array owns its buffer exactly, because copying a view copies all that lies behind it.
 */
export interface PackedBatch {
  readonly count: number;
  /** 16 bytes a statement. */
  readonly ids: Uint8Array<ArrayBuffer>;
  /** The `text` of each statement in UTF-8, each followed by a line feed. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Bytes of each text with its line feed. */
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** How many terms each statement has: 500,000 characters do not hold 65,536. */
  readonly termCounts: Uint16Array<ArrayBuffer>;
  /** Numbers of terms, statement after statement. */
  readonly terms: Float64Array<ArrayBuffer>;
  /** The projection partition of each statement. */
  readonly partitions: Uint8Array<ArrayBuffer>;
  /** Bits of each statement: `TIMESTAMP_SENT`. */
  readonly flags: Uint8Array<ArrayBuffer>;
  /** The statements whose object is another statement; they are rare. */
  readonly references: readonly PackedReference[];
  /** What the projection reads of each statement, in its own form; without a time when no timestamp was sent. */
  readonly readings: readonly string[];
}

/** Statement `index` of the batch has the statement `target` (a lower-case id) as its object. */
export interface PackedReference {
  readonly index: number;
  readonly target: string;
  /** Whether it voids its target. */
  readonly voids: boolean;
}

/** The bit of a statement that came with its own timestamp; every other one gets that of storing. */
export const TIMESTAMP_SENT = 1;

/** What the projection adds to each statement: where it goes and what is read of it there. */
export interface Placement {
  readonly partition: number;
  readonly reading: string;
}

const LINE_FEED = 0x0a;
const encoder = new TextEncoder();

/** [PACK-1] A batch for a log, in the order of the request. `place` is asked once for each statement. */
export function packBatch(prepared: readonly Prepared[], place: (statement: Prepared) => Placement): PackedBatch {
  const count = prepared.length;
  const ids = new Uint8Array(16 * count);
  const termCounts = new Uint16Array(count);
  const partitions = new Uint8Array(count);
  const flags = new Uint8Array(count);
  const references: PackedReference[] = [];
  const readings: string[] = [];
  let text = '';
  for (let index = 0; index < count; index++) {
    const one = prepared[index]!;
    const { partition, reading } = place(one);
    writeId(one.id, ids, 16 * index);
    termCounts[index] = one.terms.length;
    partitions[index] = partition;
    if (one.timestamped) flags[index] = TIMESTAMP_SENT;
    if (one.refers !== null) references.push({ index, target: one.refers, voids: one.voids !== null });
    readings.push(reading);
    text += `${one.text}\n`;
  }
  const body = encoder.encode(text) as Uint8Array<ArrayBuffer>; // an encoder's array owns its buffer
  const lengths = lengthsOf(prepared, body, text.length);
  return { count, ids, body, lengths, termCounts, terms: termsOf(prepared), partitions, flags, references, readings };
}

/** Bytes are UTF-16 units when everything is ASCII. Else the line feeds tell: JSON never holds a bare one. */
function lengthsOf(prepared: readonly Prepared[], body: Uint8Array, units: number): Uint32Array<ArrayBuffer> {
  const lengths = new Uint32Array(prepared.length);
  let at = 0;
  for (let index = 0; index < prepared.length; index++) {
    const length = body.length === units ? prepared[index]!.text.length + 1 : body.indexOf(LINE_FEED, at) + 1 - at;
    lengths[index] = length;
    at += length;
  }
  return lengths;
}

function termsOf(prepared: readonly Prepared[]): Float64Array<ArrayBuffer> {
  let count = 0;
  for (const { terms } of prepared) count += terms.length;
  const all = new Float64Array(count);
  let at = 0;
  for (const { terms } of prepared) for (const term of terms) all[at++] = term;
  return all;
}

/** A lower-case UUID as 16 bytes. */
function writeId(id: string, into: Uint8Array, at: number): void {
  let digit = 0;
  for (let byte = 0; byte < 16; byte++) {
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) digit++;
    into[at + byte] = (hexValue(id.charCodeAt(digit)) << 4) | hexValue(id.charCodeAt(digit + 1));
    digit += 2;
  }
}

/** `0` to `9` and `a` to `f` as their value. */
const hexValue = (unit: number): number => (unit < 0x3a ? unit - 0x30 : unit - 0x57);
