import { hash53 } from '../kernel/hash53.ts';
import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { actorKey } from '../statement/actor-key.ts';
import { isIri, isUuid } from '../statement/formats.ts';
import { parseTimestamp } from '../statement/time.ts';
import { parseAgent } from './agent.ts';

export type DocumentResource = 'state' | 'activity-profile' | 'agent-profile';
export type DocumentMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Whose documents. Without a `registration`: whatever registration they are of. */
export interface DocumentContext {
  readonly resource: DocumentResource;
  /** The key of the agent (state, agent profile) or the IRI of the activity (activity profile). */
  readonly owner: string;
  /** The activity that a state is of; empty for profiles. */
  readonly about: string;
  /** Lower case. */
  readonly registration?: string;
}

/** One document. Without a `registration`: the one that is of none. */
export interface DocumentAddress extends DocumentContext {
  readonly id: string;
}

export type DocumentAsk =
  | { readonly kind: 'one'; readonly address: DocumentAddress }
  /** `since`: microseconds since 1970, exclusive. */
  | { readonly kind: 'many'; readonly context: DocumentContext; readonly since?: number };

/** Into how many objects a tenant's documents are divided. Never changes: it says where they are. */
export const DOCUMENT_SLOTS = 32;

/** [DOC-4] By owner: an agent's state in all activities is in one place, and an activity that everybody plays is no hot spot. */
export const slotOf = ({ resource, owner }: DocumentContext): number => hash53(`${resource} ${owner}`) % DOCUMENT_SLOTS;

const NAMES: Readonly<Record<DocumentResource, readonly string[]>> = {
  state: ['activityId', 'agent', 'registration', 'stateId'],
  'activity-profile': ['activityId', 'profileId'],
  'agent-profile': ['agent', 'profileId'],
};

type Parameters = ReadonlyMap<string, string>;
type Read<T> = Result<T, Problem>;

const refused = (name: string, detail: string) => err(problem('query_invalid', detail, `query.${name}`));

/**
 * [DOC-1] to [DOC-3] What a request to a document resource asks for (Communication 2.3, 2.6, 2.7), from its parameters in
 * order. Names are exact; `query_invalid` names the parameter.
 */
export function parseDocumentQuery(
  resource: DocumentResource,
  method: DocumentMethod,
  entries: readonly (readonly [string, string])[],
): Read<DocumentAsk> {
  const parameters = new Map(entries);
  const known = [...NAMES[resource], ...(method === 'GET' ? ['since'] : [])];
  for (const [name] of entries) if (!known.includes(name)) return refused(name, `"${name}" is no parameter here.`);
  if (parameters.size < entries.length) return refused(twice(entries), 'A parameter may be given once.');
  const context = readContext(resource, parameters);
  if (!context.ok) return context;
  const idName = resource === 'state' ? 'stateId' : 'profileId';
  const id = parameters.get(idName);
  if (id === '') return refused(idName, `"${idName}" must not be empty.`);
  if (id !== undefined && parameters.has('since'))
    return refused('since', `"since" cannot be combined with ${idName}.`);
  if (id !== undefined) return ok({ kind: 'one', address: { ...context.value, id } });
  if (method !== 'GET' && !(method === 'DELETE' && resource === 'state')) {
    return refused(idName, `"${idName}" is required.`);
  }
  return many(context.value, parameters.get('since'));
}

function twice(entries: readonly (readonly [string, string])[]): string {
  const names = entries.map(([name]) => name);
  return names.find((name, i) => names.indexOf(name) < i)!;
}

function many(context: DocumentContext, sinceText: string | undefined): Read<DocumentAsk> {
  if (sinceText === undefined) return ok({ kind: 'many', context });
  const since = parseTimestamp(sinceText);
  if (since !== null) return ok({ kind: 'many', context, since });
  return refused('since', '"since" must be a timestamp with its time zone (write "+" in it as %2B).');
}

function readContext(resource: DocumentResource, parameters: Parameters): Read<DocumentContext> {
  if (resource === 'activity-profile') {
    const activity = readActivity(parameters);
    return activity.ok ? ok({ resource, owner: activity.value, about: '' }) : activity;
  }
  const agent = readAgentKey(parameters);
  if (!agent.ok) return agent;
  if (resource === 'agent-profile') return ok({ resource, owner: agent.value, about: '' });
  const activity = readActivity(parameters);
  if (!activity.ok) return activity;
  const registration = parameters.get('registration');
  if (registration !== undefined && !isUuid(registration)) {
    return refused('registration', '"registration" must be a UUID.');
  }
  const of = registration === undefined ? {} : { registration: registration.toLowerCase() };
  return ok({ resource, owner: agent.value, about: activity.value, ...of });
}

function readActivity(parameters: Parameters): Read<string> {
  const activity = parameters.get('activityId');
  if (activity === undefined) return refused('activityId', '"activityId" is required.');
  return isIri(activity) ? ok(activity) : refused('activityId', '"activityId" must be an absolute IRI.');
}

function readAgentKey(parameters: Parameters): Read<string> {
  const agent = parseAgent(parameters.get('agent'));
  if (!agent.ok) return agent;
  const key = actorKey(agent.value);
  return key === undefined ? refused('agent', 'A Group without an identifier owns no documents.') : ok(key);
}
