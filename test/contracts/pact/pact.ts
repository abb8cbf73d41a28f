/** Contracts of consumers in the Pact format (specification 3), as far as ours use it. */
import type { Json } from '../../support/client.ts';

export interface Pact {
  consumer: { name: string };
  provider: { name: string };
  interactions: Interaction[];
  metadata: { pactSpecification: { version: string } };
}

export interface Interaction {
  description: string;
  providerStates?: { name: string }[];
  request: {
    method: string;
    path: string;
    query?: Record<string, string[]>;
    headers?: Record<string, string>;
    body?: Json;
    generators?: { path?: Generator; query?: Record<string, Generator>; body?: Record<string, Generator> };
  };
  response: {
    status: number;
    headers?: Record<string, string>;
    body?: Json;
    matchingRules?: { header?: Record<string, Rule>; body?: Record<string, Rule> };
  };
}

/** A value of the request that only the provider knows, such as the id of what a state has made. */
interface Generator {
  type: 'ProviderState';
  expression: string;
}

export interface Rule {
  matchers: Matcher[];
}

export type Matcher =
  | { match: 'type'; min?: number }
  | { match: 'regex'; regex: string }
  | { match: 'integer' | 'boolean' | 'null' };

/** `text` with `${name}` filled in from what the states have made; throws when a state does not make it. */
export function filled(text: string, made: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = made[name];
    if (value === undefined) throw new Error(`no state makes ${name}`);
    return value;
  });
}

/** The request of an interaction with what its generators make. Bodies are changed at paths like `$.packageId`. */
export function requestOf(
  { request }: Interaction,
  made: Readonly<Record<string, string>>,
): { url: string; init: RequestInit } {
  const { method, headers = {}, generators = {} } = request;
  const path = generators.path === undefined ? request.path : filled(generators.path.expression, made);
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(request.query ?? {})) {
    const generator = generators.query?.[name];
    for (const value of values)
      query.append(name, generator === undefined ? value : filled(generator.expression, made));
  }
  const body = structuredClone(request.body);
  for (const [at, { expression }] of Object.entries(generators.body ?? {}))
    body[at.slice(2)] = filled(expression, made);
  const url = query.size === 0 ? path : `${path}?${query}`;
  return { url, init: { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) } };
}
