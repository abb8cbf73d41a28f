import { createMiddleware } from 'hono/factory';
import { problem } from '../../domain/kernel/problem.ts';
import { type AppEnv, refuse } from './app.ts';
import { fromBase64, utf8 } from './base64.ts';
import type { ApiRpc, Principal, Refused, Scope } from './rpc.ts';

export type Credential = Parameters<ApiRpc['authenticate']>[0];

/** How long a Worker may go on with an answer: a withdrawn credential is refused everywhere within this time. */
export const AUTH_CACHE_SECONDS = 30;
/** Credentials remembered per isolate; beyond it the oldest go. A busy region has a few thousand in use. */
const AUTH_CACHE_ENTRIES = 4096;
/** Characters of headers remembered, too: a key makes 130, a token may make 8,192. */
const AUTH_CACHE_CHARS = 2_000_000;

/** Reads `Authorization`; undefined when it is absent or of no known form. RFC 7617 (Basic), RFC 6750 (Bearer). */
export function readCredential(header: string | undefined): Credential | undefined {
  if (header === undefined) return undefined;
  const bearer = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(header);
  if (bearer !== null) return { scheme: 'bearer', token: bearer[1]! };
  const basic = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header);
  if (basic === null) return undefined;
  try {
    const text = utf8(fromBase64(basic[1]!));
    const colon = text.indexOf(':');
    return colon < 0 ? undefined : { scheme: 'basic', key: text.slice(0, colon), secret: text.slice(colon + 1) };
  } catch {
    return undefined; // not base64 or not UTF-8: no credential at all
  }
}

/**
 * Finds out who asks by the header `Authorization`; null when it holds no credential that is in force. Good answers are
 * remembered for `AUTH_CACHE_SECONDS`, to the letter of the header; refusals are asked again, so a new credential works
 * at once.
 */
export class CredentialCache {
  readonly #entries = new Map<string, { principal: Principal; until: number }>();
  #chars = 0;

  async resolve(
    header: string | undefined,
    ask: Pick<ApiRpc, 'authenticate'>,
    now = Date.now(),
  ): Promise<Principal | Refused | null> {
    if (header === undefined) return null;
    const known = this.#entries.get(header);
    if (known !== undefined && known.until > now) return known.principal;
    const credential = readCredential(header);
    if (credential === undefined) return null;
    const principal = await ask.authenticate(credential);
    this.#forget(header);
    if (principal === null || 'problem' in principal) return principal;
    const until = Math.min(now + AUTH_CACHE_SECONDS * 1000, principal.until ?? Number.POSITIVE_INFINITY);
    this.#entries.set(header, { principal, until });
    this.#chars += header.length;
    while (this.#entries.size > AUTH_CACHE_ENTRIES || this.#chars > AUTH_CACHE_CHARS) {
      this.#forget(this.#entries.keys().next().value!);
    }
    return principal;
  }

  #forget(header: string): void {
    if (this.#entries.delete(header)) this.#chars -= header.length;
  }
}

/**
 * Lets only credentials with one of `scopes` pass and puts who asks into `c.var.principal`. `askOf` finds the api's RPC
 * in the bindings (a Worker that is the api itself passes its own implementation).
 */
export function requireScope<Bindings extends object>(
  askOf: (env: Bindings) => Pick<ApiRpc, 'authenticate'>,
  scopes: readonly Scope[] = ['operator'],
) {
  const cache = new CredentialCache();
  return createMiddleware<AppEnv<Bindings>>(async (c, next) => {
    const principal = await cache.resolve(c.req.header('authorization'), askOf(c.env));
    if (principal === null || 'problem' in principal) {
      const detail = 'Send `Authorization: Bearer <operator token>` with a token that is in force.';
      return refuse(c, principal?.problem ?? problem('unauthorized', detail, 'Authorization'), {
        'www-authenticate': 'Bearer realm="lectern"',
      });
    }
    if (!principal.scopes.some((scope) => scopes.includes(scope))) {
      return refuse(c, problem('forbidden', `This needs a credential with one of: ${scopes.join(', ')}.`));
    }
    c.set('principal', principal);
    return next();
  });
}
