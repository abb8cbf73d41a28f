import type { LogEnd } from '../../domain/statement/append.ts';
import { type Block, type BlockPlan, NEW_BLOCK, readHeader } from '../../domain/statement/block.ts';
import {
  type BlockIndex,
  decodeBlockIndex,
  decodeBlockMarks,
  encodeBlockIndex,
  encodeBlockMarks,
} from '../../domain/statement/index/block-index.ts';
import type { SealedBlock, SealedPlace } from '../../domain/statement/segment.ts';
import type { SegmentName } from '../../r2/segment-store.ts';
import { compress, expand } from './gzip.ts';
import type { LogSql } from './sql.ts';

/** The platform refuses rows above 2 MB in production and does not locally, so the store checks. */
const MAX_ROW_BYTES = 2_000_000;
/** A bit of a safe integer for each partition. */
const MAX_PARTITIONS = 48;

const HEADER = JSON.stringify(NEW_BLOCK);

interface BlockRow extends Record<string, SqlStorageValue> {
  first: number;
  n: number;
  stored_micros: number;
  header: string;
  entries: ArrayBuffer;
  body: ArrayBuffer;
}

/** Reads the compressed texts of a sealed block. */
export type ReadSealed = (
  segment: Omit<SegmentName, 'log'>,
  range: { readonly offset: number; readonly length: number },
) => Promise<Uint8Array>;

/** The rows of blocks. The content of a block is waited for, because it may lie elsewhere. */
export class BlockStore {
  readonly #sql: LogSql;
  readonly #sealed: ReadSealed;
  #count: number | undefined;
  #hotBytes: number | undefined;
  #sealedTo: number | undefined;

  constructor(sql: LogSql, sealed: ReadSealed) {
    this.#sql = sql;
    this.#sealed = sealed;
  }

  /** Bytes of the texts that are not sealed. */
  get hotBytes(): number {
    this.#hotBytes ??= Number(this.#sql.exec('SELECT coalesce(sum(length(body)), 0) AS bytes FROM blocks').one().bytes);
    return this.#hotBytes;
  }

  /** After a transaction that was undone. */
  recover(): void {
    this.#count = undefined;
    this.#hotBytes = undefined;
    this.#sealedTo = undefined;
  }

