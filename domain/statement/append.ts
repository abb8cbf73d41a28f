import type { Problem } from '../kernel/problem.ts';
import { completeText, type Fresh, type StoredText } from './block.ts';
import { sameStatement } from './compare.ts';
import { WORDS_OF_AN_ID, wordsOf, wordsOfIds } from './index/id-words.ts';
import type { PackedBatch, PackedReference } from './pack.ts';
import { type Essence, essenceOf, type GainedTerms, lateTerms, type Referrer, termsBeyond } from './references.ts';
import type { Elsewhere } from './shards/sharded-batch.ts';
import type { Statement, StoredStatement } from './types.ts';

/** Where a log ends. A new log ends at zero. */
export interface LogEnd {
  readonly seq: number;
  readonly storedMicros: number;
}

/** What is known of the statements that are stored, at once and without reading any of them. */
export interface Known {
  /** The sequence number of the id whose words begin at `at`, 0 when it is not stored. */
  seqOf(words: Uint32Array, at: number): number;
  /** Whether some stored statement may refer to this id, though it was not there when that one came. */
  mayBeAwaited(words: Uint32Array, at: number): boolean;
  /** Who refers to one of these ids. */
  referrers(ids: readonly string[]): readonly Referrer[];
}

/** Two statements under one id. For whoever may read what is stored: the border takes it away from others. */
export interface Conflict {
  readonly stored: StoredStatement;
  readonly sent: Statement;
}

/** A statement of the batch whose object is another one: ids in lower case. */
export interface Reference extends Referrer {
  readonly target: string;
  readonly voids: boolean;
  /** Whether the target is not stored yet. */
  readonly awaits: boolean;
}

export type AppendPlan =
  /** These stored statements must be read first (`PendingBatch.learn`); then the batch is planned anew. */
  | { readonly kind: 'unread'; readonly seqs: readonly number[] }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | AcceptedBatch;

export interface AcceptedBatch {
  readonly kind: 'accepted';
  readonly fresh: Fresh;
  /** How many statements are new. */
  readonly added: number;
  readonly references: readonly Reference[];
  /** Ids that others may have waited for. */
  readonly arrived: readonly string[];
  /** Terms that statements gain by references: those of the batch, and stored ones that waited for these. */
  readonly gained: readonly GainedTerms[];
}

/** Conflicts that are shown whole; a statement may be half a million characters long. */
export const MAX_SHOWN_CONFLICTS = 5;

/** [LOG-2] The refusal of a batch for statements that are stored with other content; the first few are shown. */
export const statementConflict = (ids: readonly string[], conflicts: readonly Conflict[]): Problem => ({
  code: 'statement_conflict',
  detail: `Stored already with other content: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}.`,
  extra: { statements: ids, conflicts: conflicts.slice(0, MAX_SHOWN_CONFLICTS) },
});

const decoder = new TextDecoder();

/**
 * A batch on its way into the log, with what was read of stored statements for its sake. That stays true while others
 * are appended, because stored statements never change.
 */
export class PendingBatch {
  readonly batch: PackedBatch;
  /** The ids of the batch, four words each. */
  readonly words: Uint32Array;
  readonly #essences = new Map<number, Essence>();
  /** By sequence number: null when what was sent under the id is the same. */
  readonly #verdicts = new Map<number, { readonly id: string; readonly shown: Conflict | undefined } | null>();
  #shown = 0;
  readonly #elsewhere: ReadonlyMap<string, Essence>;
  #indices: Map<string, number> | undefined;

  /** `elsewhere`: statements of other logs that those of the batch lead to. */
  constructor(batch: PackedBatch, elsewhere: readonly Elsewhere[] = []) {
    this.batch = batch;
    this.words = wordsOfIds(batch.ids);
    this.#elsewhere = new Map(elsewhere.map((one) => [one.id, one]));
  }

  /** A statement of another log. */
  elsewhere(id: string): Essence | undefined {
    return this.#elsewhere.get(id);
  }

  /** Takes in what a stored statement says. */
  learn(seq: number, stored: StoredText): void {
    const statement = JSON.parse(completeText(stored)) as StoredStatement;
    this.#essences.set(seq, essenceOf(statement));
    const index = this.indexOf(statement.id.toLowerCase());
    if (index === undefined) return;
    const text = this.#text(index);
    if (text === stored.text) this.#verdicts.set(seq, null);
    else this.#compare(seq, statement, JSON.parse(text) as Statement);
  }

  essence(seq: number): Essence | undefined {
    return this.#essences.get(seq);
  }

  /** Which statement of the batch has this lower-case id. */
  indexOf(id: string): number | undefined {
    this.#indices ??= new Map(Array.from({ length: this.batch.count }, (_, i) => [this.idAt(i), i]));
    return this.#indices.get(id);
  }

  /** Lower case. */
  idAt(index: number): string {
    return uuidOf(this.batch.ids.subarray(index * 16, index * 16 + 16));
  }

