/** What a statement of a launched activity has to be, whatever the standard: of this learner, in this registration. */
import { type Problem, problem } from '../../kernel/problem.ts';
import { actorKey } from '../../statement/actor-key.ts';
import type { Actor, Statement } from '../../statement/types.ts';
import { VOIDED } from '../../statement/verbs.ts';

export interface Binding {
  readonly actor: Actor;
  /** Lower case. */
  readonly registration: string;
}

/** [AU-1] Why a statement is none of this session's; undefined when it is one. `where` is its path in the request. */
export function strangeness(
  { actor, registration }: Binding,
  statement: Statement,
  where: string,
): Problem | undefined {
  const refused = (detail: string, part: string): Problem => problem('not_of_session', detail, `${where}.${part}`);
  if (statement.actor.objectType === 'Group' || actorKey(statement.actor) !== actorKey(actor)) {
    return refused('The actor is not the one that the activity was launched with.', 'actor');
  }
  if (statement.context?.registration?.toLowerCase() !== registration) {
    return refused('The registration is not the one that the activity was launched with.', 'context.registration');
  }
  // cmi5, 6.3: an AU has no credentials to void statements; nor has any other page of a course.
  if (statement.verb.id === VOIDED) return refused('A course cannot void statements.', 'verb.id');
  return undefined;
}
