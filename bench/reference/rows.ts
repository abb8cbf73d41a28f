import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** What the reference needs of a statement. */
interface Statement {
  id: string;
  actor: { account: { homePage: string; name: string } };
  verb: { id: string };
  object: { id: string };
  context: { registration: string };
  stored?: string;
  version?: string;
}

const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE statements (
  id TEXT PRIMARY KEY, actor TEXT, verb TEXT, activity TEXT, registration TEXT, stored TEXT, body TEXT
);
CREATE INDEX by_actor ON statements (actor, stored);
CREATE INDEX by_verb ON statements (verb, stored);
CREATE INDEX by_activity ON statements (activity, stored);
CREATE INDEX by_registration ON statements (registration, stored);
`;

/**
 * The reference: what everybody would write first. Plain `node:sqlite`, one thread, a row a statement with a text id
 * key and four indexes, nothing checked, nobody served.
 */
export class RowStore {
  readonly database: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(file: string) {
    this.database = new DatabaseSync(file);
    this.database.exec(SCHEMA);
    this.#insert = this.database.prepare('INSERT OR IGNORE INTO statements VALUES (?, ?, ?, ?, ?, ?, ?)');
  }

  /** Stores a JSON array of statements in one transaction. */
  append(text: string): void {
    const statements = JSON.parse(text) as Statement[];
    const stored = new Date().toISOString();
    this.database.exec('BEGIN');
    for (const statement of statements) {
      statement.stored = stored;
      statement.version = '1.0.3';
      const { id, actor, verb, object, context } = statement;
      this.#insert.run(
        id,
        actorOf(actor.account),
        verb.id,
        object.id,
        context.registration,
        stored,
        JSON.stringify(statement),
      );
    }
    this.database.exec('COMMIT');
  }
}

export const actorOf = ({ homePage, name }: { homePage: string; name: string }): string => `${homePage}|${name}`;
