import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { refuse } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';
import { MAX_BODY_BYTES, mediaType } from './body.ts';
import { readLimited } from './limited.ts';
import { BODY_ROOM } from './room.ts';
import { negotiated, VERSION_HEADER, versionOf } from './version.ts';

/** Form fields that are headers (Communication 1.3), in lower case. */
const HEADER_FIELDS = new Set([
  'authorization',
  VERSION_HEADER.toLowerCase(),
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
  'accept',
  'accept-language',
]);
/** What a header may hold (RFC 9110, 5.5), as the platform takes it. */
const HEADER_VALUE = /^[\t -~\u0080-\u00ff]*$/;
const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);
/** The form is text that escapes most of what it carries: a byte of content may take three. */
const MAX_FORM_BYTES = 3 * MAX_BODY_BYTES;

/**
 * [XAPI-15] The alternate request syntax of 1.0.3 (Communication 1.3): a POST with `?method=` whose form holds the
 * headers, parameters and content of the request that is meant. It is turned into that request and asked again.
 */
export function alternateSyntax(app: OpenAPIHono<ProgressApp>): MiddlewareHandler<ProgressApp> {
  return async (c, next) => {
    // In 2.0 `method` is a parameter like any other that no resource knows.
    if (c.req.method !== 'POST' || c.req.query('method') === undefined || versionOf(c) !== '1.0.3') return next();
    const meant = await readMeant(c, new URL(c.req.url));
    if (!meant.ok) return refuse(c, meant.error);
    const asked = meant.value.headers.get(VERSION_HEADER) ?? '';
    if (negotiated(c.req.path, asked) === '2.0.0') {
      return refuse(c, problem('query_invalid', 'xAPI 2.0 has no alternate request syntax.', 'query.method'));
    }
    // The form has been read into what is meant, which takes room of its own.
    BODY_ROOM.leave(c.req.raw);
    return app.fetch(meant.value, c.env, c.executionCtx);
  };
}

const refused = (detail: string, where: string) => err(problem('query_invalid', detail, where));

async function readMeant(c: Context<ProgressApp>, url: URL): Promise<Result<Request, Problem>> {
  const [method, ...others] = url.searchParams.keys();
  if (method !== 'method' || others.length > 0) {
    return refused('Beside `method` the query must be empty: parameters go into the form.', 'query');
  }
  const name = url.searchParams.get('method')!;
  if (!METHODS.has(name)) return refused('The method must be GET, HEAD, PUT, POST or DELETE.', 'query.method');
  // Old browsers send such a form across origins as text/plain, or without a type.
  if (!['application/x-www-form-urlencoded', 'text/plain', ''].includes(mediaType(c.req.header('content-type')))) {
    return refused('The alternate request syntax needs a form (application/x-www-form-urlencoded).', 'Content-Type');
  }
  const form = await readLimited(c.req.raw, MAX_FORM_BYTES);
  if (form === null) return err(problem('payload_too_large', `A form may have at most ${MAX_FORM_BYTES} bytes.`));
  return requestOf(c, name, new URL(url.pathname, url), new TextDecoder().decode(form));
}

function requestOf(c: Context<ProgressApp>, method: string, target: URL, form: string): Result<Request, Problem> {
  const headers = new Headers(c.req.raw.headers);
  for (const name of ['content-type', 'content-length', 'transfer-encoding']) headers.delete(name);
  let content: string | undefined;
  for (const [name, value] of new URLSearchParams(form)) {
    if (name === 'content') content = value;
    else if (name.toLowerCase() === 'content-length') continue;
    else if (!HEADER_FIELDS.has(name.toLowerCase())) target.searchParams.append(name, value);
    else if (HEADER_VALUE.test(value.trim())) headers.set(name, value.trim());
    else return refused(`The field ${name} holds what no header may hold.`, name);
  }
  const carries = method === 'PUT' || method === 'POST';
  if (carries && content === undefined) return refused('The form has no "content".', 'content');
  if (!carries) return ok(new Request(target, { method, headers }));
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  return ok(new Request(target, { method, headers, body: content! }));
}
