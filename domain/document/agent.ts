import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Actor } from '../statement/types.ts';
import { checkActor } from '../statement/validate/actor.ts';
import { Findings } from '../statement/validate/findings.ts';

/** [DOC-2] The `agent` parameter: the JSON of an Agent or Group. */
export function parseAgent(text: string | undefined): Result<Actor, Problem> {
  const refused = (detail: string) => err(problem('query_invalid', detail, 'query.agent'));
  if (text === undefined) return refused('"agent" is required.');
  let agent: unknown;
  try {
    agent = JSON.parse(text);
  } catch {
    return refused('The agent must be a JSON object.');
  }
  const findings = new Findings();
  checkActor(agent, findings);
  const [first] = findings.list;
  return first === undefined ? ok(agent as Actor) : refused(`${first.path}: ${first.message}`);
}

/** The attributes of a Person (Communication 2.4): each that an Agent has once, as a list. */
export interface Person {
  readonly objectType: 'Person';
  readonly name?: readonly string[];
  readonly mbox?: readonly string[];
  readonly mbox_sha1sum?: readonly string[];
  readonly openid?: readonly string[];
  readonly account?: readonly NonNullable<Actor['account']>[];
}

/** [DOC-13] The Person of an agent: its own identifier, its name, and the other names it is known by, each once. */
export function personOf(agent: Actor, names: readonly string[]): Person {
  const all = new Set([...(agent.name === undefined ? [] : [agent.name]), ...names]);
  return {
    objectType: 'Person',
    ...(all.size === 0 ? {} : { name: [...all] }),
    ...(agent.mbox === undefined ? {} : { mbox: [agent.mbox] }),
    ...(agent.mbox_sha1sum === undefined ? {} : { mbox_sha1sum: [agent.mbox_sha1sum] }),
    ...(agent.openid === undefined ? {} : { openid: [agent.openid] }),
    ...(agent.account === undefined ? {} : { account: [agent.account] }),
  };
}
