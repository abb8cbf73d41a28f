import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { v7 } from 'uuid';
import { CredentialReader, type CredentialRow } from '../../../d1/content/credentials.ts';
import { CredentialWriter } from '../../../d1/content/credentials-writer.ts';
import { DEFAULT_SCOPES, normalScopes } from '../../../domain/access/scope.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { problems, refuse } from '../../shared/app.ts';
import { forgetSecret, type Issued, issuedTo } from '../access/issued.ts';
import { CredentialSchema, IssuedSchema, Name, Scopes, showCredential } from '../access/schema.ts';
import { newSecret } from '../access/secrets.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { contentFor, IdParam, operator, PageQuery, pageAsked, pageBody, pageSchema, SECURITY } from '../http.ts';
import { idempotent } from '../idempotency-key.ts';

/** Long enough to bring a new secret to every client, with a night in between. */
const GRACE_SECONDS = 24 * 3600;
/** Whoever needs longer needs a second credential. */
const MAX_GRACE_SECONDS = 30 * 24 * 3600;
/** Earlier secrets in force beside the present one: each is compared on every request that is not remembered. */
const MAX_EARLIER_SECRETS = 4;

const common = { tags: ['Access'], security: SECURITY };
const body = <T extends z.ZodType>(schema: T, required = true) => ({
  required,
  content: { 'application/json': { schema } },
});
const json = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
});
const keyed = z.object({ 'idempotency-key': z.string().optional() });
const issuing = idempotent({ keep: forgetSecret });

const list = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/credentials',
  summary: 'List credentials, newest first',
  middleware: [operator] as const,
  request: { query: PageQuery.extend({ state: z.enum(['active', 'withdrawn']).optional() }) },
  responses: { 200: json('A page of credentials', pageSchema(CredentialSchema)), ...problems(400, 401, 403) },
});

const create = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/credentials',
  summary: 'Create a credential',
  description:
    'A key and secret for an xAPI client, or a token for an operator. The secret is shown in this answer and never again: not when it is repeated with its idempotency key either, which shows `issued: null`. Then rotate it.',
  middleware: [operator, issuing] as const,
  request: {
    headers: keyed,
    body: body(
      z
        .object({ name: Name, kind: z.enum(['xapi', 'operator']).default('xapi'), scopes: Scopes.optional() })
        .refine(({ kind, scopes }) => kind === 'xapi' || scopes === undefined, {
          path: ['scopes'],
          message: 'An operator token has no scopes to choose.',
        }),
    ),
  },
  responses: { 201: json('The credential with its secret', IssuedSchema), ...problems(400, 401, 403, 409, 422) },
});

const get = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/credentials/{id}',
  summary: 'Read a credential',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 200: json('The credential', CredentialSchema), ...problems(401, 403, 404) },
});

const change = createRoute({
  ...common,
  method: 'patch',
  path: '/api/v1/credentials/{id}',
  summary: 'Rename a credential or change its scopes',
  description: 'In force everywhere within 30 seconds.',
  middleware: [operator] as const,
  request: { params: IdParam, body: body(z.object({ name: Name.optional(), scopes: Scopes.optional() })) },
  responses: { 200: json('The credential', CredentialSchema), ...problems(400, 401, 403, 404, 409) },
});

const rotate = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/credentials/{id}/rotate',
  summary: 'Give a credential a new secret',
  description:
    'The secrets that are in force go on for `graceSeconds`, beside the new one. Send 0 when one has leaked: then they end at once, everywhere within 30 seconds.',
  middleware: [operator, issuing] as const,
  request: {
    params: IdParam,
    headers: keyed,
    body: body(
      z.object({
        graceSeconds: z.number().int().min(0).max(MAX_GRACE_SECONDS).default(GRACE_SECONDS),
      }),
      false,
    ),
  },
  responses: {
    200: json('The credential with its new secret', IssuedSchema),
    ...problems(400, 401, 403, 404, 409, 422),
  },
});

const withdraw = createRoute({
  ...common,
  method: 'delete',
  path: '/api/v1/credentials/{id}',
  summary: 'Withdraw a credential',
  description: 'Nobody gets in with it any more, everywhere within 30 seconds. It stays as a record.',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 204: { description: 'It is withdrawn' }, ...problems(401, 403, 404, 409) },
});

