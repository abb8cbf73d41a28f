/** Where a path leads. A table in order: the first row that fits wins. */
export type Route =
  | { readonly to: 'api' | 'delivery' | 'progress' | 'openapi' | 'health' }
  | { readonly to: 'redirect'; readonly location: string }
  | { readonly to: 'asset'; readonly path: string };

const TABLE: readonly (readonly [RegExp, (path: string) => Route])[] = [
  [/^\/$/, () => ({ to: 'redirect', location: '/console/' })],
  [/^\/(console|docs)$/, (path) => ({ to: 'redirect', location: `${path}/` })],
  [/^\/api\/v1\/openapi\.json$/, () => ({ to: 'openapi' })],
  [/^\/api\/v1\/health$/, () => ({ to: 'health' })],
  [/^\/api\/v1\/play-sessions(\/|$)/, () => ({ to: 'delivery' })],
  [/^\/api\/v1\/(events|statements|projections)(\/|$)/, () => ({ to: 'progress' })],
  [/^\/api\/v1\/learners\/[^/]+\/(attempts|completions|transcript)$/, () => ({ to: 'progress' })],
  [/^\/xapi(\/|$)/, () => ({ to: 'progress' })],
  [/^\/api\//, () => ({ to: 'api' })],
  // Pages of a single-page application: every path without a file ending is its one document.
  [/^\/(console|play|docs)\/[^.]*$/, (path) => ({ to: 'asset', path: `/${path.split('/')[1]}/index.html` })],
];

/** The route of a path on the shell's host and on any other host that is no content host. */
export function routeOf(path: string): Route {
  for (const [pattern, make] of TABLE) if (pattern.test(path)) return make(path);
  return { to: 'asset', path };
}
