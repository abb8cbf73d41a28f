import type { LogIdentity } from './contract.ts';
import type { LogSql } from './sql.ts';

/** Whose log it is: told with every append, kept with the first. */
export class IdentityRow {
  readonly #sql: LogSql;

  constructor(sql: LogSql) {
    this.#sql = sql;
  }

  read(): LogIdentity | undefined {
    const row = this.#sql.exec('SELECT identity FROM identity').toArray()[0];
    return row === undefined ? undefined : (JSON.parse(String(row.identity)) as LogIdentity);
  }

  write(identity: LogIdentity): void {
    this.#sql.exec('INSERT OR REPLACE INTO identity (one, identity) VALUES (1, ?)', JSON.stringify(identity));
  }
}
