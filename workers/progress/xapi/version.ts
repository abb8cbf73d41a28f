import type { Context, MiddlewareHandler } from 'hono';
import { problem } from '../../../domain/kernel/problem.ts';
import type { XapiVersion } from '../../../domain/statement/types.ts';
import { versionNamed, XAPI_VERSIONS } from '../../../domain/statement/version.ts';
import { refuse } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';

export const VERSION_HEADER = 'X-Experience-API-Version';

/** One path that negotiates the version and one for each version. The first version of a path is its default. */
const PATHS: readonly { readonly path: string; readonly versions: readonly XapiVersion[] }[] = [
  { path: '/xapi/1.0.3', versions: ['1.0.3'] },
  { path: '/xapi/2.0', versions: ['2.0.0'] },
  { path: '/xapi', versions: XAPI_VERSIONS },
];
export const ROOTS: readonly string[] = PATHS.map(({ path }) => path);

const offeredAt = (path: string): readonly XapiVersion[] =>
  PATHS.find((entry) => path.startsWith(`${entry.path}/`))?.versions ?? XAPI_VERSIONS;

/** The version that a header asks for on a path; undefined when it is not offered there. */
export const negotiated = (path: string, header: string): XapiVersion | undefined =>
  versionNamed(header, offeredAt(path));

/** The first version that a path offers. */
export const defaultVersion = (path: string): XapiVersion => offeredAt(path)[0]!;

/** The version that a request is answered in, refusals too: what it asked for, or else the path's own. */
export function versionOf(c: Context<ProgressApp>): XapiVersion {
  const { path } = c.req;
  return negotiated(path, c.req.header(VERSION_HEADER) ?? '') ?? defaultVersion(path);
}

/** [XAPI-2] Every answer names the version, and the time, which clients compare with consistent-through. */
export const answerVersion: MiddlewareHandler<ProgressApp> = async (c, next) => {
  await next();
  // The answer to a request within a request (alternate syntax) has it already.
  if (!c.res.headers.has(VERSION_HEADER)) c.res.headers.set(VERSION_HEADER, versionOf(c));
  c.res.headers.set('date', new Date().toUTCString());
};

/** [XAPI-2] Communication 3.3: a request names a version that its path offers. */
export const requireVersion: MiddlewareHandler<ProgressApp> = async (c, next) => {
  const header = c.req.header(VERSION_HEADER);
  if (header === undefined) {
    const detail = `Send the header ${VERSION_HEADER}: ${versionOf(c)}.`;
    return refuse(c, problem('xapi_version_missing', detail, VERSION_HEADER));
  }
  if (negotiated(c.req.path, header) === undefined) {
    const detail = `Version ${header} is not offered on this path.`;
    return refuse(c, problem('xapi_version_unsupported', detail, VERSION_HEADER));
  }
  return next();
};
