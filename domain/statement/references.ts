import { termNumber, termsOf } from './terms.ts';
import type { Statement } from './types.ts';

/**
 * How many statements are followed from one statement to the next. Chains of references are made by hand (a confirmation
 * of a confirmation); a longer one is a loop that somebody built out of spite, and following it costs a read each.
 */
export const MAX_REFERENCES = 64;

/**
 * Statements that may wait for one that has not come. When it comes, each gains its terms within one transaction; a
 * hundred confirmations of a statement are many.
 */
export const MAX_LATE_REFERRERS = 10_000;

/** What the index must know of a statement: the numbers of its own terms and the id of the statement that is its object. */
export interface Essence {
  readonly terms: ArrayLike<number>;
  /** Lower case; null when the object is no statement. */
  readonly refers: string | null;
}

/** By a lower-case id; undefined when there is no such statement. */
export type Lookup = (id: string) => Essence | undefined;

/** A statement that is stored, and the numbers of terms by which it is found from now on. */
export interface GainedTerms {
  readonly seq: number;
  readonly terms: readonly number[];
}

/** A stored statement whose object is another one: `by` is its id. */
export interface Referrer {
  readonly by: string;
  readonly seq: number;
}

export const targetOf = ({ object }: Statement): string | null =>
  object.objectType === 'StatementRef' ? object.id.toLowerCase() : null;

export const essenceOf = (statement: Statement): Essence => ({
  terms: [...termsOf(statement)].map(termNumber),
  refers: targetOf(statement),
});

/** [REF-1] The statements that a statement leads to: its object, that one's object, …; a circle ends where it closes. */
export async function targetsOf(
  statement: Statement,
  find: (id: string) => Promise<Statement | undefined>,
): Promise<Statement[]> {
  const found: Statement[] = [];
  const seen = new Set([statement.id?.toLowerCase()]);
  let target = targetOf(statement);
  while (target !== null && !seen.has(target) && found.length < MAX_REFERENCES) {
    seen.add(target);
    const next = await find(target);
    if (next === undefined) break;
    found.push(next);
    target = targetOf(next);
  }
  return found;
}

/** [REF-2] The numbers of terms that a statement has only through what it leads to. */
export function termsBeyond(id: string, lookup: Lookup): number[] {
  const start = lookup(id);
  if (start === undefined) return [];
  const beyond = new Set<number>();
  const seen = new Set([id]);
  let target = start.refers;
  for (let steps = 0; target !== null && !seen.has(target) && steps < MAX_REFERENCES; steps++) {
    seen.add(target);
    const next = lookup(target);
    if (next === undefined) break;
    for (let i = 0; i < next.terms.length; i++) beyond.add(next.terms[i]!);
    target = next.refers;
  }
  for (let i = 0; i < start.terms.length; i++) beyond.delete(start.terms[i]!);
  return [...beyond];
}

/** [REF-3] What stored statements gain by the arrival of `ids`: those that refer to them, and those that refer to these. */
export function lateTerms(
  ids: readonly string[],
  lookup: Lookup,
  referrers: (ids: readonly string[]) => readonly Referrer[],
): GainedTerms[] {
  const late = new Map<number, readonly number[]>();
  const seen = new Set(ids);
  for (let targets = ids; targets.length > 0; ) {
    const found = referrers(targets).filter(({ by }) => !seen.has(by));
    for (const { by, seq } of found) {
      if (late.size >= MAX_LATE_REFERRERS) return [...late].map(([at, terms]) => ({ seq: at, terms }));
      seen.add(by);
      late.set(seq, termsBeyond(by, lookup));
    }
    targets = found.map(({ by }) => by);
  }
  return [...late].map(([seq, terms]) => ({ seq, terms }));
}
