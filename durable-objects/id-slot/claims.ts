import { MAX_LATE_REFERRERS } from '../../domain/statement/references.ts';
import type { ClaimRequest, Link, Waiting } from './contract.ts';

/** What the tables need of the object: its synchronous, transactional SQLite. */
export type SlotStorage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;

/** A batch that is being stored, or whose ids have not been gathered into a run yet. */
export interface Claim {
  readonly n: number;
  readonly claim: string;
  readonly home: number;
  readonly defines: boolean;
  readonly sinceMillis: number;
  readonly stored: boolean;
  readonly ids: readonly string[];
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS claims (
  n INTEGER PRIMARY KEY,
  claim TEXT NOT NULL,
  home INTEGER NOT NULL,
  defines INTEGER NOT NULL,
  since_millis INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  ids TEXT NOT NULL
);
`;

/** Claims by id and by name: in memory whole, because only those that no run holds yet are kept as rows. */
export class ClaimTable {
  readonly #sql: SqlStorage;
  readonly #byId = new Map<string, Claim>();
  readonly #byName = new Map<string, Claim>();
  #last = 0;

  constructor(storage: SlotStorage) {
    this.#sql = storage.sql;
    this.#sql.exec(SCHEMA);
    for (const row of this.#sql.exec('SELECT * FROM claims ORDER BY n').toArray()) {
      this.#remember({
        n: Number(row.n),
        claim: String(row.claim),
        home: Number(row.home),
        defines: row.defines === 1,
        sinceMillis: Number(row.since_millis),
        stored: row.stored === 1,
        ids: JSON.parse(String(row.ids)) as string[],
      });
    }
  }

  ofId(id: string): Claim | undefined {
    return this.#byId.get(id);
  }

  named(claim: string): Claim | undefined {
    return this.#byName.get(claim);
  }

  /** Those of batches whose end is not known, the oldest first. */
  pending(): Claim[] {
    return [...this.#byName.values()].filter(({ stored }) => !stored);
  }

  /** Those that may be gathered into a run. */
  stored(): Claim[] {
    return [...this.#byName.values()].filter(({ stored }) => stored);
  }

  open({ claim, home, defines }: ClaimRequest, ids: readonly string[], sinceMillis: number): void {
    const n = this.#last + 1;
    const values = [n, claim, home, defines ? 1 : 0, sinceMillis, JSON.stringify(ids)];
    this.#sql.exec('INSERT INTO claims VALUES (?, ?, ?, ?, ?, 0, ?)', ...values);
    this.#remember({ n, claim, home, defines, sinceMillis, stored: false, ids });
  }

  /** The claim's batch is stored: these of its ids at its home. The others are nobody's again. */
  confirm(claim: Claim, ids: readonly string[] = claim.ids): void {
    this.#sql.exec('UPDATE claims SET stored = 1, ids = ? WHERE n = ?', JSON.stringify(ids), claim.n);
    this.#forget(claim);
    this.#remember({ ...claim, stored: true, ids });
  }

  remove(claim: Claim): void {
    this.#sql.exec('DELETE FROM claims WHERE n = ?', claim.n);
    this.#forget(claim);
  }

  #remember(claim: Claim): void {
    this.#last = Math.max(this.#last, claim.n);
    this.#byName.set(claim.claim, claim);
    for (const id of claim.ids) this.#byId.set(id, claim);
  }

  #forget(claim: Claim): void {
    this.#byName.delete(claim.claim);
    for (const id of claim.ids) if (this.#byId.get(id)?.n === claim.n) this.#byId.delete(id);
  }
}

const LINKS = `
CREATE TABLE IF NOT EXISTS links (
  target TEXT NOT NULL,
  by_id TEXT NOT NULL,
  home INTEGER NOT NULL,
  voids INTEGER NOT NULL,
  claim TEXT NOT NULL,
  stored INTEGER NOT NULL,
  PRIMARY KEY (target, by_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_of_claim ON links (claim) WHERE stored = 0;
`;

/** Which statements refer to the ids of this slot. They are rare, so they are rows. */
export class LinkTable {
  readonly #sql: SqlStorage;

  constructor(storage: SlotStorage) {
    this.#sql = storage.sql;
    this.#sql.exec(LINKS);
  }

  /** Whether a batch that is being stored refers to one of these ids. */
  pending(targets: readonly string[], but: string): boolean {
    const query = `SELECT 1 FROM links WHERE stored = 0 AND claim <> ?2
      AND target IN (SELECT value FROM json_each(?1)) LIMIT 1`;
    return this.#sql.exec(query, JSON.stringify(targets), but).toArray().length > 0;
  }

  /** [REF-3] Who refers to one of these ids and is stored; what voids comes first, of others as many as may gain at once. */
  waiting(targets: readonly string[]): Waiting[] {
    const query = `SELECT target, by_id, home, voids FROM links WHERE stored = 1
      AND target IN (SELECT value FROM json_each(?)) ORDER BY voids DESC LIMIT ?`;
    return this.#sql
      .exec(query, JSON.stringify(targets), MAX_LATE_REFERRERS)
      .toArray()
      .map((row) => ({
        target: String(row.target),
        by: String(row.by_id),
        home: Number(row.home),
        voids: row.voids === 1,
      }));
  }

  /** Statements of a batch that is being stored, by their references. */
  byOf(claim: string): string[] {
    const rows = this.#sql.exec('SELECT by_id FROM links WHERE claim = ? AND stored = 0', claim).toArray();
    return rows.map((row) => String(row.by_id));
  }

  open({ claim, home }: ClaimRequest, links: readonly Link[]): void {
    for (const { target, by, voids } of links) {
      this.#sql.exec('INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?, ?, 0)', target, by, home, voids ? 1 : 0, claim);
    }
  }

  confirm(claim: string): void {
    this.#sql.exec('UPDATE links SET stored = 1 WHERE claim = ? AND stored = 0', claim);
  }

  remove(claim: string): void {
    this.#sql.exec('DELETE FROM links WHERE claim = ? AND stored = 0', claim);
  }
}
