import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseAgent, personOf } from '../../../domain/document/agent.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { actorKey } from '../../../domain/statement/actor-key.ts';
import { parseQuery } from '../../../domain/statement/query.ts';
import type { Actor, StoredStatement } from '../../../domain/statement/types.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';
import { StatementStore } from '../services/store/store.ts';
import { versionHeader, XAPI_SECURITY } from './described.ts';
import { LOOKUP_SCOPES, readOnly, readsEverything, requireCredential } from './manners.ts';
import { requireVersion } from './version.ts';

/** In how many of an agent's newest statements its name is looked for: names change rarely, and most say none or one. */
const STATEMENTS_WITH_NAMES = 10;

/** [XAPI-21] `GET /xapi/agents` (Communication 2.4): the Person of an agent, whether or not it is known. */
async function getPerson(c: Context<ProgressApp>): Promise<Response> {
  const { agent: text, ...others } = c.req.query();
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) {
    return refuse(c, problem('query_invalid', `"${unknown}" is no parameter here.`, `query.${unknown}`));
  }
  const agent = parseAgent(text);
  if (!agent.ok) return refuse(c, agent.error);
  const key = actorKey(agent.value);
  if (key === undefined) {
    return refuse(c, problem('query_invalid', 'A Group without an identifier is no Person.', 'query.agent'));
  }
  return c.json(personOf(agent.value, readsEverything(c.var.principal) ? await namesOf(c, text!, key) : []));
}

/** Names that the newest statements give to this very agent, newest first. */
async function namesOf(c: Context<ProgressApp>, agent: string, key: string): Promise<string[]> {
  const asked = parseQuery([
    ['agent', agent],
    ['limit', String(STATEMENTS_WITH_NAMES)],
  ]);
  if (!asked.ok || asked.value.query.kind !== 'list') throw new Error('an agent that can be read can be asked for');
  const { query } = asked.value;
  const { statements } = await new StatementStore(c.env, c.var.principal.tenant).page(query);
  return statements
    .map((json) => JSON.parse(json) as StoredStatement)
    .flatMap(({ actor, object }) => [actor, object as Actor].flatMap((found) => [found, ...(found.member ?? [])]))
    .filter((found) => actorKey(found) === key)
    .flatMap(({ name }) => name ?? []);
}

export function agentRoute(app: OpenAPIHono<ProgressApp>, root: string): void {
  const path = `${root}/agents`;
  app.use(path, requireCredential(LOOKUP_SCOPES), requireVersion);
  app.get(path, getPerson);
  app.all(path, readOnly);
  app.openAPIRegistry.registerPath({
    method: 'get',
    path,
    tags: ['xAPI'],
    security: XAPI_SECURITY,
    summary: 'The Person of an agent',
    request: {
      headers: z.object(versionHeader(path)),
      query: z.object({ agent: z.string().openapi({ description: 'JSON of an Agent' }) }),
    },
    responses: {
      200: { description: 'The Person', content: { 'application/json': { schema: z.looseObject({}) } } },
      ...problems(400, 401, 403),
    },
  });
}
