import type { Context } from 'hono';
import { UUID } from '../../../domain/kernel/ids.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { authorityKey } from '../../../domain/statement/authority.ts';
import type { StoredStatement } from '../../../domain/statement/types.ts';
import { refuse } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';
import { appendStatements } from '../services/append.ts';
import { apiOf } from '../services/bindings.ts';
import { tenantRecord } from '../services/tenants.ts';
import { type Body, readBody } from './body.ts';
import { readsEverything } from './manners.ts';
import { isOf } from './read.ts';
import { versionOf } from './version.ts';

/** [XAPI-5] `POST /xapi/statements` (Communication 2.1.2): one statement or an array; answers their ids in order. */
export async function postStatements(c: Context<ProgressApp>): Promise<Response> {
  const unknown = Object.keys(c.req.query())[0];
  if (unknown !== undefined) {
    return refuse(c, problem('query_invalid', `"${unknown}" is no parameter of a POST here.`, `query.${unknown}`));
  }
  const body = await readBody(c.req.raw);
  if (!body.ok) return refuse(c, body.error);
  const appended = await append(c, body.value);
  return appended.ok ? c.json(appended.value.ids) : refuse(c, appended.error);
}

/** [XAPI-6] `PUT /xapi/statements?statementId=` (Communication 2.1.1): one statement under an id of the client's. */
export async function putStatement(c: Context<ProgressApp>): Promise<Response> {
  const { statementId, ...others } = c.req.query();
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) {
    return refuse(c, problem('query_invalid', `"${unknown}" is no parameter of a PUT here.`, `query.${unknown}`));
  }
  if (statementId === undefined || !UUID.test(statementId)) {
    return refuse(c, problem('query_invalid', '"statementId" is required and must be a UUID.', 'query.statementId'));
  }
  const body = await readBody(c.req.raw);
  if (!body.ok) return refuse(c, body.error);
  const mismatch = idMismatch(body.value.input, statementId);
  if (mismatch !== undefined) return refuse(c, mismatch);
  const input = { ...(body.value.input as object), id: statementId };
  const appended = await append(c, { ...body.value, input });
  return appended.ok ? c.body(null, 204) : refuse(c, appended.error);
}

async function append(c: Context<ProgressApp>, body: Body) {
  const { principal } = c.var;
  const tenant = await tenantRecord(apiOf(c.env), principal.tenant);
  const define = principal.scopes.some((scope) => scope === 'define' || scope === 'all');
  const within = c.env.LAUNCHED?.registration;
  const maySee = (stored: StoredStatement) =>
    within === undefined
      ? readsEverything(principal) ||
        (principal.scopes.includes('statements/read/mine') &&
          authorityKey(stored.authority) === authorityKey(principal.authority))
      : isOf(stored, within);
  return appendStatements(c.env, tenant, principal.authority, { ...body, version: versionOf(c), define, maySee });
}

function idMismatch(body: unknown, statementId: string): Problem | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return problem('bad_request', 'A PUT takes one statement as a JSON object; send several by POST.', '$');
  }
  const { id } = body as { id?: unknown };
  if (id === undefined || (typeof id === 'string' && id.toLowerCase() === statementId.toLowerCase())) return undefined;
  return problem('bad_request', 'The id of the statement is not the statementId of the request.', '$.id');
}
