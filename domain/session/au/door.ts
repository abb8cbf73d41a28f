/** [AUS-5] What the credential of a launched activity may ask of xAPI beside telling statements. */
import { parseAgent } from '../../document/agent.ts';
import { type Problem, problem } from '../../kernel/problem.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Binding } from '../../runtime/au/bound.ts';
import { TERMINATED_GRACE_MS } from '../../runtime/cmi5/rules.ts';
import { isOpen } from '../../runtime/cmi5/session.ts';
import { LAUNCH_DATA, LEARNER_PREFERENCES } from '../../runtime/cmi5/words.ts';
import { actorKey } from '../../statement/actor-key.ts';
import { nodeOf, type SessionData } from '../data.ts';
import { nodeWithSession, voiceOf } from './tree.ts';

/** Resources of xAPI behind `/xapi/`. */
export const AU_RESOURCES = [
  'statements',
  'activities/state',
  'activities/profile',
  'agents/profile',
  'activities',
  'agents',
] as const;
export type AuResource = (typeof AU_RESOURCES)[number];

/** Names and values of a query, in order. */
export type Query = readonly (readonly [string, string])[];

export interface AuAsk {
  /** Of the activity that the credential is for. */
  readonly session: string;
  readonly method: string;
  readonly resource: AuResource;
  readonly query: Query;
}

/** The query as it may be asked; a state is of this registration, said or not. Refusals leave nothing changed. */
export function admitAsk(data: SessionData, ask: AuAsk, now: string): Result<Query, Problem> {
  const target = nodeWithSession(data, ask.session);
  const au = target === undefined ? undefined : nodeOf(data, target.id)?.au;
  if (au === undefined || data.state === 'abandoned' || !isAlive(au, now)) {
    return err(problem('not_of_session', 'The launch that this credential was made for is over.', 'Authorization'));
  }
  const binding = voiceOf(data);
  switch (ask.resource) {
    case 'activities/state':
      return admitState(binding, ask, au.standard === 'cmi5');
    case 'agents/profile':
      return isReading(ask) ? ownAgent(binding, ask.query) : err(readOnly('The profile of the learner'));
    case 'activities/profile':
      return isReading(ask) ? ok(ask.query) : err(readOnly('The profile of an activity'));
    case 'agents':
      return ownAgent(binding, ask.query);
    case 'activities':
    case 'statements':
      return ok(ask.query);
  }
}

/** cmi5, 8.1.2: a token is limited to its session; what is under way when it terminates has a moment. */
function isAlive(au: NonNullable<ReturnType<typeof nodeOf>>['au'] & object, now: string): boolean {
  if (au.standard === 'xapi' || isOpen(au.session)) return true;
  const { terminated } = au.session;
  return terminated !== null && Date.parse(now) - Date.parse(terminated.came) <= TERMINATED_GRACE_MS;
}

const isReading = ({ method }: AuAsk): boolean => method === 'GET' || method === 'HEAD';

const readOnly = (what: string): Problem => problem('not_of_session', `${what} can be read by a course, not written.`);

const askedFor = (query: Query, name: string): string | undefined => query.find(([key]) => key === name)?.[1];

/** What is malformed is refused by the store, in its own words. */
function ownAgent(binding: Binding, query: Query): Result<Query, Problem> {
  const agent = parseAgent(askedFor(query, 'agent'));
  if (!agent.ok || actorKey(agent.value) === actorKey(binding.actor)) return ok(query);
  return err(problem('not_of_session', 'The agent is not the learner of this session.', 'query.agent'));
}

function admitState(binding: Binding, ask: AuAsk, isCmi5: boolean): Result<Query, Problem> {
  const own = ownAgent(binding, ask.query);
  if (!own.ok) return own;
  const registration = askedFor(ask.query, 'registration');
  if (registration !== undefined && registration.toLowerCase() !== binding.registration) {
    return err(problem('not_of_session', 'The registration is not this session’s.', 'query.registration'));
  }
  const stateId = askedFor(ask.query, 'stateId');
  // cmi5, 10.2.1: an AU does not modify or delete the document; to delete all states is to delete it.
  if (isCmi5 && !isReading(ask) && (stateId === undefined || stateId === LAUNCH_DATA)) {
    return err(problem('not_of_session', `${LAUNCH_DATA} is the LMS’s: name another stateId.`, 'query.stateId'));
  }
  if (registration !== undefined) return ok(ask.query);
  // cmi5, 8.1.4: an AU says it; an activity of xAPI may have been made before there were any.
  if (isCmi5) return err(problem('not_of_session', 'A state of an AU is of its registration.', 'query.registration'));
  return ok([...ask.query, ['registration', binding.registration]]);
}

/** Whether the learner's preferences are asked for (cmi5, 11.0). */
export const readsPreferences = ({ resource, query, method }: AuAsk): boolean =>
  resource === 'agents/profile' && method === 'GET' && askedFor(query, 'profileId') === LEARNER_PREFERENCES;
