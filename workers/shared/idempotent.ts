import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { type AppEnv, refuse } from './app.ts';
import type { IdempotencyStart, Refused, StoredResponse } from './rpc.ts';

/** Headers of an answer that a repetition gets too. */
const KEPT_HEADERS = ['content-type', 'location'];
/**
 * Bodies up to this size belong to the fingerprint byte by byte. Larger ones are files, which stream to storage and can't
 * be read twice: of them the length counts, and the query with the file's name.
 */
const MAX_FINGERPRINT_BYTES = 64 * 1024;

/** Who keeps the keys of the tenant that asks. */
export interface KeyKeeper {
  begin(input: {
    readonly key: string;
    readonly fingerprint: string;
    readonly leaseSeconds?: number;
  }): Promise<IdempotencyStart | Refused>;
  end(input: { readonly key: string; readonly lease: string; readonly response: StoredResponse | null }): Promise<void>;
}

export interface KeyOptions {
  /** The longest that the request may take. */
  readonly leaseSeconds?: number;
  /** Headers that belong to what makes two requests equal. */
  readonly headers?: readonly string[];
  /** What is kept of the body of an answer, to be sent to a repetition; all of it when not told. */
  readonly keep?: (body: string) => string;
}

/**
 * Honours `Idempotency-Key` on a POST that creates; without the header nothing changes. Stands behind the check of the
 * credential, because keys belong to a tenant and answer only the credential that used them first.
 */
export const honourKeys = <Bindings extends object>(
  keeperOf: (c: Context<AppEnv<Bindings>>) => KeyKeeper,
  { leaseSeconds, headers = [], keep }: KeyOptions = {},
) =>
  createMiddleware<AppEnv<Bindings>>(async (c, next) => {
    const key = c.req.header('idempotency-key');
    if (key === undefined) return next();
    const keeper = keeperOf(c);
    const fingerprint = await fingerprintOf(c.var.principal.credential, c.req.raw, headers);
    const begun = await keeper.begin({ key, fingerprint, ...(leaseSeconds && { leaseSeconds }) });
    if ('problem' in begun) return refuse(c, begun.problem);
    if (begun.state === 'done') return replay(begun.response);
    const end = (response: StoredResponse | null) => keeper.end({ key, lease: begun.lease, response });
    try {
      await next();
    } catch (error) {
      await end(null);
      throw error;
    }
    await end(c.res.ok ? await storedOf(c.res.clone(), keep) : null);
  });

function replay({ status, headers, body }: StoredResponse): Response {
  return new Response(body, { status, headers: { ...headers, 'idempotency-replayed': 'true' } });
}

async function storedOf(response: Response, keep = (body: string) => body): Promise<StoredResponse> {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { status: response.status, headers: Object.fromEntries(headers), body: keep(await response.text()) };
}

/**
 * SHA-256 over what makes two requests equal: credential, method, path, query, the headers named, type and length of the
 * body, and a small body itself. A body that does not say its length is equal to no other: nothing is known of it yet.
 */
async function fingerprintOf(credential: string, request: Request, headers: readonly string[]): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const type = request.headers.get('content-type') ?? '';
  const body = await bodyPrint(request);
  const told = headers.map((name) => request.headers.get(name));
  const parts = [credential, request.method, pathname, search, type, ...body, ...told];
  return sha256(new TextEncoder().encode(JSON.stringify(parts)));
}

async function bodyPrint(request: Request): Promise<string[]> {
  if (request.body === null) return ['0'];
  const length = request.headers.get('content-length');
  if (length === null) return [crypto.randomUUID()];
  const small = Number(length) <= MAX_FINGERPRINT_BYTES;
  return small ? [length, await sha256(await request.clone().arrayBuffer())] : [length];
}

async function sha256(bytes: BufferSource): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
