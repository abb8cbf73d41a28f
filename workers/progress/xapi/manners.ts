import type { MiddlewareHandler } from 'hono';
import { problem } from '../../../domain/kernel/problem.ts';
import { refuse } from '../../shared/app.ts';
import { CredentialCache, readCredential } from '../../shared/auth.ts';
import type { Scope } from '../../shared/rpc.ts';
import type { ProgressApp } from '../app-env.ts';
import { apiOf } from '../services/bindings.ts';

export const XAPI_VERSION = '1.0.3';
export const VERSION_HEADER = 'X-Experience-API-Version';
export const CONSISTENT_HEADER = 'X-Experience-API-Consistent-Through';

const ACCEPTED_VERSION = /^1\.0(?:\.\d+)?$/;
const WRITERS: readonly Scope[] = ['statements/write', 'all'];
/** An operator looks at statements in the console; writing them takes a credential of a source. */
const READERS: readonly Scope[] = ['statements/read/mine', 'statements/read', 'all/read', 'all', 'operator'];
/**
 * A refused query knows no log to ask, so its consistent-through is the Worker's clock less what two clocks may differ.
 */
const CLOCK_SKEW_MS = 1000;

/** [XAPI-2] Every answer names the version, refusals too. */
export const answerVersion: MiddlewareHandler<ProgressApp> = async (c, next) => {
  await next();
  c.res.headers.set(VERSION_HEADER, XAPI_VERSION);
};

/** [XAPI-3] Every answer of the statements resource to a GET says up to when it is complete. */
export const answerConsistentThrough: MiddlewareHandler<ProgressApp> = async (c, next) => {
  await next();
  if ((c.req.method === 'GET' || c.req.method === 'HEAD') && !c.res.headers.has(CONSISTENT_HEADER)) {
    c.res.headers.set(CONSISTENT_HEADER, new Date(Date.now() - CLOCK_SKEW_MS).toISOString());
  }
};

/** [XAPI-2] Communication 3.3: a request names a version of 1.0. */
export const requireVersion: MiddlewareHandler<ProgressApp> = async (c, next) => {
  const version = c.req.header(VERSION_HEADER);
  if (version === undefined) {
    return refuse(
      c,
      problem('xapi_version_missing', `Send the header ${VERSION_HEADER}: ${XAPI_VERSION}.`, VERSION_HEADER),
    );
  }
  if (!ACCEPTED_VERSION.test(version)) {
    return refuse(c, problem('xapi_version_unsupported', `Version ${version} is not offered here.`, VERSION_HEADER));
  }
  return next();
};

/** [XAPI-1] Basic credentials of an xAPI client; operators' bearer tokens may read. Before anything of the body is read. */
export function requireCredential(): MiddlewareHandler<ProgressApp> {
  const cache = new CredentialCache();
  return async (c, next) => {
    const credential = readCredential(c.req.header('authorization'));
    const principal = credential === undefined ? null : await cache.resolve(credential, apiOf(c.env));
    if (principal === null) {
      const detail = 'Send `Authorization: Basic` with the key and secret of an xAPI client that is in force.';
      return refuse(c, problem('unauthorized', detail, 'Authorization'), {
        'www-authenticate': 'Basic realm="xAPI", charset="UTF-8"',
      });
    }
    const scopes = c.req.method === 'GET' || c.req.method === 'HEAD' ? READERS : WRITERS;
    if (!principal.scopes.some((scope) => scopes.includes(scope))) {
      return refuse(c, problem('forbidden', `This needs a credential with one of: ${scopes.join(', ')}.`));
    }
    c.set('principal', principal);
    return next();
  };
}
