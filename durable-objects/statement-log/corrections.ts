import { wordsOf } from '../../domain/statement/index/id-words.ts';
import type { BlockStore } from './block-store.ts';
import type { LogIndex } from './log-index.ts';
import type { LogSql } from './sql.ts';

/** Corrections that one step of the projector takes along; each reads a statement. */
const MAX_CORRECTIONS = 100;

/** Where statements are. */
export interface CorrectionSources {
  readonly sql: LogSql;
  readonly index: LogIndex;
  readonly blocks: BlockStore;
}

export interface Correction {
  readonly n: number;
  /** The sequence number of the voided statement. */
  readonly seq: number;
}

/**
 * [LOG-22] Statements that were voided, until the projector has been told: they may have been projected before. A row
 * each, because voiding is rare.
 */
export class Corrections {
  readonly #log: CorrectionSources;
  /** Partitions that may have some. */
  #partitions: Set<number>;

  constructor(log: CorrectionSources) {
    this.#log = log;
    this.#partitions = this.#read();
  }

  /**
   * A statement is voided, within the transaction that says so. The partition in which that is to be told; undefined when
   * the statement is not here yet.
   */
  add(id: string): number | undefined {
    const seq = this.#log.index.seqOf(wordsOf(id), 0);
    if (seq === 0) return undefined;
    const partition = this.#log.blocks.partitionOf(seq);
    this.#log.sql.exec('INSERT INTO corrections (partition, seq) VALUES (?, ?)', partition, seq);
    this.#partitions.add(partition);
    return partition;
  }

  has(partition: number): boolean {
    return this.#partitions.has(partition);
  }

  /** The next ones of a partition, the oldest first. */
  next(partition: number): Correction[] {
    if (!this.has(partition)) return [];
    const query = 'SELECT n, seq FROM corrections WHERE partition = ? ORDER BY n LIMIT ?';
    return this.#log.sql.exec<{ n: number; seq: number }>(query, partition, MAX_CORRECTIONS).toArray();
  }

  /** Everything of a partition up to `n` has been told. */
  told(partition: number, n: number): void {
    this.#log.sql.exec('DELETE FROM corrections WHERE partition = ? AND n <= ?', partition, n);
    if (this.next(partition).length === 0) this.#partitions.delete(partition);
  }

  /** After a transaction that was undone. */
  recover(): void {
    this.#partitions = this.#read();
  }

  #read(): Set<number> {
    const rows = this.#log.sql.exec<{ partition: number }>('SELECT DISTINCT partition FROM corrections').toArray();
    return new Set(rows.map(({ partition }) => partition));
  }
}
