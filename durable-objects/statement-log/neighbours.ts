import { claimsBefore, isOutdated, MAX_CLAIM_MS } from '../../domain/statement/shards/claim.ts';
import { grown, type Layout, ONE_LOG, withFull } from '../../domain/statement/shards/layout.ts';
import type { Tell } from '../../domain/statement/shards/sharded-batch.ts';
import type { LogSql } from './sql.ts';

/** Tells that are read at once; each is a call to another log. */
const TELLS_AT_ONCE = 100;

/** What a log knows of the tenant's other logs, and what these must hear of it. */
export class Neighbours {
  readonly #sql: LogSql;
  #layout: Layout;

  constructor(sql: LogSql) {
    this.#sql = sql;
    this.#layout = this.#read();
  }

  /** The truth in the founding log; `ONE_LOG` in every other. */
  get layout(): Layout {
    return this.#layout;
  }

  grow(logs: number): Layout {
    return this.#write(grown(this.#layout, logs));
  }

  full(log: number): Layout {
    return this.#write(withFull(this.#layout, log));
  }

  /** [LOG-17] Whether a batch must not be stored any more: its ids may be another's by now. */
  isFenced(claim: string): boolean {
    if (isOutdated(claim, Date.now())) return true;
    return this.#sql.exec('SELECT 1 FROM fences WHERE claim = ?', claim).toArray().length > 0;
  }

  fence(claim: string): void {
    this.#sql.exec('INSERT OR IGNORE INTO fences VALUES (?)', claim);
    // These are refused by their age. Twice as old, in case that the clock is set back.
    this.#sql.exec('DELETE FROM fences WHERE claim < ?', claimsBefore(Date.now() - 2 * MAX_CLAIM_MS));
  }

  /** Within the transaction of what is told. */
  tell(tells: readonly Tell[]): void {
    for (const tell of tells) this.#sql.exec('INSERT INTO tells (tell) VALUES (?)', JSON.stringify(tell));
  }

  /** What has not been heard yet, the oldest first. */
  untold(): { readonly n: number; readonly tell: Tell }[] {
    return this.#sql
      .exec('SELECT n, tell FROM tells ORDER BY n LIMIT ?', TELLS_AT_ONCE)
      .toArray()
      .map((row) => ({ n: Number(row.n), tell: JSON.parse(String(row.tell)) as Tell }));
  }

  heard(n: number): void {
    this.#sql.exec('DELETE FROM tells WHERE n = ?', n);
  }

  #read(): Layout {
    const row = this.#sql.exec('SELECT layout FROM layout').toArray()[0];
    return row === undefined ? ONE_LOG : (JSON.parse(String(row.layout)) as Layout);
  }

  #write(layout: Layout): Layout {
    if (layout !== this.#layout) {
      this.#sql.exec('INSERT OR REPLACE INTO layout VALUES (1, ?)', JSON.stringify(layout));
      this.#layout = layout;
    }
    return layout;
  }
}
