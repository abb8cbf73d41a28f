import type { StatementSource } from '../../bench/load/statements.ts';
import type { Random } from '../fuzz/random.ts';
import type { Json } from '../support/client.ts';

/** Statements of one request. They are stored together or not at all. */
export interface Batch {
  /** Those that nobody sent before. */
  readonly own: readonly Json[];
  /** Everything that is sent, earlier statements too. */
  readonly statements: readonly Json[];
  /** One of them contradicts what is stored: the answer has to be 409. */
  readonly conflicts: boolean;
  /** The content of the attachment of the first statement. */
  readonly attachment?: string;
}

/** A document of one connection, written again and again. */
export interface Document {
  readonly query: string;
  acknowledged: string | undefined;
  /** Sent, and not answered. */
  open: string | undefined;
}

/** What was sent, and what the server has said of it: the truth that the store is held against. */
export class Ledger {
  /** By id: acknowledged statements as they were sent. */
  readonly stored = new Map<string, Json>();
  /** Acknowledged since the last kill, in order. */
  recent: Json[] = [];
  /** Neither acknowledged nor refused. */
  open: Batch[] = [];
  /** Statements that were voided, or that are voided as soon as they come: whether that is acknowledged. */
  readonly voids = new Map<string, 'acknowledged' | 'open'>();
  readonly attachments = new Map<string, string>();
  readonly documents = new Map<string, Document>();
  /** By activity: what acknowledged statements, since the last kill, said of it and no other statement did. */
  readonly defined = new Map<string, string[]>();
  /** Ids that are voided already and were not sent yet. */
  readonly late: string[] = [];
  readonly #source: StatementSource;
  readonly #ids: string[] = [];
  #next = 0;

  constructor(source: StatementSource) {
    this.#source = source;
  }

  /** The next statement of the series. */
  next(): Json {
    return JSON.parse(this.#source.text(this.#next++));
  }

  /** Some statement that is acknowledged, mostly a late one; undefined while there is none. */
  some(random: Random): Json | undefined {
    const among = random.chance(0.5) ? Math.min(500, this.#ids.length) : this.#ids.length;
    return among === 0 ? undefined : this.stored.get(this.#ids[this.#ids.length - 1 - random.int(among)]!);
  }

  acknowledge({ own, attachment }: Batch): void {
    for (const statement of own) {
      this.stored.set(statement.id, statement);
      this.#ids.push(statement.id);
      this.recent.push(statement);
      const said = Object.keys(statement.object.definition?.extensions ?? {});
      if (said.length > 0)
        this.defined.set(statement.object.id, [...(this.defined.get(statement.object.id) ?? []), ...said]);
      if (isVoiding(statement)) this.voids.set(statement.object.id, 'acknowledged');
    }
    if (attachment !== undefined) this.attachments.set(own[0].id, attachment);
  }

  document(query: string): Document {
    const known = this.documents.get(query);
    if (known !== undefined) return known;
    const document = { query, acknowledged: undefined, open: undefined };
    this.documents.set(query, document);
    return document;
  }
}

export const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';
export const isVoiding = (statement: Json): boolean => statement.verb.id === VOIDED;