  /** [LOG-2] The refusal when one of the stored statements differs from what was sent, those that were not read yet, or neither. */
  verdictOn(seqs: readonly number[]): Problem | readonly number[] {
    const unread = seqs.filter((seq) => !this.#verdicts.has(seq));
    if (unread.length > 0) return unread;
    const conflicts = seqs.map((seq) => this.#verdicts.get(seq)).filter((verdict) => verdict != null);
    if (conflicts.length === 0) return [];
    return statementConflict(
      conflicts.map(({ id }) => id),
      conflicts.flatMap(({ shown }) => shown ?? []),
    );
  }

  #compare(seq: number, stored: StoredStatement, sent: Statement): void {
    if (sameStatement(stored, sent)) {
      this.#verdicts.set(seq, null);
      return;
    }
    const shown = this.#shown++ < MAX_SHOWN_CONFLICTS ? { stored, sent } : undefined;
    this.#verdicts.set(seq, { id: stored.id.toLowerCase(), shown });
  }

  #text(index: number): string {
    const { lengths, body } = this.batch;
    let from = 0;
    for (let i = 0; i < index; i++) from += lengths[i]!;
    return decoder.decode(body.subarray(from, from + lengths[index]! - 1));
  }
}

/**
 * [LOG-1] to [LOG-4], [REF-2], [REF-3]: what an append writes, when its first new statement gets the sequence number
 * `first`. A statement that is stored already and equal needs nothing; one that differs refuses the whole batch.
 */
export function planAppend(pending: PendingBatch, first: number, known: Known): AppendPlan {
  const { batch, words } = pending;
  const stored: number[] = [];
  const indices: number[] = [];
  for (let i = 0; i < batch.count; i++) {
    const seq = known.seqOf(words, i * WORDS_OF_AN_ID);
    if (seq === 0) indices.push(i);
    else stored.push(seq);
  }
  const verdict = pending.verdictOn(stored);
  if ('code' in verdict) return { kind: 'refused', problem: verdict };
  if (verdict.length > 0) return { kind: 'unread', seqs: verdict };
  const fresh = { batch, indices: stored.length === 0 ? null : indices };
  const plan = { kind: 'accepted', fresh, added: indices.length } as const;
  const arrived = indices.filter((i) => known.mayBeAwaited(words, i * WORDS_OF_AN_ID)).map((i) => pending.idAt(i));
  if (batch.references.length === 0 && arrived.length === 0) return { ...plan, references: [], arrived, gained: [] };
  const links = new Links(pending, indices, known);
  const references = links.references(first);
  const gained = [
    ...references.map(({ by, seq }) => ({ seq, terms: termsBeyond(by, links.lookup) })),
    ...lateTerms(arrived, links.lookup, known.referrers.bind(known)),
  ].filter(({ terms }) => terms.length > 0);
  if (links.unread.size > 0) return { kind: 'unread', seqs: [...links.unread] };
  return { ...plan, references, arrived, gained };
}

/** The statements of a batch among those that are stored, as references lead from one to the other. */
class Links {
  /** Stored statements that were asked for and have not been read. */
  readonly unread = new Set<number>();
  readonly #pending: PendingBatch;
  readonly #known: Known;
  /** By index in the batch: which of its new statements it is, from 0 on. */
  readonly #places: ReadonlyMap<number, number>;
  readonly #references: ReadonlyMap<number, PackedReference>;
  #termStarts: Uint32Array | undefined;

  constructor(pending: PendingBatch, fresh: readonly number[], known: Known) {
    this.#pending = pending;
    this.#known = known;
    this.#places = new Map(fresh.map((index, place) => [index, place]));
    this.#references = new Map(pending.batch.references.map((reference) => [reference.index, reference]));
  }

  references(first: number): Reference[] {
    return [...this.#references.values()].flatMap(({ index, target, voids }) => {
      const place = this.#places.get(index);
      if (place === undefined) return [];
      const awaits = this.#freshIndex(target) === undefined && !this.#isStored(target);
      return [{ target, voids, awaits, by: this.#pending.idAt(index), seq: first + place }];
    });
  }

  readonly lookup = (id: string): Essence | undefined => {
    const index = this.#freshIndex(id);
    if (index !== undefined)
      return { terms: this.#termsAt(index), refers: this.#references.get(index)?.target ?? null };
    const seq = this.#known.seqOf(wordsOf(id), 0);
    if (seq === 0) return this.#pending.elsewhere(id);
    const essence = this.#pending.essence(seq);
    if (essence === undefined) this.unread.add(seq);
    return essence;
  };

  #isStored(id: string): boolean {
    return this.#known.seqOf(wordsOf(id), 0) > 0 || this.#pending.elsewhere(id) !== undefined;
  }

  #freshIndex(id: string): number | undefined {
    const index = this.#pending.indexOf(id);
    return index !== undefined && this.#places.has(index) ? index : undefined;
  }

  #termsAt(index: number): Float64Array {
    const { termCounts, terms } = this.#pending.batch;
    if (this.#termStarts === undefined) {
      this.#termStarts = new Uint32Array(termCounts.length + 1);
      for (let i = 0; i < termCounts.length; i++) this.#termStarts[i + 1] = this.#termStarts[i]! + termCounts[i]!;
    }
    return terms.subarray(this.#termStarts[index], this.#termStarts[index + 1]);
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 16 bytes as a UUID in lower case. */
function uuidOf(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += HEX[byte];
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
