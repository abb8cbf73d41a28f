import type { LogSql } from './sql.ts';

/** How far each partition has been projected; a partition has a row from its first statement on. */
export class ProjectedRows {
  readonly #sql: LogSql;
  #partitions: Set<number>;

  constructor(sql: LogSql) {
    this.#sql = sql;
    this.#partitions = new Set(this.all().keys());
  }

  all(): Map<number, number> {
    const query = 'SELECT partition, position FROM projected';
    const rows = this.#sql.exec<{ partition: number; position: number }>(query).toArray();
    return new Map(rows.map(({ partition, position }) => [partition, position]));
  }

  /** Within the transaction that stores the first statements of a partition. */
  register(partitions: Iterable<number>): void {
    for (const partition of partitions) {
      if (this.#partitions.has(partition)) continue;
      this.#sql.exec('INSERT INTO projected VALUES (?, 0)', partition);
      this.#partitions.add(partition);
    }
  }

  /** After a transaction that was undone. */
  recover(): void {
    this.#partitions = new Set(this.all().keys());
  }

  advance(partition: number, position: number): void {
    this.#sql.exec('UPDATE projected SET position = ?2 WHERE partition = ?1', partition, position);
  }
}
