import { packageOfHost } from '../shared/origins.ts';
import { mergedOpenApi } from './openapi.ts';
import { type Route, routeOf } from './routes.ts';

/** The one public door: host and path routing to the three services, and the static files of console and player. */
export default {
  async fetch(request, env): Promise<Response> {
    const url = new URL(request.url);
    const content = packageOfHost(url.hostname, env.SHELL_HOST);
    if (content !== undefined) return contentHost(request, url, env);
    // Clients join the endpoint and a resource with one slash too many or too few; both spellings are meant.
    if (url.pathname.startsWith('/xapi//')) {
      url.pathname = url.pathname.replace(/\/{2,}/g, '/');
      return env.PROGRESS.fetch(new Request(url, request));
    }
    return answer(routeOf(url.pathname), request, env);
  },
} satisfies ExportedHandler<FrontEnv>;

/** On a content host everything belongs to delivery, except the runtime frame's own files, which never change per package. */
function contentHost(request: Request, url: URL, env: FrontEnv): Promise<Response> {
  return url.pathname.startsWith('/.lectern/static/') ? asset(request, url.pathname, env) : env.DELIVERY.fetch(request);
}

function answer(route: Route, request: Request, env: FrontEnv): Promise<Response> {
  switch (route.to) {
    case 'api':
      return env.API.fetch(request);
    case 'delivery':
      return env.DELIVERY.fetch(request);
    case 'progress':
      return env.PROGRESS.fetch(request);
    case 'openapi':
      return mergedOpenApi(env);
    case 'health':
      return Promise.resolve(Response.json({ ok: true }));
    case 'redirect':
      return Promise.resolve(new Response(null, { status: 302, headers: { location: route.location } }));
    case 'asset':
      return asset(request, route.path, env);
  }
}

/** Static files carry a build hash in their name or are small pages that must be fresh. */
async function asset(request: Request, path: string, env: FrontEnv): Promise<Response> {
  const found = await env.ASSETS.fetch(new URL(path, request.url), {
    method: request.method,
    headers: request.headers,
  });
  if (found.status === 404)
    return new Response('Not found\n', { status: 404, headers: { 'content-type': 'text/plain' } });
  const out = new Response(found.body, found);
  out.headers.set('x-content-type-options', 'nosniff');
  if (path.endsWith('.html')) out.headers.set('content-security-policy', PAGE_POLICY);
  return out;
}

/**
 * For console and player pages: own scripts and styles only; frames are content origins (subdomains of any name, as the
 * shell's host is configured), and nobody frames the console or the shell from elsewhere yet.
 */
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; frame-src http: https:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
