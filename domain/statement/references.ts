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

type Find = (id: string) => string | undefined;

/** A statement that is stored, and the numbers of terms by which it is found from now on. */
export interface LateTerms {
  readonly seq: number;
  readonly terms: readonly number[];
}

/** [REF-1] The statement, then the one that is its object, then that one's object; a circle ends where it closes. */
export function* withTargets(statement: Statement, find: Find): Generator<Statement> {
  const seen = new Set<string>();
  let current: Statement | undefined = statement;
  for (let steps = 0; current !== undefined && steps <= MAX_REFERENCES; steps++) {
    yield current;
    if (current.id !== undefined) seen.add(current.id.toLowerCase());
    const target: string | undefined =
      current.object.objectType === 'StatementRef' ? current.object.id.toLowerCase() : undefined;
    const text: string | undefined = target === undefined || seen.has(target) ? undefined : find(target);
    current = text === undefined ? undefined : (JSON.parse(text) as Statement);
  }
}

/** [REF-2] The numbers of every term by which a statement is found, through what it refers to as well. */
export function termsThrough(id: string, find: Find): number[] {
  const text = find(id);
  if (text === undefined) return [];
  const terms = [...withTargets(JSON.parse(text) as Statement, find)].flatMap((one) => [...termsOf(one)]);
  return [...new Set(terms)].map(termNumber);
}

/** [REF-3] What stored statements gain by the arrival of `ids`: those that refer to them, and those that refer to these. */
export function lateTerms(
  ids: readonly string[],
  find: Find,
  referrers: (ids: readonly string[]) => readonly { readonly by: string; readonly seq: number }[],
): LateTerms[] {
  const late = new Map<number, readonly number[]>();
  const seen = new Set(ids);
  for (let targets = ids; targets.length > 0; ) {
    const found = referrers(targets).filter(({ by }) => !seen.has(by));
    for (const { by, seq } of found) {
      if (late.size >= MAX_LATE_REFERRERS) return [...late].map(([at, terms]) => ({ seq: at, terms }));
      seen.add(by);
      late.set(seq, termsThrough(by, find));
    }
    targets = found.map(({ by }) => by);
  }
  return [...late].map(([seq, terms]) => ({ seq, terms }));
}
