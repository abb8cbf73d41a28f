import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { IssuerReader, type TenantDirectory, tenantDirectory } from '../../../d1/directory/issuers.ts';
import { IssuerWriter } from '../../../d1/directory/issuers-writer.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { problems, refuse } from '../../shared/app.ts';
import { changeIssuer, type KeySource, registerIssuer } from '../access/issuers.ts';
import { GrantsSchema, IssuerSchema, Name, showIssuer } from '../access/schema.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { type ApiContext, IdParam, operator, PageQuery, pageAsked, pageBody, pageSchema, SECURITY } from '../http.ts';
import { idempotent } from '../idempotency-key.ts';

const common = { tags: ['Access'], security: SECURITY };
const json = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
});

const keySource = {
  jwksUrl: z.string().max(512).optional().openapi({ description: 'Where the issuer publishes its keys (https).' }),
  jwks: z.looseObject({}).optional().openapi({ description: 'The public keys themselves, as a JWK Set (RFC 7517).' }),
};
const oneSource = ({ jwks, jwksUrl }: KeySource): boolean => jwks === undefined || jwksUrl === undefined;
const ONE_SOURCE = { path: ['jwks'], message: 'Give jwksUrl or jwks, not both.' };

const list = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/issuers',
  summary: 'List issuers, newest first',
  middleware: [operator] as const,
  request: { query: PageQuery },
  responses: { 200: json('A page of issuers', pageSchema(IssuerSchema)), ...problems(400, 401, 403) },
});

const create = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/issuers',
  summary: 'Trust the tokens of an issuer',
  description:
    'xAPI clients may then send its JSON Web Tokens as bearers. With neither jwksUrl nor jwks the keys are found by the metadata of the issuer (OpenID Connect Discovery).',
  middleware: [operator, idempotent()] as const,
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z
            .object({
              name: Name,
              issuer: z.string().openapi({ description: 'Exactly the claim iss of its tokens.' }),
              audience: z.string().min(1).max(512).openapi({ description: 'What their claim aud must hold.' }),
              grants: GrantsSchema,
              ...keySource,
            })
            .refine(oneSource, ONE_SOURCE),
        },
      },
    },
  },
  responses: { 201: json('The issuer', IssuerSchema), ...problems(400, 401, 403, 409, 422) },
});

const get = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/issuers/{id}',
  summary: 'Read an issuer',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 200: json('The issuer', IssuerSchema), ...problems(401, 403, 404) },
});

const change = createRoute({
  ...common,
  method: 'patch',
  path: '/api/v1/issuers/{id}',
  summary: 'Change what an issuer grants, its keys or its name',
  description: 'In force everywhere within 30 seconds. Giving the same jwksUrl again reads the keys again.',
  middleware: [operator] as const,
  request: {
    params: IdParam,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z
            .object({ name: Name.optional(), grants: GrantsSchema.optional(), ...keySource })
            .refine(oneSource, ONE_SOURCE),
        },
      },
    },
  },
  responses: { 200: json('The issuer', IssuerSchema), ...problems(400, 401, 403, 404, 409, 422) },
});

const withdraw = createRoute({
  ...common,
  method: 'delete',
  path: '/api/v1/issuers/{id}',
  summary: 'Stop trusting the tokens of an issuer',
  description: 'None of its tokens is accepted any more, everywhere within 30 seconds. It stays as a record.',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 204: { description: 'It is withdrawn' }, ...problems(401, 403, 404) },
});

/** `/api/v1/issuers`. */
export function issuerRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = pageAsked(query);
    if (!page.ok) return refuse(c, page.error);
    const rows = await new IssuerReader(directoryFor(c)).list(page.value);
    return c.json(pageBody(c, { rows, limit: query.limit, show: showIssuer }), 200);
  });

  app.openapi(create, async (c) => {
    const made = await registerIssuer(c.env, c.var.principal.tenant, c.req.valid('json'));
    if (!made.ok) return refuse(c, made.error);
    return c.json(showIssuer(made.value), 201, { location: `/api/v1/issuers/${made.value.id}` });
  });

  app.openapi(get, async (c) => {
    const row = await new IssuerReader(directoryFor(c)).byId(c.req.valid('param').id);
    return row === undefined ? refuse(c, UNKNOWN) : c.json(showIssuer(row), 200);
  });

  app.openapi(change, async (c) => {
    const row = await new IssuerReader(directoryFor(c)).byId(c.req.valid('param').id);
    if (row === undefined) return refuse(c, UNKNOWN);
    const changed = await changeIssuer(c.env, row, c.req.valid('json'));
    return changed.ok ? c.json(showIssuer(changed.value), 200) : refuse(c, changed.error);
  });

  app.openapi(withdraw, async (c) => {
    const { id } = c.req.valid('param');
    const directory = directoryFor(c);
    if ((await new IssuerWriter(directory).withdraw(id, new Date().toISOString())) !== undefined)
      return c.body(null, 204);
    return (await new IssuerReader(directory).byId(id)) === undefined ? refuse(c, UNKNOWN) : c.body(null, 204);
  });
}

const UNKNOWN = problem('not_found', 'There is no issuer with this id.');

const directoryFor = (c: ApiContext): TenantDirectory => tenantDirectory(c.env.DIRECTORY, c.var.principal.tenant);
