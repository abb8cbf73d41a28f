import { err, type Result } from '../../kernel/result.ts';
import { crc32 } from '../../package/zip/crc32.ts';
import type { ByteSource } from '../../package/zip/source.ts';
import { attachmentsOf } from '../attachments.ts';
import type { Prepared } from '../prepare.ts';
import { type LineReport, type RecordRules, readRecord, refusedFor } from './record.ts';

/** A longer line holds no statement (half a million characters, each at most six bytes); it is also what is read at once. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** Lines of a batch: one commit of the log is short enough to let others in between. */
export const BATCH_LINES = 500;
/** Bytes of a batch, whatever its lines: it is held several times over. */
export const BATCH_BYTES = 2 * 1024 * 1024;
/** Contents of attachments that a batch may need: each is written while the batch waits. */
export const BATCH_CONTENTS = 100;

/** Where the reading of a file goes on: behind this many lines and bytes, whose checksum is this. */
export interface Place {
  readonly line: number;
  readonly offset: number;
  readonly crc32: number;
}

export const START: Place = { line: 0, offset: 0, crc32: 0 };

/** A line that is not blank. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly record: Result<Prepared, LineReport>;
}

/** Lines that are stored together. No two of them have the same id. */
export interface Batch {
  readonly lines: readonly Line[];
  /** Where the next batch begins. */
  readonly end: Place;
}

/** [BULK-1] The statements of a file of one JSON text a line, in batches; reading goes on at any place. */
export async function* readBatches(source: ByteSource, from: Place, rules: RecordRules): AsyncGenerator<Batch> {
  let place = from;
  while (place.offset < source.size) {
    const end = Math.min(source.size, place.offset + MAX_LINE_BYTES);
    const bytes = await source.read(place.offset, end);
    const whole = end === source.size ? bytes.length : bytes.lastIndexOf(LINE_FEED) + 1;
    if (whole === 0) {
      const batch = await skipLine(source, place);
      place = batch.end;
      yield batch;
      continue;
    }
    const window = new Window(place, bytes.subarray(0, whole));
    for (let batch = window.next(rules); batch !== undefined; batch = window.next(rules)) {
      place = batch.end;
      yield batch;
    }
  }
}

const LINE_FEED = 10;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Whole lines that have been read, and how far they were handed out. */
class Window {
  readonly #bytes: Uint8Array;
  /** Where the bytes begin. */
  readonly #start: number;
  #place: Place;

  constructor(place: Place, bytes: Uint8Array) {
    this.#place = place;
    this.#start = place.offset;
    this.#bytes = bytes;
  }

  next(rules: RecordRules): Batch | undefined {
    const begin = this.#place;
    const at = begin.offset - this.#start;
    if (at === this.#bytes.length) return undefined;
    const lines: Line[] = [];
    const needs = new Needs();
    let [end, number] = [at, begin.line];
    while (end < this.#bytes.length && lines.length < BATCH_LINES && end - at < BATCH_BYTES) {
      const next = endOfLine(this.#bytes, end);
      const line = readLine(this.#bytes.subarray(end, next), number + 1, rules);
      if (line !== undefined) {
        if (!needs.take(line)) break;
        lines.push(line);
      }
      [end, number] = [next, number + 1];
    }
    const bytes = this.#bytes.subarray(at, end);
    this.#place = { line: number, offset: this.#start + end, crc32: crc32(bytes, begin.crc32) };
    return { lines, end: this.#place };
  }
}

/** What the lines of a batch have in common: ids and contents. */
class Needs {
  readonly #ids = new Set<string>();
  readonly #contents = new Set<string>();

  /** False when the line belongs into another batch. */
  take({ record }: Line): boolean {
    if (!record.ok) return true;
    const { id, statement } = record.value;
    if (this.#ids.has(id)) return false;
    const contents = [...attachmentsOf(statement)].map(({ attachment }) => attachment.sha2.toLowerCase());
    const fresh = contents.filter((sha2) => !this.#contents.has(sha2));
    if (this.#ids.size > 0 && this.#contents.size + fresh.length > BATCH_CONTENTS) return false;
    this.#ids.add(id);
    for (const sha2 of fresh) this.#contents.add(sha2);
    return true;
  }
}

function endOfLine(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(LINE_FEED, from);
  return at < 0 ? bytes.length : at + 1;
}

/** [BULK-2] Undefined when the line is blank. */
function readLine(bytes: Uint8Array, number: number, rules: RecordRules): Line | undefined {
  let value: unknown;
  try {
    const text = decoder.decode(bytes).trim();
    if (text === '') return undefined;
    value = JSON.parse(text);
  } catch (thrown) {
    // V8 adds the line within the text, always 1, which contradicts the number that is told beside it.
    const why = (thrown as Error).message.replace(/ \(line \d+ column \d+\)$/, '');
    const message = `This line is not JSON in UTF-8: ${why}`;
    return { number, record: err(refusedFor('$', 'BULK-2', message)) };
  }
  return { number, record: readRecord(value, number, rules) };
}

/** A line that is too long is passed over, piece by piece, and reported. */
async function skipLine(source: ByteSource, from: Place): Promise<Batch> {
  let { offset, crc32: crc } = from;
  for (let ended = false; !ended && offset < source.size; ) {
    const bytes = await source.read(offset, Math.min(source.size, offset + MAX_LINE_BYTES));
    const at = bytes.indexOf(LINE_FEED);
    ended = at >= 0;
    const passed = ended ? bytes.subarray(0, at + 1) : bytes;
    crc = crc32(passed, crc);
    offset += passed.length;
  }
  const number = from.line + 1;
  const message = `This line has more than ${MAX_LINE_BYTES} bytes. Write one statement a line.`;
  const lines = [{ number, record: err(refusedFor('$', 'BULK-1', message)) }];
  return { lines, end: { line: number, offset, crc32: crc } };
}
