import type { Context } from 'hono';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { ok, type Result } from '../../../domain/kernel/result.ts';
import { authorityKey } from '../../../domain/statement/authority.ts';
import { type AnswerForm, type ListQuery, parseQuery, type StatementQuery } from '../../../domain/statement/query.ts';
import type { LogPosition } from '../../../domain/statement/shards/merge.ts';
import { term } from '../../../domain/statement/terms.ts';
import type { StoredStatement } from '../../../domain/statement/types.ts';
import { refuse } from '../../shared/app.ts';
import type { Principal } from '../../shared/rpc.ts';
import type { ProgressApp } from '../app-env.ts';
import { StatementStore } from '../services/store/store.ts';
import { answer, inForm } from './answer.ts';
import { CONSISTENT_HEADER, readsEverything } from './manners.ts';
import { moreLink, readMore } from './more.ts';

type Entries = readonly (readonly [string, string])[];

/** [XAPI-7] to [XAPI-9] `GET /xapi/statements` (Communication 2.1.3): one by id, a page, or the page after it. */
export async function getStatements(c: Context<ProgressApp>): Promise<Response> {
  const url = new URL(c.req.url);
  const request = readRequest([...url.searchParams], c.var.principal.tenant);
  if (!request.ok) return refuse(c, request.error);
  const { query, ...rest } = request.value;
  return query.kind === 'one' ? one(c, query, rest.form) : page(c, query, rest, url.pathname);
}

interface PageRequested {
  readonly form: AnswerForm;
  /** As the first page was asked for. */
  readonly entries: Entries;
  readonly positions?: readonly LogPosition[];
}

type Requested = PageRequested & { readonly query: StatementQuery };

function readRequest(entries: Entries, tenant: string): Result<Requested, Problem> {
  const token = entries.length === 1 && entries[0]![0] === 'more' ? entries[0]![1] : undefined;
  const more = token === undefined ? undefined : readMore(token, tenant);
  if (more !== undefined && !more.ok) return more;
  const original = more?.value.query ?? entries;
  const asked = parseQuery(original);
  if (!asked.ok) return asked;
  const positions = more === undefined ? {} : { positions: more.value.positions };
  return ok({ ...asked.value, entries: original, ...positions });
}

async function one(
  c: Context<ProgressApp>,
  { id, voided }: { id: string; voided: boolean },
  form: AnswerForm,
): Promise<Response> {
  const { principal } = c.var;
  const log = new StatementStore(c.env, principal.tenant);
  const { statement, consistentThrough } = await log.one(id, voided);
  const headers = { [CONSISTENT_HEADER]: consistentThrough };
  const mine = onlyMine(principal);
  if (statement === null || (mine !== undefined && !isBy(statement, mine)) || isElsewhere(c, statement)) {
    const detail = `There is no ${voided ? 'voided statement' : 'statement'} with this id.`;
    return refuse(c, problem('not_found', detail), headers);
  }
  const [json] = await inForm([statement], form.format, { log, acceptLanguage: c.req.header('accept-language') });
  const { stored } = JSON.parse(statement) as StoredStatement;
  const modified = { 'last-modified': new Date(stored).toUTCString() };
  return answer(c, form, { json: json!, statements: [statement], headers: { ...headers, ...modified } });
}

async function page(
  c: Context<ProgressApp>,
  query: ListQuery,
  { form, entries, positions }: PageRequested,
  path: string,
): Promise<Response> {
  const { principal } = c.var;
  const mine = onlyMine(principal);
  const log = new StatementStore(c.env, principal.tenant);
  const within = c.env.LAUNCHED?.registration;
  const visible = {
    ...query,
    ...(mine === undefined ? {} : { authority: mine }),
    ...(within === undefined ? {} : { terms: [[term('r', within)], ...query.terms] }),
  };
  const { statements: found, next, consistentThrough } = await log.page(visible, positions);
  // One that refers to a statement of this registration is found with it, wherever it was made itself.
  const statements = within === undefined ? found : found.filter((text) => isOf(JSON.parse(text), within));
  const more = next === null ? '' : moreLink(path, { tenant: principal.tenant, query: entries, positions: next });
  // The texts are JSON already; parsing them to write them again would change nothing but the time it takes.
  const list = await inForm(statements, form.format, { log, acceptLanguage: c.req.header('accept-language') });
  const json = `{"statements":[${list.join(',')}],"more":${JSON.stringify(more)}}`;
  return answer(c, form, { json, statements, headers: { [CONSISTENT_HEADER]: consistentThrough } });
}

/** [XAPI-4] The key of the authority whose statements a credential may read, when it may read only its own. */
const onlyMine = (principal: Principal): string | undefined =>
  readsEverything(principal) ? undefined : authorityKey(principal.authority);

/** [RPC-3] A launched course reads its own registration alone, whatever its query or link says. */
function isElsewhere(c: Context<ProgressApp>, text: string): boolean {
  const within = c.env.LAUNCHED?.registration;
  if (within === undefined) return false;
  return !isOf(JSON.parse(text), within);
}

/** Whether a statement was made in a registration (lower case). */
export const isOf = ({ context }: Pick<StoredStatement, 'context'>, registration: string): boolean =>
  context?.registration?.toLowerCase() === registration;

const isBy = (text: string, key: string): boolean =>
  authorityKey((JSON.parse(text) as StoredStatement).authority) === key;
