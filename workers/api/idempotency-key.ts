import { createMiddleware } from 'hono/factory';
import { refuse } from '../shared/app.ts';
import type { StoredResponse } from '../shared/rpc.ts';
import type { ApiAppEnv } from './app-env.ts';
import { contentFor } from './http.ts';
import { idempotencyBegin, idempotencyEnd } from './idempotency.ts';

/** Headers of an answer that a repetition gets too. */
const KEPT_HEADERS = ['content-type', 'location'];
/** Bodies up to this size belong to the fingerprint byte by byte; of larger ones only the length does. */
const MAX_FINGERPRINT_BYTES = 64 * 1024;

/**
 * Honours `Idempotency-Key` on a POST that creates; without the header nothing changes. Stands behind `operator`, because
 * keys belong to a tenant. `leaseSeconds`: the longest that the request may take.
 */
export const idempotent = (leaseSeconds?: number) =>
  createMiddleware<ApiAppEnv>(async (c, next) => {
    const key = c.req.header('idempotency-key');
    if (key === undefined) return next();
    const content = contentFor(c);
    const fingerprint = await fingerprintOf(c.req.raw);
    const begun = await idempotencyBegin(content, { key, fingerprint, ...(leaseSeconds && { leaseSeconds }) });
    if ('problem' in begun) return refuse(c, begun.problem);
    if (begun.state === 'done') return replay(begun.response);
    const end = (response: StoredResponse | null) => idempotencyEnd(content, { key, lease: begun.lease, response });
    try {
      await next();
    } catch (error) {
      await end(null);
      throw error;
    }
    await end(c.res.ok ? await storedOf(c.res.clone()) : null);
  });

function replay({ status, headers, body }: StoredResponse): Response {
  return new Response(body, { status, headers: { ...headers, 'idempotency-replayed': 'true' } });
}

async function storedOf(response: Response): Promise<StoredResponse> {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { status: response.status, headers: Object.fromEntries(headers), body: await response.text() };
}

/** SHA-256 over what makes two requests equal: method, path, query, type and length of the body, and a small body itself. */
async function fingerprintOf(request: Request): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const length = request.headers.get('content-length') ?? '';
  const small = length !== '' && Number(length) <= MAX_FINGERPRINT_BYTES;
  const body = small ? await sha256(await request.clone().arrayBuffer()) : '';
  const parts = [request.method, pathname, search, request.headers.get('content-type') ?? '', length, body];
  return sha256(new TextEncoder().encode(JSON.stringify(parts)));
}

async function sha256(bytes: BufferSource): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
