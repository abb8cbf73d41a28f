import { hash53 } from '../kernel/hash53.ts';
import { actorKeys } from './actor-key.ts';
import { authorityKeys } from './authority.ts';
import type { Activity, Actor, Context, ContextRole, Statement, StatementObject } from './types.ts';

/**
 * What a statement can be found by. Kinds: `a` agent as actor or object, `A` agent in any other role, `v` verb, `o`
 * activity as object, `O` activity in the context or within a SubStatement, `r` registration.
 */
export type TermKind = 'a' | 'A' | 'v' | 'o' | 'O' | 'r';

export const term = (kind: TermKind, value: string): string => kind + value;

/** Every term of a statement, each once. A term under `a` or `o` is not repeated under `A` or `O`. */
export function termsOf(statement: Statement): Set<string> {
  const terms = new Set<string>();
  const { authority } = statement;
  addTerms(statement, authority === undefined ? [] : authorityKeys(authority), {
    add: (kind, value) => terms.add(term(kind, value)),
    has: (kind, value) => terms.has(term(kind, value)),
  });
  return terms;
}

/** The index keeps terms as numbers; two terms may share one, so whoever reads by it compares the real terms. */
export const termNumber = (text: string): number => hash53(text);

/**
 * The numbers of `termsOf`, each once, for a statement that has yet to get its authority, whose keys are given. Without
 * making the texts: the border asks for them of every statement.
 */
export function termNumbersOf(statement: Statement, authority: readonly string[]): number[] {
  const numbers = new Numbers();
  addTerms(statement, authority, numbers);
  return numbers.list;
}

class Numbers implements Terms {
  readonly #numbers = new Distinct<number>();
  /** What stands under `a` and `o`: keys of actors are no IRIs, so the values tell them apart. */
  readonly #own = new Distinct<string>();

  get list(): number[] {
    return this.#numbers.list;
  }

  add(kind: TermKind, value: string): void {
    this.#numbers.add(numberOf(kind, value));
    if (kind === 'a' || kind === 'o') this.#own.add(value);
  }

  has(_: 'a' | 'o', value: string): boolean {
    return this.#own.has(value);
  }
}

/** So many values are found faster one after the other than by hashing. A statement has about seven terms. */
const FEW = 16;

/** Values each once, in order. */
class Distinct<T> {
  readonly list: T[] = [];
  #many: Set<T> | undefined;

  has(value: T): boolean {
    return this.#many === undefined ? this.list.includes(value) : this.#many.has(value);
  }

  add(value: T): void {
    if (this.has(value)) return;
    this.list.push(value);
    if (this.list.length > FEW) this.#many = (this.#many ?? new Set(this.list)).add(value);
  }
}

/** Numbers that are remembered of each kind, 200 characters a value at most. Beyond it remembering begins anew. */
const REMEMBERED = 8192;
const REMEMBERED_CHARS = 200;
const REMEMBERED_NUMBERS: Readonly<Record<TermKind, Map<string, number>>> = {
  a: new Map(),
  A: new Map(),
  v: new Map(),
  o: new Map(),
  O: new Map(),
  r: new Map(),
};

/** `termNumber` of a term. Statements say the same verbs, activities and learners over and over. */
function numberOf(kind: TermKind, value: string): number {
  const known = REMEMBERED_NUMBERS[kind];
  const remembered = known.get(value);
  if (remembered !== undefined) return remembered;
  const number = termNumber(term(kind, value));
  if (value.length > REMEMBERED_CHARS) return number;
  if (known.size >= REMEMBERED) known.clear();
  known.set(value, number);
  return number;
}

/** Where terms are gathered. */
interface Terms {
  add(kind: TermKind, value: string): void;
  has(kind: 'a' | 'o', value: string): boolean;
}

function addTerms({ actor, verb, object, context }: Statement, authority: readonly string[], terms: Terms): void {
  for (const key of actorKeys(actor)) terms.add('a', key);
  terms.add('v', verb.id);
  if (isActivity(object)) terms.add('o', object.id);
  else if (isActor(object)) for (const key of actorKeys(object)) terms.add('a', key);
  if (context?.registration !== undefined) terms.add('r', context.registration.toLowerCase());
  if (object.objectType === 'SubStatement') {
    addRelated(terms, object.actor);
    if (isActivity(object.object)) addActivity(terms, object.object);
    else if (isActor(object.object)) addRelated(terms, object.object);
    addContext(terms, object.context);
  }
  addContext(terms, context);
  addKeys(terms, authority);
}

const isActivity = (object: StatementObject): object is Activity =>
  object.objectType === undefined || object.objectType === 'Activity';

const isActor = (object: StatementObject): object is Actor & { objectType: 'Agent' | 'Group' } =>
  object.objectType === 'Agent' || object.objectType === 'Group';

const addRelated = (terms: Terms, actor: Actor): void => addKeys(terms, actorKeys(actor));

function addKeys(terms: Terms, keys: readonly string[]): void {
  for (const key of keys) if (!terms.has('a', key)) terms.add('A', key);
}

function addActivity(terms: Terms, activity: Activity): void {
  if (!terms.has('o', activity.id)) terms.add('O', activity.id);
}

function addContext(terms: Terms, context: Context | undefined): void {
  if (context === undefined) return;
  if (context.instructor !== undefined) addRelated(terms, context.instructor);
  if (context.team !== undefined) addRelated(terms, context.team);
  for (const { agent } of context.contextAgents ?? []) addRelated(terms, agent);
  for (const { group } of context.contextGroups ?? []) addRelated(terms, group);
  for (const role in context.contextActivities) {
    for (const activity of context.contextActivities[role as ContextRole] ?? []) addActivity(terms, activity);
  }
}
