import type { StoredStatement } from '../../domain/statement/types.ts';
import { api } from './api.ts';
import { identity } from './identity.ts';
import type { TailSource } from './tail.ts';
import type { TailPage } from './tail-merge.ts';

/** What statements may be narrowed by, as it stands in the address of the page. Empty: not at all. */
export interface StatementFilter {
  readonly verb: string;
  readonly activity: string;
  /** A learner's id. */
  readonly agent: string;
  readonly registration: string;
}

export const NO_FILTER: StatementFilter = { verb: '', activity: '', agent: '', registration: '' };

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
  if (filter.verb !== '') query.set('verb', filter.verb);
  if (filter.activity !== '') {
    query.set('activity', filter.activity);
    // The parts of a course belong to what one looks for when one looks for the course.
    query.set('related_activities', 'true');
  }
  if (filter.agent !== '') query.set('agent', JSON.stringify({ account: { homePage, name: filter.agent } }));
  if (filter.registration !== '') query.set('registration', filter.registration);
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
    concerns: ({ type, data }) =>
      type === 'progress.statement.stored.v1' &&
      (filter.agent === '' || data.learner === filter.agent) &&
      (filter.registration === '' || data.registration === filter.registration),
  };
}

async function read(path: string): Promise<TailPage<StoredStatement>> {
  const { statements, more } = await api.get<StatementResult>(path, { headers: VERSION });
  return { rows: statements, older: more === undefined || more === '' ? null : more };
}

export const readStatement = (id: string): Promise<StoredStatement> =>
  api.get(`/xapi/statements?statementId=${encodeURIComponent(id)}`, { headers: VERSION });
