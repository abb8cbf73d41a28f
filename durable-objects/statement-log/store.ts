import type { LogEnd, SegmentPlan } from '../../domain/statement/append.ts';
import type { LateTerms } from '../../domain/statement/references.ts';
import { NEW_SEGMENT, packLines, readHeader, unpackLines } from '../../domain/statement/segment.ts';
import type { LogIdentity } from './contract.ts';
import { compress, expand } from './gzip.ts';
import { SCHEMA } from './schema.ts';

/** What the store needs of the object: its synchronous, transactional SQLite. */
export type LogStorage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;

/** The platform refuses rows above 2 MB in production and does not locally, so the store checks. */
const MAX_ROW_BYTES = 2_000_000;
/** A bit of a safe integer for each partition. */
const MAX_PARTITIONS = 48;

export interface Segment {
  readonly first: number;
  readonly storedMicros: number;
  readonly lines: readonly string[];
  readonly partitions: Uint8Array;
}

export interface OutboxRow {
  readonly partition: number;
  /** The last sequence number that the partition must come to. */
  readonly head: number;
  readonly acknowledged: number;
}

interface SegmentRow extends Record<string, SqlStorageValue> {
  first: number;
  stored_micros: number;
  header: string;
  partitions: ArrayBuffer;
  body: ArrayBuffer;
}

const hex = (id: string): string => id.replaceAll('-', '');

const uuid = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** What is read of a log. Sequence numbers begin at 1. */
export class LogReader {
  protected readonly sql: SqlStorage;

  constructor(storage: LogStorage) {
    this.sql = storage.sql;
  }

  end(): LogEnd {
    const row = this.sql.exec('SELECT first, n, stored_micros FROM segments ORDER BY first DESC LIMIT 1').toArray()[0];
    if (row === undefined) return { seq: 0, storedMicros: 0 };
    return { seq: Number(row.first) + Number(row.n) - 1, storedMicros: Number(row.stored_micros) + Number(row.n) - 1 };
  }

  identity(): LogIdentity | undefined {
    const row = this.sql.exec('SELECT identity FROM identity').toArray()[0];
    return row === undefined ? undefined : (JSON.parse(String(row.identity)) as LogIdentity);
  }

  /** The stored JSON of an id, or undefined. */
  find(id: string): string | undefined {
    const row = this.sql.exec('SELECT seq FROM ids WHERE id = unhex(?)', hex(id)).toArray()[0];
    if (row === undefined) return undefined;
    const seq = Number(row.seq);
    const segment = this.segmentAt(seq);
    return segment.lines[seq - segment.first];
  }

  /** Whether some statement voids this one. A voiding statement cannot be voided; the caller knows what it is. */
  isVoided(id: string): boolean {
    return this.sql.exec('SELECT 1 FROM voids WHERE target = unhex(?)', hex(id)).toArray().length > 0;
  }

  /** Who refers to one of these ids. */
  referrers(ids: readonly string[]): { target: string; by: string; seq: number }[] {
    const query = `SELECT lower(hex(target)) AS target, lower(hex(by_id)) AS by_id, seq FROM refs
      WHERE target IN (SELECT unhex(value) FROM json_each(?))`;
    return this.sql
      .exec(query, JSON.stringify(ids.map(hex)))
      .toArray()
      .map((row) => ({ target: uuid(String(row.target)), by: uuid(String(row.by_id)), seq: Number(row.seq) }));
  }

  /** The segment that a statement is in. */
  segmentAt(seq: number): Segment {
    return this.#segments('WHERE first <= ? ORDER BY first DESC LIMIT 1', seq)[0]!;
  }

  segment(first: number): Segment {
    return this.#segments('WHERE first = ?', first)[0]!;
  }

  /** The next segment after a sequence number that holds statements of the partition. */
  nextOf(partition: number, after: number): Segment | undefined {
    return this.#segments(
      'WHERE first > ? AND partition_mask & ? <> 0 ORDER BY first LIMIT 1',
      after,
      2 ** partition,
    )[0];
  }

  outbox(): OutboxRow[] {
    return this.sql
      .exec<Record<keyof OutboxRow, number>>(
        'SELECT partition, head, acknowledged FROM outbox WHERE head > acknowledged',
      )
      .toArray();
  }

  #segments(where: string, ...bindings: number[]): Segment[] {
    const query = `SELECT first, stored_micros, header, partitions, body FROM segments ${where}`;
    return this.sql
      .exec<SegmentRow>(query, ...bindings)
      .toArray()
      .map((row) => {
        readHeader(row.header);
        return {
          first: row.first,
          storedMicros: row.stored_micros,
          lines: unpackLines(expand(new Uint8Array(row.body))),
          partitions: new Uint8Array(row.partitions),
        };
      });
  }
}

/** What is written of a log. `transaction` makes its steps one. */
export class LogWriter extends LogReader {
  readonly #storage: LogStorage;

  constructor(storage: LogStorage) {
    super(storage);
    this.#storage = storage;
    storage.sql.exec(SCHEMA);
  }

  transaction<T>(steps: () => T): T {
    return this.#storage.transactionSync(steps);
  }

  remember(identity: LogIdentity): void {
    this.sql.exec('INSERT OR REPLACE INTO identity (one, identity) VALUES (1, ?)', JSON.stringify(identity));
  }

  /** A segment, its index and its outbox rows. */
  write(plan: SegmentPlan): void {
    const { first, ids, lines, terms, partitions, voids } = plan;
    const body = compress(packLines(lines));
    if (body.byteLength > MAX_ROW_BYTES) throw new Error(`segment ${first} has ${body.byteLength} bytes`);
    const touched = [...new Set(partitions)];
    if (touched.some((partition) => partition >= MAX_PARTITIONS)) throw new Error('more partitions than a mask holds');
    const mask = touched.reduce((bits, partition) => bits + 2 ** partition, 0);
    this.sql.exec(
      'INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?)',
      first,
      ids.length,
      plan.storedMicros,
      mask,
      JSON.stringify(NEW_SEGMENT),
      Uint8Array.from(partitions),
      body,
    );
    const keys = JSON.stringify(ids.map(hex));
    this.sql.exec('INSERT INTO ids SELECT unhex(value), ? + key FROM json_each(?)', first, keys);
    this.sql.exec('INSERT INTO postings SELECT value, ? FROM json_each(?)', first, JSON.stringify(terms));
    for (const { target, by } of voids) {
      this.sql.exec('INSERT OR IGNORE INTO voids VALUES (unhex(?), unhex(?))', hex(target), hex(by));
    }
    for (const { target, by, seq } of plan.references) {
      this.sql.exec('INSERT INTO refs VALUES (unhex(?), unhex(?), ?)', hex(target), hex(by), seq);
    }
    const last = first + ids.length - 1;
    for (const partition of touched) {
      this.sql.exec('INSERT INTO outbox VALUES (?1, ?2, 0) ON CONFLICT DO UPDATE SET head = ?2', partition, last);
    }
  }

  /** A stored statement is found by more terms from now on. */
  gain({ seq, terms }: LateTerms): void {
    const query = `INSERT OR IGNORE INTO postings
      SELECT value, (SELECT max(first) FROM segments WHERE first <= ?) FROM json_each(?)`;
    this.sql.exec(query, seq, JSON.stringify(terms));
  }

  /** Releases what the partition's watermark has passed. */
  acknowledge(partition: number, position: number): void {
    this.sql.exec(
      'UPDATE outbox SET acknowledged = ?2 WHERE partition = ?1 AND acknowledged < ?2',
      partition,
      position,
    );
  }
}
