import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { problem } from '../../../domain/kernel/problem.ts';
import { attachmentsOf, isSignature } from '../../../domain/statement/attachments.ts';
import type { Attachment, StoredStatement } from '../../../domain/statement/types.ts';
import { attachmentFacts, readAttachment } from '../../../r2/attachment-store.ts';
import { problems, refuse } from '../../shared/app.ts';
import { regional } from '../../shared/regions.ts';
import type { ProgressApp } from '../app-env.ts';
import { StatementStore } from '../services/store/store.ts';
import { StatementRecordSchema } from './schemas.ts';

/** Attachments that are looked up in R2, one request each, for one statement; of the rest only what it says is told. */
const MAX_LOOKED_UP = 50;

const id = z.uuid().openapi({ description: 'Statement id' });
const sha2 = z.string().regex(/^[0-9a-fA-F]{56,128}$/);
const refusals = problems(400, 401, 403, 404);
const security = [{ bearer: [] }];

const record = createRoute({
  method: 'get',
  path: '/api/v1/statements/{id}',
  tags: ['Statements'],
  summary: 'A statement, voided or not, with what the store knows of it',
  description:
    'Who voided it, which statements are about it, which attachments are there, and whether signatures hold.',
  security,
  request: { params: z.object({ id }) },
  responses: {
    200: { description: 'The record', content: { 'application/json': { schema: StatementRecordSchema } } },
    ...refusals,
  },
});

const content = createRoute({
  method: 'get',
  path: '/api/v1/statements/{id}/attachments/{sha2}',
  tags: ['Statements'],
  summary: 'The content of an attachment that the statement declares',
  security,
  request: { params: z.object({ id, sha2 }) },
  responses: {
    200: {
      description: 'The bytes, as the type that was declared',
      content: { '*/*': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...refusals,
  },
});

export function statementRecordRoutes(app: OpenAPIHono<ProgressApp>): void {
  app.openapi(record, async (c) => {
    const found = await find(c, c.req.valid('param').id);
    if (found === undefined) return noStatement(c);
    const { statement, ...links } = found;
    const attachments = await attachmentRecords(c, statement);
    const answer = { statement, ...links, attachments };
    return c.json(answer as unknown as z.infer<typeof StatementRecordSchema>, 200);
  });
  app.openapi(content, async (c) => {
    const asked = c.req.valid('param');
    const found = await find(c, asked.id);
    if (found === undefined) return noStatement(c);
    const hash = asked.sha2.toLowerCase();
    const declared = declaredBy(found.statement).get(hash);
    const stored = declared === undefined ? null : await readAttachment(bucketOf(c), c.var.principal.tenant, hash);
    if (stored === null) {
      return refuse(c, problem('not_found', 'The store has no content with this hash for this statement.'));
    }
    return new Response(stored.body, {
      headers: {
        'content-type': stored.contentType,
        'content-disposition': 'attachment',
        // What a client stored must not become a page of this origin, whatever type it says it has.
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      },
    });
  });
}

/** [READ-5] The tenant's statement and what others say of it. */
async function find(c: Context<ProgressApp>, statementId: string) {
  const store = new StatementStore(c.env, c.var.principal.tenant);
  const { statement, ...links } = await store.record(statementId.toLowerCase());
  return statement === null ? undefined : { statement: JSON.parse(statement) as StoredStatement, ...links };
}

const noStatement = (c: Context<ProgressApp>) => refuse(c, problem('not_found', 'There is no statement with this id.'));

const bucketOf = (c: Context<ProgressApp>) => regional<R2Bucket>(c.env, 'ATTACHMENTS', c.var.principal.region);

/** Each content once, whoever declares it: the statement or its SubStatement. */
const declaredBy = (statement: StoredStatement): Map<string, Attachment> =>
  new Map([...attachmentsOf(statement)].map(({ attachment }) => [attachment.sha2.toLowerCase(), attachment]));

async function attachmentRecords(c: Context<ProgressApp>, statement: StoredStatement) {
  const looks = [...declaredBy(statement)].slice(0, MAX_LOOKED_UP).map(async ([hash, attachment]) => {
    const facts = await attachmentFacts(bucketOf(c), c.var.principal.tenant, hash);
    return {
      sha2: hash,
      storedBytes: facts?.bytes ?? null,
      signature: isSignature(attachment) ? (facts?.verdict ?? null) : null,
    };
  });
  return Promise.all(looks);
}
