import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { XAPI_VERSIONS } from '../../../domain/statement/version.ts';
import type { ProgressApp } from '../app-env.ts';
import { readOnly } from './manners.ts';

/** [XAPI-2] `GET /xapi/about` (Communication 2.8): for everybody, in any version and in none. */
export function aboutRoute(app: OpenAPIHono<ProgressApp>, root: string): void {
  const path = `${root}/about`;
  app.get(path, (c) => c.json({ version: XAPI_VERSIONS, extensions: {} }));
  app.all(path, readOnly);
  const schema = z.object({ version: z.array(z.string()), extensions: z.looseObject({}) });
  app.openAPIRegistry.registerPath({
    method: 'get',
    path,
    tags: ['xAPI'],
    summary: 'The versions of xAPI that are offered',
    responses: { 200: { description: 'About', content: { 'application/json': { schema } } } },
  });
}
