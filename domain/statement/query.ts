import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { actorKey } from './actor-key.ts';
import { authorityKey } from './authority.ts';
import { isIri, isUuid } from './formats.ts';
import { term, termNumber, termsOf } from './terms.ts';
import { parseTimestamp } from './time.ts';
import type { Actor, Statement } from './types.ts';
import { checkActor } from './validate/actor.ts';
import { Findings } from './validate/findings.ts';

/** A page of statements: what a client gets when it asks for no limit, 0, or more. */
export const MAX_PAGE_STATEMENTS = 100;

/** All of `terms` must hold; within one entry any of the alternatives. Times are microseconds since 1970. */
export interface ListQuery {
  readonly kind: 'list';
  readonly terms: readonly (readonly string[])[];
  /** The key of the authority that the statements themselves must have: what a credential may see, not what it asks. */
  readonly authority?: string;
  /** Exclusive. */
  readonly since?: number;
  /** Inclusive. */
  readonly until?: number;
  readonly limit: number;
  readonly ascending: boolean;
}

export type StatementQuery = { readonly kind: 'one'; readonly id: string; readonly voided: boolean } | ListQuery;

/** In what form statements are answered (Communication 2.1.3). */
export interface AnswerForm {
  readonly format: 'exact' | 'ids' | 'canonical';
  /** With the contents of the attachments, as multipart/mixed. */
  readonly attachments: boolean;
}

export type Asked = { readonly query: StatementQuery; readonly form: AnswerForm };

type Parameters = ReadonlyMap<string, string>;

const KNOWN = new Set([
  'statementId',
  'voidedStatementId',
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'format',
  'attachments',
  'ascending',
]);

const refused = (name: string, detail: string) => err(problem('query_invalid', detail, `query.${name}`));

/** Leaves the reading of one parameter; caught where the query as a whole is refused. */
class Refusal extends Error {
  readonly at: string;
  constructor(at: string, message: string) {
    super(message);
    this.at = at;
  }
}

/**
 * The query of `GET /xapi/statements` (Communication 2.1.3) from its parameters in order. Names are exact; one that is
 * unknown, given twice or of the wrong form is refused as `query_invalid` naming it.
 */
export function parseQuery(entries: readonly (readonly [string, string])[]): Result<Asked, Problem> {
  const parameters = new Map<string, string>();
  for (const [name, value] of entries) {
    if (!KNOWN.has(name)) return refused(name, `"${name}" is no parameter of this resource; mind its case.`);
    if (parameters.has(name)) return refused(name, `"${name}" is given twice.`);
    parameters.set(name, value);
  }
  try {
    const form = { format: format(parameters), attachments: flag(parameters, 'attachments') };
    return ok({ query: single(parameters) ?? list(parameters), form });
  } catch (error) {
    if (error instanceof Refusal) return refused(error.at, error.message);
    throw error;
  }
}

function format(parameters: Parameters): AnswerForm['format'] {
  const text = parameters.get('format') ?? 'exact';
  if (text === 'exact' || text === 'ids' || text === 'canonical') return text;
  throw new Refusal('format', 'The format must be exact, ids or canonical.');
}

function single(parameters: Parameters): StatementQuery | undefined {
  const names = ['statementId', 'voidedStatementId'].filter((name) => parameters.has(name));
  const name = names[0];
  if (name === undefined) return undefined;
  if (names.length > 1) throw new Refusal(names[1]!, 'Give either statementId or voidedStatementId.');
  const other = [...parameters.keys()].find((key) => ![name, 'format', 'attachments'].includes(key));
  if (other !== undefined) throw new Refusal(other, `"${other}" cannot be combined with ${name}.`);
  return { kind: 'one', id: uuid(parameters.get(name)!, name), voided: name === 'voidedStatementId' };
}