  /** The first statement of the sealed block that holds a sequence number; undefined when that one is not sealed. */
  sealedBlockOf(seq: number): number | undefined {
    this.#sealedTo ??= this.sealed().last;
    if (seq > this.#sealedTo) return undefined;
    const query = 'SELECT first FROM blocks WHERE first <= ? ORDER BY first DESC LIMIT 1';
    return Number(this.#sql.exec(query, seq).one().first);
  }

  /** What is sealed: how many segments, and the last statement in them. */
  sealed(): { readonly segments: number; readonly last: number } {
    const row = this.#sql.exec('SELECT count(*) AS n, coalesce(max(last), 0) AS last FROM segments').one();
    return { segments: Number(row.n), last: Number(row.last) };
  }

  /** The oldest blocks with texts, as many as have so many bytes, none with a statement after `upTo`. */
  oldestHot(bytes: number, upTo: number): SealedBlock[] {
    const found: SealedBlock[] = [];
    let size = 0;
    const query = `SELECT first, n, stored_micros, entries, body FROM blocks
      WHERE first > ? AND first + n - 1 <= ? ORDER BY first`;
    for (const row of this.#sql.exec<BlockRow>(query, this.sealed().last, upTo)) {
      const body = new Uint8Array(row.body);
      const { first, n: count, stored_micros: storedMicros } = row;
      found.push({ first, count, storedMicros, entries: new Uint8Array(row.entries), body });
      size += body.length;
      if (size >= bytes) break;
    }
    return found;
  }

  /** The texts of these blocks are in a segment from now on, within a transaction. */
  seal({ first: segment, generation }: SegmentName, places: readonly SealedPlace[]): void {
    let last = segment;
    for (const { first, offset, length } of places) {
      const row = this.#sql.exec<BlockRow>('SELECT n, entries FROM blocks WHERE first = ?', first).one();
      const header = JSON.stringify({ ...NEW_BLOCK, generation, sealed: { segment, offset, length } });
      const entries = encodeBlockMarks(decodeBlockMarks(new Uint8Array(row.entries)));
      this.#sql.exec("UPDATE blocks SET header = ?, entries = ?, body = x'' WHERE first = ?", header, entries, first);
      last = first + row.n - 1;
      if (this.#hotBytes !== undefined) this.#hotBytes -= length;
    }
    this.#sql.exec('INSERT INTO segments VALUES (?, ?, ?)', segment, last, generation);
    this.#sealedTo = undefined;
  }

  /** Where the log ends. */
  end(): LogEnd {
    const row = this.#sql.exec('SELECT first, n, stored_micros FROM blocks ORDER BY first DESC LIMIT 1').toArray()[0];
    if (row === undefined) return { seq: 0, storedMicros: 0 };
    return { seq: Number(row.first) + Number(row.n) - 1, storedMicros: Number(row.stored_micros) + Number(row.n) - 1 };
  }

  /** How many blocks there are. They are counted once, which reads a page of the database for every few of them. */
  count(): number {
    this.#count ??= Number(this.#sql.exec('SELECT count(*) AS n FROM blocks').one().n);
    return this.#count;
  }

  write(plan: BlockPlan): void {
    const body = compress(plan.body);
    const entries = encodeBlockIndex(plan);
    if (body.length + entries.length > MAX_ROW_BYTES) {
      throw new Error(`block ${plan.first} has ${body.length} and ${entries.length} bytes`);
    }
    this.#sql.exec(
      'INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)',
      plan.first,
      plan.flags.length,
      plan.storedMicros,
      maskOf(plan.partitions),
      HEADER,
      entries,
      body,
    );
    if (this.#hotBytes !== undefined) this.#hotBytes += body.length;
    if (this.#count !== undefined) this.#count++;
  }

  /** The block that holds a sequence number, which the log has. */
  async read(seq: number): Promise<Block> {
    const query = `SELECT first, stored_micros, header, entries, body FROM blocks
      WHERE first <= ? ORDER BY first DESC LIMIT 1`;
    const row = this.#sql.exec<BlockRow>(query, seq).one();
    const { sealed, generation } = readHeader(row.header);
    const body =
      sealed === undefined
        ? new Uint8Array(row.body)
        : await this.#sealed({ first: sealed.segment, generation }, sealed);
    return {
      first: row.first,
      storedMicros: row.stored_micros,
      body: expand(body),
      ...decodeBlockMarks(new Uint8Array(row.entries)),
    };
  }

  /** The first block that may hold statements of the partition after a sequence number. */
  nextOf(partition: number, after: number): number | undefined {
    const query = `SELECT first FROM blocks WHERE first >= (SELECT coalesce(max(first), 0) FROM blocks WHERE first <= ?1 + 1)
      AND first + n > ?1 + 1 AND partition_mask & ?2 <> 0 ORDER BY first LIMIT 1`;
    const row = this.#sql.exec(query, after, 2 ** partition).toArray()[0];
    return row === undefined ? undefined : Number(row.first);
  }

  /** The partition of a statement that the log has. */
  partitionOf(seq: number): number {
    const query = 'SELECT first, entries FROM blocks WHERE first <= ? ORDER BY first DESC LIMIT 1';
    const { first, entries } = this.#sql.exec<{ first: number; entries: ArrayBuffer }>(query, seq).one();
    return decodeBlockMarks(new Uint8Array(entries)).partitions[seq - first]!;
  }

  /** What the blocks that begin after a sequence number tell the index, in order. */
  *indexesAfter(seq: number): Generator<BlockIndex & { readonly first: number }> {
    const query = 'SELECT first, entries FROM blocks WHERE first > ? ORDER BY first';
    for (const row of this.#sql.exec<{ first: number; entries: ArrayBuffer }>(query, seq)) {
      yield { first: row.first, ...decodeBlockIndex(new Uint8Array(row.entries)) };
    }
  }

  /**
   * The last sequence number whose `stored` is not after `micros`; 0 when there is none. `stored` rises with the sequence
   * number, so the blocks are halved until one is left.
   */
  lastStoredAt(micros: number): number {
    const query = 'SELECT first, n, stored_micros FROM blocks WHERE first <= ? ORDER BY first DESC LIMIT 1';
    let found = 0;
    for (let low = 1, high = this.end().seq; low <= high; ) {
      const row = this.#sql.exec(query, Math.floor((low + high) / 2)).one();
      const first = Number(row.first);
      const last = first + Number(row.n) - 1;
      const within = micros - Number(row.stored_micros);
      if (within < 0) {
        high = first - 1;
      } else {
        found = Math.min(last, first + within);
        low = last + 1;
      }
    }
    return found;
  }
}

function maskOf(partitions: Uint8Array): number {
  let mask = 0;
  for (const partition of new Set(partitions)) {
    if (partition >= MAX_PARTITIONS) throw new Error('more partitions than a mask holds');
    mask += 2 ** partition;
  }
  return mask;
}
