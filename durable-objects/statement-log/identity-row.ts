import type { LogIdentity } from './contract.ts';
import type { LogSql } from './sql.ts';

/** Whose log it is: told with every append, written when it changes. */
export class IdentityRow {
  readonly #sql: LogSql;
  #text: string | undefined;
  #identity: LogIdentity | undefined;

  constructor(sql: LogSql) {
    this.#sql = sql;
    this.recover();
  }

  /** Undefined before the first append. */
  read(): LogIdentity | undefined {
    return this.#identity;
  }

  /** Within the transaction of an append. */
  write(identity: LogIdentity): void {
    const text = JSON.stringify(identity);
    if (text === this.#text) return;
    this.#sql.exec('INSERT OR REPLACE INTO identity (one, identity) VALUES (1, ?)', text);
    this.#text = text;
    this.#identity = identity;
  }

  /** After a transaction that was undone. */
  recover(): void {
    const row = this.#sql.exec('SELECT identity FROM identity').toArray()[0];
    this.#text = row === undefined ? undefined : String(row.identity);
    this.#identity = this.#text === undefined ? undefined : (JSON.parse(this.#text) as LogIdentity);
  }
}
