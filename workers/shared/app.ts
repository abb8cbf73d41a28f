import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type Problem, problem } from '../../domain/kernel/problem.ts';
import { logLine, RequestLog } from './log.ts';
import { problemResponse } from './problems.ts';
import type { Principal } from './rpc.ts';
import { schemaProblem } from './schema-problem.ts';

/** What every handler finds in the context. */
export interface SharedVariables {
  requestId: string;
  /** Set by `requireOperator` and its like; a handler behind it may rely on it. */
  principal: Principal;
}

export type AppEnv<Bindings extends object> = { Bindings: Bindings; Variables: SharedVariables };

/** The problem document as OpenAPI shows it. Referenced by every route's error responses. */
export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    remedy: z.string(),
    where: z.string().optional(),
  })
  .openapi('Problem');

/** For `responses` of a route: `...problems(401, 404)`. */
export const problems = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: 'Refused', content: { 'application/problem+json': { schema: ProblemSchema } } },
    ]),
  );

/** `return refuse(c, problem)` ends a handler with a problem document. */
export function refuse(c: Context, refusal: Problem, headers: Record<string, string> = {}): Response & never {
  // A problem is a valid answer of every route, but typed responses know only the declared bodies.
  return problemResponse(refusal, c.get('requestId'), headers) as Response & never;
}

/** Thrown where there is no room for a request now: it is refused as `too_many_requests` and may come again. */
export class Busy extends Error {}

/** The methods that routes are registered for. HEAD follows GET, and OPTIONS is answered everywhere. */
const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'];

/** The request id that a proxy in front gave, when it looks like one, so that one id follows a request everywhere. */
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

export interface AppSettings {
  /** Paths whose good and quick answers are counted in the log instead of named one by one. */
  readonly counted?: (path: string) => boolean;
  /** More headers for the answer to OPTIONS on a path. */
  readonly options?: (path: string) => Readonly<Record<string, string>>;
}

/**
 * A Hono app with Lectern's HTTP manners: request ids, structured log lines, problem documents for bad input, unknown
 * paths and failures, and open CORS without cookies (credentials are always explicit headers).
 */
export function createApp<Bindings extends object>(
  service: string,
  { counted = () => false, options = () => ({}) }: AppSettings = {},
): OpenAPIHono<AppEnv<Bindings>> {
  const app = new OpenAPIHono<AppEnv<Bindings>>({
    defaultHook: (result, c) => {
      if (result.success) return;
      return refuse(c, schemaProblem(result.target, result.error.issues));
    },
  });
  const log = new RequestLog(service, counted);
  app.use(async (c, next) => {
    const began = Date.now();
    const given = c.req.header('x-request-id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : crypto.randomUUID();
    c.set('requestId', requestId);
    await next();
    if (!c.res.webSocket) addManners(c, requestId);
    const { method, path } = c.req;
    log.note({ requestId, method, path, status: c.res.status, ms: Date.now() - began });
  });
  app.options('*', (c) =>
    c.body(null, 204, {
      ...options(c.req.path),
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': c.req.header('access-control-request-headers') ?? '',
      'access-control-max-age': '86400',
    }),
  );
  app.notFound((c) => {
    const offered = METHODS.filter((method) =>
      app.router.match(method, c.req.path)[0].some(([[, route]]) => route.method === method),
    );
    if (offered.length === 0) return refuse(c, problem('not_found', `There is no ${c.req.method} ${c.req.path}.`));
    const allow = [...offered, ...(offered.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    return refuse(c, problem('method_not_allowed', `${c.req.method} is not offered on ${c.req.path}.`), { allow });
  });
  app.onError((error, c) => {
    if (error instanceof Busy) return refuse(c, problem('too_many_requests', error.message));
    if (error instanceof HTTPException && error.status < 500) return refuse(c, unread(error));
    logLine({ service, requestId: c.get('requestId'), level: 'error', error: String(error), stack: error.stack });
    return refuse(c, problem('internal', 'The request could not be completed.'));
  });
  return app;
}

/** What the framework says of a body that it cannot read. */
const unread = ({ status, message }: HTTPException): Problem =>
  status === 415
    ? problem('bad_request', 'The body must be sent as application/json.', 'Content-Type')
    : problem('bad_request', `${message.replace(/\.$/, '')}.`, 'body');

/** Headers that browsers may read across origins: what clients of xAPI, of tus and of the API need to see. */
const EXPOSED = [
  'ETag, Last-Modified, Link, Location, Retry-After, WWW-Authenticate, X-Request-Id, Idempotency-Replayed',
  'X-Experience-API-Version, X-Experience-API-Consistent-Through',
  'Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm',
  'Upload-Offset, Upload-Length, Upload-Metadata, Upload-Expires',
].join(', ');

/** An answer that came from elsewhere has headers that cannot be set; it is copied, which costs as much as making one. */
function addManners(c: Context, requestId: string): void {
  try {
    setManners(c.res.headers, c.req.header('origin'), requestId);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    c.res = new Response(c.res.body, c.res);
    setManners(c.res.headers, c.req.header('origin'), requestId);
  }
}

function setManners(headers: Headers, origin: string | undefined, requestId: string): void {
  headers.set('x-request-id', requestId);
  if (origin === undefined) return;
  headers.set('access-control-allow-origin', '*');
  headers.set('access-control-expose-headers', EXPOSED);
}
