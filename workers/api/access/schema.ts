import { z } from '@hono/zod-openapi';
import type { CredentialRow } from '../../../d1/content/credentials.ts';
import type { IssuerRow } from '../../../d1/directory/issuers.ts';
import { XAPI_SCOPES } from '../../../domain/access/scope.ts';

/** What people call a credential or an issuer; it is the name of the authority of a client's statements. */
export const Name = z.string().trim().min(1).max(100).openapi({ example: 'Learning platform, production' });

const Scope = z.enum(XAPI_SCOPES);
export const Scopes = z.array(Scope).min(1).max(XAPI_SCOPES.length).openapi({
  description: 'xAPI 1.0.3 Communication 4.2. `statements/write` and `statements/read/mine` when left out.',
});

const time = z.iso.datetime();

export const CredentialSchema = z
  .object({
    id: z.string().openapi({ description: 'The key of an xAPI client.' }),
    kind: z.enum(['xapi', 'operator']),
    name: z.string(),
    scopes: z.array(z.string()),
    state: z.enum(['active', 'withdrawn']),
    createdAt: time,
    rotatedAt: time.nullable().openapi({ description: 'When it got its present secret, if not with its creation.' }),
    earlierSecretsUntil: time
      .nullable()
      .openapi({ description: 'Until when a secret from before a rotation goes on.' }),
    withdrawnAt: time.nullable(),
    lastUsedAt: time.nullable().openapi({ description: 'To the minute.' }),
  })
  .openapi('Credential');

export const IssuedSchema = CredentialSchema.extend({
  issued: z
    .union([z.object({ key: z.string(), secret: z.string() }), z.object({ token: z.string() })])
    .nullable()
    .openapi({ description: 'Shown once: key and secret for Basic authentication, or a bearer token.' }),
}).openapi('IssuedCredential');

export function showCredential(row: CredentialRow, now: number): z.infer<typeof CredentialSchema> {
  const ends = row.previous.map(({ until }) => until).filter((until) => Date.parse(until) > now);
  return {
    id: row.id,
    kind: row.scheme === 'basic' ? 'xapi' : 'operator',
    name: row.name,
    scopes: [...row.scopes],
    state: row.revokedAt === null ? 'active' : 'withdrawn',
    createdAt: row.createdAt,
    rotatedAt: row.rotatedAt,
    earlierSecretsUntil: row.revokedAt === null ? (ends.sort().at(-1) ?? null) : null,
    withdrawnAt: row.revokedAt,
    lastUsedAt: row.lastUsedAt,
  };
}

/** Values of a claim that a table may list: more than any issuer's roles for one audience. */
const MAX_CLAIM_VALUES = 100;

export const GrantsSchema = z
  .union([
    z.strictObject({ scopes: Scopes }).openapi({ description: 'Every token of the issuer has these.' }),
    z
      .strictObject({
        claim: z.string().min(1).max(200).openapi({
          description: 'The name of the claim, or a JSON Pointer to it: `scope`, `/realm_access/roles`.',
        }),
        values: z
          .record(z.string().min(1).max(200), Scopes)
          .refine((values) => Object.keys(values).length <= MAX_CLAIM_VALUES, {
            message: `At most ${MAX_CLAIM_VALUES} values.`,
          })
          .optional()
          .openapi({ description: 'What each value grants. Left out: the values are names of scopes.' }),
      })
      .openapi({ description: 'A claim of each token says what it may do.' }),
  ])
  .openapi('Grants');

export const IssuerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    issuer: z.string().openapi({ description: 'The claim iss of its tokens.' }),
    audience: z.string().openapi({ description: 'What the claim aud of its tokens must hold.' }),
    grants: GrantsSchema,
    jwksUrl: z.string().nullable().openapi({ description: 'Where its keys are read; null when they were given.' }),
    keys: z.array(z.object({ kty: z.string(), kid: z.string().nullable() })),
    keysReadAt: time,
    keysError: z.string().nullable().openapi({ description: 'Why the keys could not be read again, the last time.' }),
    state: z.enum(['active', 'withdrawn']),
    createdAt: time,
    withdrawnAt: time.nullable(),
    lastUsedAt: time.nullable().openapi({ description: 'To the minute.' }),
  })
  .openapi('Issuer');

export const showIssuer = (row: IssuerRow): z.infer<typeof IssuerSchema> => ({
  id: row.id,
  name: row.name,
  issuer: row.issuer,
  audience: row.audience,
  grants: row.grants as z.infer<typeof GrantsSchema>,
  jwksUrl: row.jwksUrl,
  keys: row.jwks.keys.map(({ kty, kid }) => ({ kty, kid: kid ?? null })),
  keysReadAt: row.keysReadAt,
  keysError: row.keysError,
  state: row.revokedAt === null ? 'active' : 'withdrawn',
  createdAt: row.createdAt,
  withdrawnAt: row.revokedAt,
  lastUsedAt: row.lastUsedAt,
});
