import { hash53 } from '../kernel/hash53.ts';
import { actorKeys } from './actor-key.ts';
import { authorityKey } from './authority.ts';
import type { Activity, Actor, Context, Statement, StatementObject } from './types.ts';

/**
 * What a statement can be found by. Kinds: `a` agent as actor or object, `A` agent in any other role, `v` verb, `o`
 * activity as object, `O` activity in the context or within a SubStatement, `r` registration.
 */
export type TermKind = 'a' | 'A' | 'v' | 'o' | 'O' | 'r';

export const term = (kind: TermKind, value: string): string => kind + value;

/** Every term of a statement, each once. A term under `a` or `o` is not repeated under `A` or `O`. */
export function termsOf(statement: Statement): Set<string> {
  const terms = new Set<string>();
  const { actor, verb, object, context, authority } = statement;
  addActor(terms, 'a', actor);
  terms.add(term('v', verb.id));
  if (isActivity(object)) terms.add(term('o', object.id));
  else if (object.objectType === 'Agent' || object.objectType === 'Group') addActor(terms, 'a', object);
  if (context?.registration !== undefined) terms.add(term('r', context.registration.toLowerCase()));
  if (object.objectType === 'SubStatement') {
    addActor(terms, 'A', object.actor);
    if (isActivity(object.object)) addActivity(terms, object.object);
    else if (isActor(object.object)) addActor(terms, 'A', object.object);
    addContext(terms, object.context);
  }
  addContext(terms, context);
  if (authority !== undefined) {
    addActor(terms, 'A', authority);
    // Application and user are found one by one, and as the pair that they are as an authority.
    if (authority.member !== undefined) terms.add(term('A', authorityKey(authority)));
  }
  return terms;
}

/** The index keeps terms as numbers; two terms may share one, so whoever reads by it compares the real terms. */
export const termNumber = (text: string): number => hash53(text);

const isActivity = (object: StatementObject): object is Activity =>
  object.objectType === undefined || object.objectType === 'Activity';

const isActor = (object: StatementObject): object is Actor & { objectType: 'Agent' | 'Group' } =>
  object.objectType === 'Agent' || object.objectType === 'Group';

function addActor(terms: Set<string>, kind: 'a' | 'A', actor: Actor): void {
  for (const key of actorKeys(actor)) if (kind === 'a' || !terms.has(term('a', key))) terms.add(term(kind, key));
}

function addActivity(terms: Set<string>, activity: Activity): void {
  if (!terms.has(term('o', activity.id))) terms.add(term('O', activity.id));
}

function addContext(terms: Set<string>, context: Context | undefined): void {
  if (context?.instructor !== undefined) addActor(terms, 'A', context.instructor);
  if (context?.team !== undefined) addActor(terms, 'A', context.team);
  for (const { agent } of context?.contextAgents ?? []) addActor(terms, 'A', agent);
  for (const { group } of context?.contextGroups ?? []) addActor(terms, 'A', group);
  for (const activities of Object.values(context?.contextActivities ?? {})) {
    for (const activity of activities) addActivity(terms, activity);
  }
}
