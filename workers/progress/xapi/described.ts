import { z } from '@hono/zod-openapi';
import { defaultVersion, VERSION_HEADER } from './version.ts';

/** How a client of xAPI comes in, in the words of OpenAPI: by key and secret, or by a token. */
export const XAPI_SECURITY = [{ basic: [] }, { bearer: [] }];

/** The version header of a path, with a version that the path offers. */
export const versionHeader = (path: string) => ({
  [VERSION_HEADER]: z.string().openapi({ example: defaultVersion(path) }),
});
