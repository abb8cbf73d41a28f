/**
 * What an activity asks may come from anywhere: a course structure may launch pages of other hosts (cmi5, 14.2). Credentials
 * are headers of the request and never cookies, so every origin may ask (Fetch, 3.2).
 */
const EXPOSED =
  'ETag, Last-Modified, Retry-After, WWW-Authenticate, X-Request-Id, X-Experience-API-Version, X-Experience-API-Consistent-Through';

/** A browser asks for the answer to a preflight once a day. */
const PREFLIGHT_SECONDS = '86400';

export const preflight = (request: Request): Response =>
  openToAll(
    new Response(null, {
      status: 204,
      headers: {
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
        'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '',
        'access-control-max-age': PREFLIGHT_SECONDS,
      },
    }),
    request,
  );

export function openToAll(response: Response, request: Request): Response {
  if (request.headers.get('origin') === null) return response;
  const open = new Response(response.body, response);
  open.headers.set('access-control-allow-origin', '*');
  open.headers.set('access-control-expose-headers', EXPOSED);
  return open;
}
