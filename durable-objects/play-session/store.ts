import { type LaunchData, type NodeData, readNode, type SessionData } from '../../domain/session/data.ts';
import type { TraceItem } from './contract.ts';
import type { Message } from './outbox.ts';

/** The storage that the store needs, by shape. */
export interface SessionStorage {
  readonly sql: Pick<SqlStorage, 'exec'>;
}

/**
 * Things that happened are kept for the trace up to this number; beyond it the oldest go. Their effect is in the session
 * and their statements are in progress. A row has at most about a megabyte, so this stays within an object's 10 GB.
 */
export const TRACE_ROWS_KEPT = 8_000;

/**
 * `WITHOUT ROWID` where the key is text: a row is then one write instead of two. `course` holds what never changes,
 * `head` what changes with every command, and each played node has a row of its own, so a command writes what it changed.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS course (one INTEGER PRIMARY KEY CHECK (one = 1), data TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS head (one INTEGER PRIMARY KEY CHECK (one = 1), data TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS node (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS trace (no INTEGER PRIMARY KEY, data TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS outbox (no INTEGER PRIMARY KEY, data TEXT NOT NULL, refused TEXT);
`;

/** What never changes after `createSession`. */
type Pinned = Pick<
  SessionData,
  | 'schemaVersion'
  | 'id'
  | 'tenant'
  | 'registration'
  | 'packageId'
  | 'learner'
  | 'homePage'
  | 'strict'
  | 'course'
  | 'adapterVersion'
  | 'createdAt'
>;
type Head = Omit<SessionData, keyof Pinned | 'nodes'>;

export interface OutboxRow {
  readonly no: number;
  readonly message: Message;
}

/** The rows of one session. Synchronous; callers put what belongs together into one transaction. */
export class SessionStore {
  readonly #storage: SessionStorage;

  constructor(storage: SessionStorage) {
    this.#storage = storage;
  }

  /** Undefined: no session was created here. Writes nothing, so asking for one that is not there costs nothing. */
  load(): SessionData | undefined {
    const [table] = this.#rows<{ n: number }>("SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'head'");
    if (table!.n === 0) return undefined;
    const [course] = this.#rows<{ data: string }>('SELECT data FROM course');
    const [head] = this.#rows<{ data: string }>('SELECT data FROM head');
    if (course === undefined || head === undefined) return undefined;
    const nodes: Record<string, NodeData> = {};
    for (const { id, data } of this.#rows<{ id: string; data: string }>('SELECT id, data FROM node')) {
      nodes[id] = readNode(JSON.parse(data));
    }
    return { ...(JSON.parse(course.data) as Pinned), ...(JSON.parse(head.data) as Head), nodes };
  }

  create(session: SessionData): void {
    this.#storage.sql.exec(TABLES);
    const { pinned } = split(session);
    this.#storage.sql.exec('INSERT INTO course (one, data) VALUES (1, ?)', JSON.stringify(pinned));
    this.save(session, Object.keys(session.nodes));
  }

  /** Writes the head and the nodes that changed. */
  save(session: SessionData, changedNodes: readonly string[]): void {
    const { head } = split(session);
    const { sql } = this.#storage;
    sql.exec('INSERT OR REPLACE INTO head (one, data) VALUES (1, ?)', JSON.stringify(head));
    for (const id of changedNodes) {
      sql.exec('INSERT OR REPLACE INTO node (id, data) VALUES (?, ?)', id, JSON.stringify(session.nodes[id]));
    }
  }

  addTrace(item: Omit<TraceItem, 'no'>): void {
    const [row] = this.#rows<{ no: number }>('INSERT INTO trace (data) VALUES (?) RETURNING no', JSON.stringify(item));
    this.#storage.sql.exec('DELETE FROM trace WHERE no <= ?', row!.no - TRACE_ROWS_KEPT);
  }

  trace({ after, limit }: { after: number; limit: number }): TraceItem[] {
    const rows = this.#rows<{ no: number; data: string }>(
      'SELECT no, data FROM trace WHERE no > ? ORDER BY no LIMIT ?',
      after,
      limit,
    );
    return rows.map(({ no, data }) => ({ no, ...(JSON.parse(data) as Omit<TraceItem, 'no'>) }));
  }

  addOutbox(messages: readonly Message[]): void {
    for (const message of messages) {
      this.#storage.sql.exec('INSERT INTO outbox (data) VALUES (?)', JSON.stringify(message));
    }
  }

  /** The oldest messages that can still be sent. */
  outbox(limit: number): OutboxRow[] {
    const rows = this.#rows<{ no: number; data: string }>(
      'SELECT no, data FROM outbox WHERE refused IS NULL ORDER BY no LIMIT ?',
      limit,
    );
    return rows.map(({ no, data }) => ({ no, message: JSON.parse(data) as Message }));
  }

  sent(rows: readonly OutboxRow[]): void {
    for (const { no } of rows) this.#storage.sql.exec('DELETE FROM outbox WHERE no = ?', no);
  }

  /** Keeps a message that was refused for good, with the reason, out of the way of those behind it. */
  refused({ no }: OutboxRow, reason: string): void {
    this.#storage.sql.exec('UPDATE outbox SET refused = ? WHERE no = ?', reason, no);
  }

  #rows<Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]): Row[] {
    return this.#storage.sql.exec<Row>(query, ...bindings).toArray();
  }
}

function split(session: SessionData): { pinned: Pinned; head: Head } {
  const { schemaVersion, id, tenant, registration, packageId, learner, homePage, strict, course, ...rest } = session;
  const { adapterVersion, createdAt, nodes: _, ...head } = rest;
  const identity = { schemaVersion, id, tenant, registration, packageId, learner, homePage, strict };
  return { pinned: { ...identity, course, adapterVersion, createdAt }, head };
}

/** The highest sequence number of a writer that was durable before. */
export const ackedOf = (launches: readonly LaunchData[], launch: string, writer: string): number =>
  launches.find(({ id }) => id === launch)?.writers[writer] ?? 0;
