import { packageOfHost } from '../shared/origins.ts';
import { mergedOpenApi } from './openapi.ts';
import { type Route, routeOf } from './routes.ts';

/** The one public door: host and path routing to the services and to the static files. */
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

/** The one document of an application stands for all of its pages, so the path may be another than the request's. */
const asset = (request: Request, path: string, env: FrontEnv): Promise<Response> =>
  env.ASSETS.fetch(new URL(path, request.url), { method: request.method, headers: request.headers });