/** `/api/v1/credentials`. */
export function credentialRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = pageAsked(query);
    if (!page.ok) return refuse(c, page.error);
    const rows = await new CredentialReader(contentFor(c)).list(page.value, query.state);
    return c.json(pageBody(c, { rows, limit: query.limit, show: (row) => showCredential(row, Date.now()) }), 200);
  });

  app.openapi(create, async (c) => {
    const { name, kind, scopes } = c.req.valid('json');
    const { secret, secretSha256 } = await newSecret();
    const row = await new CredentialWriter(contentFor(c)).create({
      id: makeId(c.var.principal.tenant, 'key', v7()),
      scheme: kind === 'xapi' ? 'basic' : 'bearer',
      name,
      secretSha256,
      scopes: kind === 'xapi' ? normalScopes(scopes ?? DEFAULT_SCOPES) : ['operator'],
      createdAt: new Date().toISOString(),
    });
    return c.json(issued(row, secret), 201, { location: `/api/v1/credentials/${row.id}`, ...NO_STORE });
  });

  app.openapi(get, async (c) => {
    const row = await new CredentialReader(contentFor(c)).byId(c.req.valid('param').id);
    return row === undefined ? refuse(c, UNKNOWN) : c.json(showCredential(row, Date.now()), 200);
  });

  app.openapi(change, async (c) => {
    const { name, scopes } = c.req.valid('json');
    const found = await new CredentialReader(contentFor(c)).byId(c.req.valid('param').id);
    if (found === undefined) return refuse(c, UNKNOWN);
    if (scopes !== undefined && found.scheme === 'bearer') return refuse(c, NO_SCOPES);
    const values = {
      ...(name !== undefined && { name }),
      ...(scopes !== undefined && { scopes: normalScopes(scopes) }),
    };
    if (Object.keys(values).length === 0) return c.json(showCredential(found, Date.now()), 200);
    const row = await new CredentialWriter(contentFor(c)).change(found.id, values);
    return row === undefined ? refuse(c, WITHDRAWN) : c.json(showCredential(row, Date.now()), 200);
  });

  app.openapi(rotate, async (c) => {
    const { id } = c.req.valid('param');
    // Without a body nothing has been read, and no default put in.
    const { graceSeconds = GRACE_SECONDS } = c.req.valid('json') as { graceSeconds?: number };
    const { secret, secretSha256 } = await newSecret();
    const now = Date.now();
    const row = await new CredentialWriter(contentFor(c)).rotate({
      id,
      secretSha256,
      now: new Date(now).toISOString(),
      endsAt: new Date(now + graceSeconds * 1000).toISOString(),
      maxPrevious: MAX_EARLIER_SECRETS,
    });
    if (row !== undefined) return c.json(issued(row, secret), 200, NO_STORE);
    const found = await new CredentialReader(contentFor(c)).byId(id);
    if (found === undefined) return refuse(c, UNKNOWN);
    return refuse(c, found.revokedAt === null ? OFTEN : WITHDRAWN);
  });

  app.openapi(withdraw, async (c) => {
    const { id } = c.req.valid('param');
    const content = contentFor(c);
    if ((await new CredentialWriter(content).withdraw(id, new Date().toISOString())) !== undefined)
      return c.body(null, 204);
    const found = await new CredentialReader(content).byId(id);
    if (found === undefined) return refuse(c, UNKNOWN);
    return found.revokedAt === null ? refuse(c, LAST) : c.body(null, 204);
  });
}

/** A secret belongs into no cache on the way. */
const NO_STORE = { 'cache-control': 'no-store' };

const UNKNOWN = problem('not_found', 'There is no credential with this id.');
const NO_SCOPES = problem('bad_request', 'An operator token has no scopes to choose.', 'json.scopes');
const WITHDRAWN = problem('credential_withdrawn', 'This credential is withdrawn, so nothing of it can be changed.');
const LAST = problem('credential_last_operator', 'No other operator token of this tenant is in force.');
const OFTEN = problem(
  'credential_rotated_often',
  `It has ${MAX_EARLIER_SECRETS} earlier secrets in force beside the present one.`,
);

const issued = (row: CredentialRow, secret: string): z.infer<typeof CredentialSchema> & { issued: Issued } => ({
  ...showCredential(row, Date.now()),
  issued: issuedTo(row, secret),
});
