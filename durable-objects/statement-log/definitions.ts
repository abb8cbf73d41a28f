import { type Definition, mergeDefinition } from '../../domain/statement/definitions.ts';
import type { LogSql } from './sql.ts';

/** Activities whose last definition is remembered; a course has some hundred. */
const REMEMBERED = 10_000;
/** Larger definitions are not remembered, so memory ends at 10,000 of these. */
const REMEMBERED_CHARS = 2000;

/** Characters of the definitions in one answer; by RPC it has at most 32 MiB. */
const MAX_ANSWER_CHARS = 4_000_000;

const SCHEMA =
  'CREATE TABLE IF NOT EXISTS definitions (activity TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID';

/**
 * [LOG-12] What is known of every activity. Statements say the same again and again: what was said last is remembered in
 * memory, so that only news is read, merged and written.
 */
export class DefinitionTable {
  readonly #sql: Pick<LogSql, 'exec'>;
  readonly #last = new Map<string, string>();

  constructor(sql: Pick<LogSql, 'exec'>) {
    this.#sql = sql;
    sql.exec(SCHEMA);
  }

  /** Within the transaction of the statements that say it. */
  learn(definitions: readonly Definition[]): void {
    for (const { activity, definition } of definitions) this.#learnOne(activity, definition);
  }

  /** After a transaction that was undone: what it learnt is not known. */
  forget(): void {
    this.#last.clear();
  }

  /** The JSON of each definition in the order asked for, or null: not known, or more than one answer can hold. */
  find(activities: readonly string[]): (string | null)[] {
    let chars = 0;
    return activities.map((activity) => {
      if (chars > MAX_ANSWER_CHARS) return null;
      const row = this.#sql.exec('SELECT definition FROM definitions WHERE activity = ?', activity).toArray()[0];
      if (row === undefined) return null;
      const definition = String(row.definition);
      chars += definition.length;
      return definition;
    });
  }

  #learnOne(activity: string, said: string): void {
    if (this.#last.get(activity) === said) return;
    this.#merge(activity, said);
    this.#remember(activity, said);
  }

  #merge(activity: string, newer: string): void {
    const [known] = this.find([activity]);
    const merged = known == null ? newer : JSON.stringify(mergeDefinition(JSON.parse(known), JSON.parse(newer)));
    if (merged === known) return;
    this.#sql.exec('INSERT OR REPLACE INTO definitions VALUES (?, ?)', activity, merged);
  }

  #remember(activity: string, said: string): void {
    this.#last.delete(activity);
    if (said.length > REMEMBERED_CHARS) return;
    if (this.#last.size >= REMEMBERED) this.#last.delete(this.#last.keys().next().value!);
    this.#last.set(activity, said);
  }
}
