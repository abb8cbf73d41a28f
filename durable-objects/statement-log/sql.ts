/** What a log needs of its object: SQLite, synchronous and transactional. */
export type LogStorage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;

/** The SQL of a log. It counts the rows that are written, because they are the bill. */
export class LogSql {
  /** Rows written since the object began, as the platform counts them. */
  rowsWritten = 0;
  readonly #storage: LogStorage;

  constructor(storage: LogStorage) {
    this.#storage = storage;
  }

  exec<T extends Record<string, SqlStorageValue>>(query: string, ...bindings: unknown[]): SqlStorageCursor<T> {
    const cursor = this.#storage.sql.exec<T>(query, ...bindings);
    this.rowsWritten += cursor.rowsWritten;
    return cursor;
  }

  /** All of the steps or, when they throw, none. */
  transaction<T>(steps: () => T): T {
    return this.#storage.transactionSync(steps);
  }

  get databaseBytes(): number {
    return this.#storage.sql.databaseSize;
  }
}
