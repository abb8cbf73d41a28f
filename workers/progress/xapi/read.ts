import type { Context } from 'hono';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { ok, type Result } from '../../../domain/kernel/result.ts';
import { actorKey } from '../../../domain/statement/actor-key.ts';
import { type ListQuery, parseQuery, type StatementQuery } from '../../../domain/statement/query.ts';
import { term } from '../../../domain/statement/terms.ts';
import type { Actor, StoredStatement } from '../../../domain/statement/types.ts';
import type { PagePosition } from '../../../durable-objects/statement-log/index.ts';
import { refuse } from '../../shared/app.ts';
import type { Principal } from '../../shared/rpc.ts';
import type { ProgressApp } from '../app-env.ts';
import { authorityOf } from '../services/append.ts';
import { apiOf, logIdentity, logOf } from '../services/bindings.ts';
import { tenantRecord } from '../services/tenants.ts';
import { CONSISTENT_HEADER } from './manners.ts';
import { moreLink, readMore } from './more.ts';

type Entries = readonly (readonly [string, string])[];

/** [XAPI-7] to [XAPI-9] `GET /xapi/statements` (Communication 2.1.3): one by id, a page, or the page after it. */
export async function getStatements(c: Context<ProgressApp>): Promise<Response> {
  const url = new URL(c.req.url);
  const asked = readRequest([...url.searchParams], c.var.principal.tenant);
  if (!asked.ok) return refuse(c, asked.error);
  const { query, entries, position } = asked.value;
  return query.kind === 'one' ? one(c, query) : page(c, { query, entries, path: url.pathname }, position);
}

interface Asked {
  readonly query: StatementQuery;
  readonly entries: Entries;
  readonly position?: PagePosition;
}

function readRequest(entries: Entries, tenant: string): Result<Asked, Problem> {
  const token = entries.length === 1 && entries[0]![0] === 'more' ? entries[0]![1] : undefined;
  const more = token === undefined ? undefined : readMore(token, tenant);
  if (more !== undefined && !more.ok) return more;
  const original = more?.value.query ?? entries;
  const query = parseQuery(original);
  if (!query.ok) return query;
  return ok({
    query: query.value,
    entries: original,
    ...(more === undefined ? {} : { position: more.value.position }),
  });
}

async function one(c: Context<ProgressApp>, query: { id: string; voided: boolean }): Promise<Response> {
  const { principal } = c.var;
  const answer = await logOf(c.env, logIdentity({ id: principal.tenant, region: principal.region }).log).one(
    query.id,
    query.voided,
  );
  c.header(CONSISTENT_HEADER, answer.consistentThrough);
  const mine = await onlyMine(c, principal);
  if (answer.statement === null || (mine !== undefined && !isBy(answer.statement, mine))) {
    const kind = query.voided ? 'voided statement' : 'statement';
    return refuse(c, problem('not_found', `There is no ${kind} with this id.`), {
      [CONSISTENT_HEADER]: answer.consistentThrough,
    });
  }
  return c.body(answer.statement, 200, { 'content-type': 'application/json' });
}

async function page(
  c: Context<ProgressApp>,
  { query, entries, path }: { query: ListQuery; entries: Entries; path: string },
  position?: PagePosition,
): Promise<Response> {
  const { principal } = c.var;
  const mine = await onlyMine(c, principal);
  const narrowed =
    mine === undefined ? query : { ...query, terms: [...query.terms, [term('A', mine), term('a', mine)]] };
  const log = logOf(c.env, logIdentity({ id: principal.tenant, region: principal.region }).log);
  const answer = await log.page({ query: narrowed, ...(position === undefined ? {} : { position }) });
  const more =
    answer.next === null ? '' : moreLink(path, { tenant: principal.tenant, query: entries, position: answer.next });
  // The texts are JSON already; parsing them to write them again would change nothing but the time it takes.
  return c.body(`{"statements":[${answer.statements.join(',')}],"more":${JSON.stringify(more)}}`, 200, {
    'content-type': 'application/json',
    [CONSISTENT_HEADER]: answer.consistentThrough,
  });
}

/** [XAPI-4] The key of the authority whose statements a credential may read, when it may read only its own. */
async function onlyMine(c: Context<ProgressApp>, principal: Principal): Promise<string | undefined> {
  if (principal.scopes.some((scope) => scope !== 'statements/read/mine' && scope !== 'statements/write'))
    return undefined;
  const tenant = await tenantRecord(apiOf(c.env), principal.tenant);
  return actorKey(authorityOf(tenant, { id: principal.credential, name: principal.name }));
}

const isBy = (text: string, key: string): boolean =>
  actorKey((JSON.parse(text) as StoredStatement).authority as Actor) === key;
