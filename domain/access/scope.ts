/** The scopes that xAPI names (1.0.3 Communication 4.2), in its order. */
export const XAPI_SCOPES = [
  'statements/write',
  'statements/read/mine',
  'statements/read',
  'state',
  'define',
  'profile',
  'all/read',
  'all',
] as const;

export type XapiScope = (typeof XAPI_SCOPES)[number];

/** `operator` is a person or service that runs the platform. */
export type Scope = 'operator' | XapiScope;

/** [ACC-2] What is meant when no scope is asked for (Communication 4.2). */
export const DEFAULT_SCOPES: readonly XapiScope[] = ['statements/write', 'statements/read/mine'];

const INCLUDED: Readonly<Partial<Record<XapiScope, readonly XapiScope[]>>> = {
  'statements/read': ['statements/read/mine'],
  'all/read': ['statements/read', 'statements/read/mine'],
  all: XAPI_SCOPES.filter((scope) => scope !== 'all'),
};

export const isXapiScope = (text: string): text is XapiScope => (XAPI_SCOPES as readonly string[]).includes(text);

/** [ACC-1] The scopes in the order of the standard, each once, without those that another one includes. */
export function normalScopes(scopes: readonly XapiScope[]): XapiScope[] {
  const superfluous = new Set(scopes.flatMap((scope) => INCLUDED[scope] ?? []));
  return XAPI_SCOPES.filter((scope) => scopes.includes(scope) && !superfluous.has(scope));
}
