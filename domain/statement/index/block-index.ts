import { ByteReader, MAX_VARINT_BYTES, putTerm, putVarint, TERM_BYTES } from './bytes.ts';
import { TermNumbering } from './term-numbering.ts';

/** What a block keeps of its statements beside their texts: enough to fill the tables in memory after a restart. */
export interface BlockIndex {
  /** 16 bytes a statement. */
  readonly ids: Uint8Array;
  readonly flags: Uint8Array;
  readonly partitions: Uint8Array;
  /** How many terms each statement has. */
  readonly termCounts: Uint16Array;
  /** The terms, statement after statement. */
  readonly terms: Float64Array;
}

const FORMAT_VERSION = 1;
const ID_BYTES = 16;

/**
 * [IDX-9] Format version, number of statements, number of different terms; ids, flags, partitions; the different terms;
 * how many terms each statement has; each term as its number among the different ones. Counts and numbers are varints.
 */
export function encodeBlockIndex({ ids, flags, partitions, termCounts, terms }: BlockIndex): Uint8Array {
  const numbering = new TermNumbering(terms.length);
  const numbers = new Uint32Array(terms.length);
  for (let i = 0; i < terms.length; i++) numbers[i] = numbering.add(terms[i]!);
  const count = flags.length;
  const fixed = count * (ID_BYTES + 2) + numbering.size * TERM_BYTES;
  const bytes = new Uint8Array(1 + fixed + (2 + count + terms.length) * MAX_VARINT_BYTES);
  bytes[0] = FORMAT_VERSION;
  let at = putVarint(bytes, putVarint(bytes, 1, count), numbering.size);
  for (const part of [ids, flags, partitions]) {
    bytes.set(part, at);
    at += part.length;
  }
  for (let i = 0; i < numbering.size; i++) at = putTerm(bytes, at, numbering.terms[i]!);
  for (const termCount of termCounts) at = putVarint(bytes, at, termCount);
  for (const number of numbers) at = putVarint(bytes, at, number);
  return bytes.slice(0, at);
}

/** The inverse; throws on bytes of another form, because the store is broken then. */
export function decodeBlockIndex(bytes: Uint8Array): BlockIndex {
  const { reader, count, different, head } = decodeHead(bytes);
  for (let i = 0; i < different.length; i++) different[i] = reader.term();
  const termCounts = new Uint16Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) {
    termCounts[i] = reader.varint();
    total += termCounts[i]!;
  }
  const terms = new Float64Array(total);
  for (let i = 0; i < total; i++) terms[i] = different[reader.varint()]!;
  if (reader.at !== bytes.length) throw new Error(`the index of a block ends at ${reader.at} of ${bytes.length} bytes`);
  return { ...head, termCounts, terms };
}

function decodeHead(bytes: Uint8Array) {
  if (bytes[0] !== FORMAT_VERSION) throw new Error(`the index of a block has unknown version ${bytes[0]}`);
  const reader = new ByteReader(bytes, 1);
  const count = reader.varint();
  const different = new Float64Array(reader.varint());
  const head = {
    ids: reader.take(count * ID_BYTES),
    flags: reader.take(count),
    partitions: reader.take(count),
  };
  return { reader, count, different, head };
}

/** What reading the texts of a block needs of its index. */
export type BlockMarks = Pick<BlockIndex, 'flags' | 'partitions'>;

const MARKS_VERSION = 2;

/** [IDX-9] What stays of an index when everything in it stands in runs: version 2, flags, partitions. */
export function encodeBlockMarks({ flags, partitions }: BlockMarks): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * flags.length);
  bytes[0] = MARKS_VERSION;
  bytes.set(flags, 1);
  bytes.set(partitions, 1 + flags.length);
  return bytes;
}

/** Of either form; the rest is skipped. */
export function decodeBlockMarks(bytes: Uint8Array): BlockMarks {
  if (bytes[0] !== MARKS_VERSION) {
    const { flags, partitions } = decodeHead(bytes).head;
    return { flags, partitions };
  }
  const middle = 1 + (bytes.length - 1) / 2;
  return { flags: bytes.slice(1, middle), partitions: bytes.slice(middle) };
}
