import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { problems } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { operator, SECURITY } from '../http.ts';
import { findTenant } from '../tenants.ts';

const Me = z
  .object({
    tenant: z.string(),
    tenantName: z.string(),
    homePage: z.string().openapi({ description: "The home page of the accounts of the tenant's learners." }),
    region: z.enum(['eu', 'us']),
    credential: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
  })
  .openapi('Me', { description: 'Who the credential of the request stands for.' });

const get = createRoute({
  method: 'get',
  path: '/api/v1/me',
  tags: ['Access'],
  security: SECURITY,
  summary: 'Who am I?',
  middleware: [operator] as const,
  responses: {
    200: { description: 'The credential', content: { 'application/json': { schema: Me } } },
    ...problems(401, 403),
  },
});

/** `/api/v1/me`. */
export function meRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(get, async (c) => {
    const { tenant, region, credential, name, scopes } = c.var.principal;
    const record = await findTenant(c.env, tenant);
    if (record === undefined) throw new Error(`the tenant of credential ${credential} is not there`);
    const { name: tenantName, homePage } = record;
    return c.json({ tenant, tenantName, homePage, region, credential, name, scopes: [...scopes] }, 200);
  });
}
