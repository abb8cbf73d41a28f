import type { Context, MiddlewareHandler } from 'hono';
import { problem } from '../../../domain/kernel/problem.ts';
import { refuse } from '../../shared/app.ts';
import { CredentialCache } from '../../shared/auth.ts';
import type { Principal, Scope } from '../../shared/rpc.ts';
import type { ProgressApp } from '../app-env.ts';
import { apiOf } from '../services/bindings.ts';

export const CONSISTENT_HEADER = 'X-Experience-API-Consistent-Through';

/** Which scopes a resource asks for. */
export interface ResourceScopes {
  readonly readers: readonly Scope[];
  readonly writers: readonly Scope[];
}

export const STATEMENT_SCOPES: ResourceScopes = {
  /** An operator looks at statements in the console; writing them takes a credential of a source. */
  readers: ['statements/read/mine', 'statements/read', 'all/read', 'all', 'operator'],
  writers: ['statements/write', 'all'],
};
/** Whether a credential reads every statement of its tenant and not only its own. */
export const readsEverything = ({ scopes }: Principal): boolean => scopes.some((scope) => EVERYTHING.includes(scope));
const EVERYTHING: readonly Scope[] = ['statements/read', 'all/read', 'all', 'operator'];

/** What an activity or an agent is: every scope that reads may ask. */
export const LOOKUP_SCOPES: ResourceScopes = {
  readers: [...STATEMENT_SCOPES.readers, 'state', 'profile', 'define'],
  writers: [...STATEMENT_SCOPES.readers, 'state', 'profile', 'define'],
};

/** Ends what only answers GET. */
export const readOnly = (c: Context<ProgressApp>): Response =>
  refuse(c, problem('method_not_allowed', `${c.req.method} is not offered here.`), { allow: 'GET, HEAD, OPTIONS' });

/**
 * A refused query knows no log to ask, so its consistent-through is the Worker's clock less what two clocks may differ.
 */
const CLOCK_SKEW_MS = 1000;

/** [XAPI-3] Every answer of the statements resource says up to when it is complete. */
export const answerConsistentThrough: MiddlewareHandler<ProgressApp> = async (c, next) => {
  await next();
  if (!c.res.headers.has(CONSISTENT_HEADER)) {
    c.res.headers.set(CONSISTENT_HEADER, new Date(Date.now() - CLOCK_SKEW_MS).toISOString());
  }
};

/** RFC 7617 and RFC 6750, section 3. */
const CHALLENGE = 'Basic realm="xAPI", charset="UTF-8", Bearer realm="xAPI"';

/**
 * [XAPI-1] Basic credentials of an xAPI client, or a token of an issuer that the tenant trusts; operators' tokens may read.
 * Before anything of the body is read.
 */
export function requireCredential({ readers, writers }: ResourceScopes): MiddlewareHandler<ProgressApp> {
  const cache = new CredentialCache();
  return async (c, next) => {
    const principal = c.env.LAUNCHED?.principal ?? (await cache.resolve(c.req.header('authorization'), apiOf(c.env)));
    if (principal === null || 'problem' in principal) {
      const detail =
        'Send `Authorization: Basic` with key and secret of an xAPI client that is in force, or `Bearer` with a token of an issuer that is registered.';
      return refuse(c, principal?.problem ?? problem('unauthorized', detail, 'Authorization'), {
        'www-authenticate': principal === null ? CHALLENGE : `${CHALLENGE}, error="invalid_token"`,
      });
    }
    const scopes = c.req.method === 'GET' || c.req.method === 'HEAD' ? readers : writers;
    if (!principal.scopes.some((scope) => scopes.includes(scope))) {
      return refuse(c, problem('forbidden', `This needs a credential with one of: ${scopes.join(', ')}.`));
    }
    c.set('principal', principal);
    return next();
  };
}