function list(parameters: Parameters): ListQuery {
  const since = timestamp(parameters, 'since');
  const until = timestamp(parameters, 'until');
  return {
    kind: 'list',
    terms: terms(parameters),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    limit: limit(parameters),
    ascending: flag(parameters, 'ascending'),
  };
}

/** Most selective first: the log reads its index in this order. */
function terms(parameters: Parameters): string[][] {
  const relatedAgents = flag(parameters, 'related_agents');
  const relatedActivities = flag(parameters, 'related_activities');
  const out: string[][] = [];
  const registration = parameters.get('registration');
  if (registration !== undefined) out.push([term('r', uuid(registration, 'registration'))]);
  const agent = parameters.get('agent');
  if (agent !== undefined) {
    const key = agentKey(agent);
    out.push(relatedAgents ? [term('a', key), term('A', key)] : [term('a', key)]);
  }
  const activity = iri(parameters, 'activity');
  if (activity !== undefined) {
    out.push(relatedActivities ? [term('o', activity), term('O', activity)] : [term('o', activity)]);
  }
  const verb = iri(parameters, 'verb');
  if (verb !== undefined) out.push([term('v', verb)]);
  return out;
}

function agentKey(text: string): string {
  let agent: unknown;
  try {
    agent = JSON.parse(text);
  } catch {
    throw new Refusal('agent', 'The agent must be a JSON object.');
  }
  const findings = new Findings();
  checkActor(agent, findings);
  if (findings.list[0] !== undefined)
    throw new Refusal('agent', `${findings.list[0].path}: ${findings.list[0].message}`);
  const key = actorKey(agent as Actor);
  if (key === undefined) throw new Refusal('agent', 'A Group must have an identifier to be asked for.');
  return key;
}

function uuid(text: string, name: string): string {
  if (!isUuid(text)) throw new Refusal(name, `"${name}" must be a UUID.`);
  return text.toLowerCase();
}

function iri(parameters: Parameters, name: string): string | undefined {
  const text = parameters.get(name);
  if (text !== undefined && !isIri(text)) throw new Refusal(name, `"${name}" must be an absolute IRI.`);
  return text;
}

function flag(parameters: Parameters, name: string): boolean {
  const text = parameters.get(name) ?? 'false';
  if (text !== 'true' && text !== 'false') throw new Refusal(name, `"${name}" must be true or false.`);
  return text === 'true';
}

function timestamp(parameters: Parameters, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const micros = parseTimestamp(text);
  if (micros === null) {
    throw new Refusal(name, `"${name}" must be a timestamp with its time zone (write "+" in it as %2B).`);
  }
  return micros;
}

/** Communication 2.1.3: 0 asks for as much as the server gives; more than that is clamped. */
function limit(parameters: Parameters): number {
  const text = parameters.get('limit') ?? '0';
  if (!/^\d{1,15}$/.test(text)) throw new Refusal('limit', '"limit" must be a whole number from 0 on.');
  return Math.min(Number(text) || MAX_PAGE_STATEMENTS, MAX_PAGE_STATEMENTS);
}

/** The numbers that the log's index knows the terms by. */
export function termNumbers({ terms, authority }: ListQuery): number[][] {
  // An authority that is the actor too stands in the index as the actor alone.
  const mine = authority === undefined ? [] : [[term('A', authority), term('a', authority)]];
  return [...terms, ...mine].map((any) => any.map(termNumber));
}

/**
 * [QRY-5] [REF-1] Whether a statement really has the terms: index numbers can collide. A term holds for a statement when
 * it, or one that it leads to at however many removes, has it: `chain` is the statement, then those.
 */
export function matchesTerms(chain: readonly [Statement, ...Statement[]], query: ListQuery): boolean {
  if (query.authority !== undefined && authorityKey(chain[0].authority!) !== query.authority) return false;
  let open = query.terms;
  for (const one of chain) {
    if (open.length === 0) break;
    const terms = termsOf(one);
    open = open.filter((any) => !any.some((wanted) => terms.has(wanted)));
  }
  return open.length === 0;
}
