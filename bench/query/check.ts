import type { Facts, StatementSource } from '../load/statements.ts';
import { expectedCount, type Kind, LIMIT } from './questions.ts';

interface Answered {
  readonly id: string;
  readonly stored: string;
}

/**
 * Whether an answer is right: only statements that belong to it, each once, the newest first, and as many as there must
 * be. Throws when it is not. The store has the first `stored` of the series.
 */
export function checkAnswer(
  text: string,
  question: { readonly kind: Kind; readonly about: Facts },
  { source, stored }: { readonly source: StatementSource; readonly stored: number },
): void {
  const { kind, about } = question;
  const answer = JSON.parse(text) as Answered | { statements: Answered[]; more: string };
  const list = 'statements' in answer ? answer.statements : [answer];
  const fail = (why: string) => new Error(`${kind.name}: ${why}, asked about ${JSON.stringify(about)}`);
  const expected = expectedCount(kind, about, source, stored);
  if (list.length !== expected) throw fail(`${list.length} statements, not ${expected}`);
  if ('more' in answer && answer.more === '' && expected === LIMIT) throw fail('a full page that leads nowhere');
  if (new Set(list.map(({ id }) => id)).size !== list.length) throw fail('a statement stands there twice');
  for (const [i, statement] of list.entries()) {
    if (i > 0 && list[i - 1]!.stored < statement.stored) throw fail('an older statement stands before a newer one');
    if (!kind.matches(factsOf(statement as unknown as Json), about))
      throw fail(`${statement.id} does not belong to it`);
  }
}

interface Json {
  id: string;
  actor: { account: { name: string } };
  verb: { id: string };
  object: { id: string };
  context: { registration: string; contextActivities: { grouping: { id: string }[] } };
}

const factsOf = ({ id, actor, verb, object, context }: Json): Facts => ({
  id,
  learner: actor.account.name,
  registration: context.registration,
  verb: verb.id,
  activity: object.id,
  course: context.contextActivities.grouping[0]!.id,
});
