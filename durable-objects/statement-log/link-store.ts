import type { AcceptedBatch } from '../../domain/statement/append.ts';
import { WORDS_OF_AN_ID, wordsOf } from '../../domain/statement/index/id-words.ts';
import { type PostingList, postingList } from '../../domain/statement/index/posting-list.ts';
import type { GainedTerms, Referrer } from '../../domain/statement/references.ts';
import type { Voiding } from '../../domain/statement/shards/sharded-batch.ts';
import type { Referring } from './contract.ts';
import type { LogSql } from './sql.ts';

/**
 * Awaited ids that are remembered in memory, some 4 MB. Beyond it every statement that comes is looked up, which costs
 * it some microseconds: somebody would have to confirm a hundred thousand statements that were never sent.
 */
const REMEMBERED_IDS = 100_000;

const hex = (id: string): string => id.replaceAll('-', '');

const uuid = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** What statements say of others: voidings, references, ids that are referred to but not there, and terms gained by it. */
export class LinkStore {
  readonly #sql: LogSql;
  /** A part of each awaited id; undefined when there are too many. One that has arrived may still stand here. */
  #awaited: Set<number> | undefined = new Set();
  #voids = false;
  #gained = false;

  readonly #remembered: number;

  /** `remembered`: tests make it small. */
  constructor(sql: LogSql, remembered = REMEMBERED_IDS) {
    this.#sql = sql;
    this.#remembered = remembered;
    this.recover();
  }

  /** Takes what is remembered from the tables. */
  recover(): void {
    const any = (table: string) => this.#sql.exec(`SELECT 1 FROM ${table} LIMIT 1`).toArray().length > 0;
    this.#voids = any('voids');
    this.#gained = any('gained');
    this.#awaited = new Set();
    for (const row of this.#sql.exec(
      'SELECT lower(hex(target)) AS target FROM awaited LIMIT ?',
      this.#remembered + 1,
    )) {
      this.#remember(wordsOf(uuid(String(row.target))), 0);
    }
  }

  /** Whether some statement voids this one. A voiding statement cannot be voided; the caller knows what it is. */
  isVoided(id: string): boolean {
    return this.voidedBy(id) !== undefined;
  }

  /** How many statements are voided, whether they have come or not. It only rises. */
  voidings(): number {
    return Number(this.#sql.exec('SELECT count(*) AS n FROM voids').one().n);
  }

  /** The statement that voided this one first. */
  voidedBy(id: string): string | undefined {
    if (!this.#voids) return undefined;
    const query = 'SELECT lower(hex(by_id)) AS by_id FROM voids WHERE target = unhex(?)';
    const [row] = this.#sql.exec(query, hex(id)).toArray();
    return row === undefined ? undefined : uuid(String(row.by_id));
  }

  /** Who refers to this one, the newest first. */
  newestReferrers(id: string, limit: number): string[] {
    const query = 'SELECT lower(hex(by_id)) AS by_id FROM refs WHERE target = unhex(?) ORDER BY seq DESC LIMIT ?';
    return this.#sql
      .exec(query, hex(id), limit)
      .toArray()
      .map((row) => uuid(String(row.by_id)));
  }

  mayBeAwaited(words: Uint32Array, at: number): boolean {
    if (this.#awaited === undefined) return true;
    return this.#awaited.size > 0 && this.#awaited.has(partOf(words, at));
  }

  /** Who refers to one of these ids. */
  referrers(ids: readonly string[]): Referrer[] {
    const query = `SELECT lower(hex(by_id)) AS by_id, seq FROM refs
      WHERE target IN (SELECT unhex(value) FROM json_each(?))`;
    return this.#sql
      .exec(query, JSON.stringify(ids.map(hex)))
      .toArray()
      .map((row) => ({ by: uuid(String(row.by_id)), seq: Number(row.seq) }));
  }

  /** Who refers to one of these ids, and whether as what voids it. */
  waiting(ids: readonly string[]): Referring[] {
    const query = `SELECT lower(hex(r.target)) AS target, lower(hex(r.by_id)) AS by_id, v.target IS NOT NULL AS voids
      FROM refs r LEFT JOIN voids v ON v.target = r.target AND v.by_id = r.by_id
      WHERE r.target IN (SELECT unhex(value) FROM json_each(?))`;
    return this.#sql
      .exec(query, JSON.stringify(ids.map(hex)))
      .toArray()
      .map((row) => ({ target: uuid(String(row.target)), by: uuid(String(row.by_id)), voids: row.voids === 1 }));
  }

  /** The statements between two sequence numbers that gained a term. */
  gainedBy(term: number, first: number, last: number): PostingList {
    if (!this.#gained) return postingList([]);
    const query = 'SELECT seq FROM gained WHERE term = ? AND seq BETWEEN ? AND ? ORDER BY seq';
    return postingList(
      this.#sql
        .exec(query, term, first, last)
        .toArray()
        .map((row) => Number(row.seq)),
    );
  }

  /** Within the transaction of the statements that say it. */
  write({ references, arrived, gained }: AcceptedBatch): void {
    for (const { target, by, seq, voids, awaits } of references) {
      this.#sql.exec('INSERT INTO refs VALUES (unhex(?), unhex(?), ?)', hex(target), hex(by), seq);
      if (voids) this.void({ target, by });
      if (awaits) this.#await(target);
    }
    if (arrived.length > 0) {
      const query = 'DELETE FROM awaited WHERE target IN (SELECT unhex(value) FROM json_each(?))';
      this.#sql.exec(query, JSON.stringify(arrived.map(hex)));
    }
    for (const one of gained) this.gain(one);
  }

  void({ target, by }: Voiding): void {
    this.#sql.exec('INSERT OR IGNORE INTO voids VALUES (unhex(?), unhex(?))', hex(target), hex(by));
    this.#voids = true;
  }

  /** False when the statement had all of these terms. */
  gain({ seq, terms }: GainedTerms): boolean {
    this.#gained = true;
    const query = 'INSERT OR IGNORE INTO gained SELECT value, ? FROM json_each(?)';
    return this.#sql.exec(query, seq, JSON.stringify(terms)).rowsWritten > 0;
  }

  #await(target: string): void {
    this.#sql.exec('INSERT OR IGNORE INTO awaited VALUES (unhex(?))', hex(target));
    this.#remember(wordsOf(target), 0);
  }

  #remember(words: Uint32Array, at: number): void {
    this.#awaited?.add(partOf(words, at));
    if (this.#awaited !== undefined && this.#awaited.size > this.#remembered) this.#awaited = undefined;
  }
}

/** 53 bits of an id: its end, because ids of one time begin alike. */
const partOf = (words: Uint32Array, at: number): number =>
  (words[at + WORDS_OF_AN_ID - 2]! & 0x1fffff) * 0x1_0000_0000 + words[at + WORDS_OF_AN_ID - 1]!;
