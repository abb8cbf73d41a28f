import type { StoredStatement } from '../../domain/statement/types.ts';
import type { StatementRecord } from '../wire.ts';
import { agentOf } from './agent-text.ts';
import { api } from './api.ts';
import { concerns } from './concerns.ts';
import { identity } from './identity.ts';
import type { TailSource } from './tail.ts';
import type { TailPage } from './tail-merge.ts';

/** What statements may be narrowed by, as it stands in the address of the page. Empty: not at all. */
export interface StatementFilter {
  readonly verb: string;
  readonly activity: string;
  /** Whom `agentOf` makes of it. */
  readonly agent: string;
  readonly registration: string;
  /** RFC 3339. */
  readonly since: string;
  readonly until: string;
  /** `true`: activity and agent may stand anywhere in the statement. */
  readonly related: string;
}

export const NO_FILTER: StatementFilter = {
  verb: '',
  activity: '',
  agent: '',
  registration: '',
  since: '',
  until: '',
  related: '',
};

const VERSION = { 'x-experience-api-version': '1.0.3' };
const PAGE = 50;

interface StatementResult {
  readonly statements: readonly StoredStatement[];
  /** A path with a query, or empty at the end (xAPI 1.0.3, part 2, 4.2). */
  readonly more?: string;
}

/** The query of `GET /xapi/statements`. The actor of a learner is an account at the tenant's home page. */
export function statementQuery(filter: StatementFilter, homePage: string, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit) });
  const { agent, related, ...same } = filter;
  for (const [name, value] of Object.entries(same)) if (value !== '') query.set(name, value);
  if (agent !== '') query.set('agent', JSON.stringify(agentOf(agent, homePage)));
  if (related === 'true' && agent !== '') query.set('related_agents', 'true');
  if (related === 'true' && filter.activity !== '') query.set('related_activities', 'true');
  return query.toString();
}

/** Statements, newest first, growing at the top while they come in. */
export function statementSource(filter: StatementFilter, limit = PAGE): TailSource<StoredStatement> {
  const homePage = identity.me.value?.homePage ?? '';
  const query = statementQuery(filter, homePage, limit);
  return {
    key: query,
    idOf: ({ id }) => id,
    newest: () => read(`/xapi/statements?${query}`),
    older: read,
    concerns: concerns.statements,
  };
}

async function read(path: string): Promise<TailPage<StoredStatement>> {
  const { statements, more } = await api.get<StatementResult>(path, { headers: VERSION });
  return { rows: statements, older: more === undefined || more === '' ? null : more };
}

export const recordPath = (id: string): string => `/api/v1/statements/${encodeURIComponent(id)}`;

export const readRecord = (id: string): Promise<StatementRecord> => api.get(recordPath(id));
