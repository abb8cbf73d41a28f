import { randomUUID } from 'node:crypto';
import type { Json } from './client.ts';
import type { Stack } from './stack.ts';
import { xapiHeaders } from './world.ts';

export interface LrsAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json;
}
export interface LrsRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON unless it is text. */
  readonly body?: unknown;
}

/** xAPI over HTTP as a tenant's own key, whatever the answer. */
export class Lrs {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(stack: Pick<Stack, 'url' | 'tenants'>, tenant = 'demo') {
    this.#url = stack.url;
    this.#headers = xapiHeaders(stack.tenants[tenant]!);
  }

  /** `path` is a path below `/xapi`, or a `more` link. */
  async ask(path: string, { method = 'GET', headers, body }: LrsRequest = {}): Promise<LrsAnswer> {
    const response = await fetch(`${this.#url}${path.startsWith('/xapi/') ? path : `/xapi${path}`}`, {
      method,
      headers: { ...this.#headers, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: text === '' ? undefined : parsed(text) };
  }

  /** Stores what has to be storable. */
  async store(statements: object | readonly object[]): Promise<string[]> {
    const { status, json } = await this.ask('/statements', { method: 'POST', body: statements });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(json)}`);
    return json;
  }

  async one(id: string, name: 'statementId' | 'voidedStatementId' = 'statementId'): Promise<LrsAnswer> {
    return this.ask(`/statements?${name}=${id}`);
  }

  /** The ids of every page. */
  async ids(query: Record<string, string>): Promise<string[]> {
    const found: string[] = [];
    for (let path = `/statements?${new URLSearchParams(query)}`; path !== ''; ) {
      const { status, json } = await this.ask(path);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
      found.push(...json.statements.map(({ id }: Json) => id));
      path = json.more;
    }
    return found;
  }
}

/** Tenants whose stores differ in what nobody should notice: how many logs their statements are spread over. */
export const STORES = [
  { store: 'one log', tenant: 'demo', logs: 1 },
  { store: 'four logs', tenant: 'acme', logs: 4 },
] as const;
export const WITH_STORES = { tenants: 'demo:eu,acme:eu' };

/** A tenant of `STORES`, its store spread over as many logs as it should have. */
export async function openLrs(stack: Stack, { tenant, logs }: (typeof STORES)[number]): Promise<Lrs> {
  await spreadStore(stack, stack.tenants[tenant]!, logs);
  return new Lrs(stack, tenant);
}

/** Spreads the statements of a tenant, from now on, over so many logs. */
export async function spreadStore(
  { url }: { url: string },
  { operatorToken }: { operatorToken: string },
  logs: number,
): Promise<void> {
  const answer = await fetch(`${url}/api/v1/statements/logs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ logs }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A statement of its own registration, unless told otherwise. */
export const statementOf = (more: Record<string, unknown> = {}) => ({
  id: randomUUID() as string,
  actor: { mbox: 'mailto:learner@conformance.example' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'https://conformance.example/activity' },
  context: { registration: randomUUID() as string },
  ...more,
});
