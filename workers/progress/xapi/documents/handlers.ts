import type { Context } from 'hono';
import {
  type DocumentAddress,
  type DocumentAsk,
  type DocumentMethod,
  type DocumentResource,
  parseDocumentQuery,
} from '../../../../domain/document/address.ts';
import { MAX_DOCUMENT_BYTES, tooLarge } from '../../../../domain/document/decide.ts';
import {
  failedPrecondition,
  type Preconditions,
  readPreconditions,
} from '../../../../domain/document/preconditions.ts';
import { type Problem, problem } from '../../../../domain/kernel/problem.ts';
import { ok, type Result } from '../../../../domain/kernel/result.ts';
import type { FoundDocument, WriteAnswer } from '../../../../durable-objects/document-store/index.ts';
import { refuse } from '../../../shared/app.ts';
import type { ProgressApp } from '../../app-env.ts';
import { documentsOf } from '../../services/bindings.ts';
import { readLimited } from '../limited.ts';
import { versionOf } from '../version.ts';
import { idList } from './id-list.ts';

type Handler = (c: Context<ProgressApp>) => Promise<Response>;

interface Asked {
  readonly ask: DocumentAsk;
  readonly preconditions: Preconditions;
}

/** [XDOC-2] One document with its tag, or the ids of a context. */
export const getDocuments =
  (resource: DocumentResource): Handler =>
  async (c) => {
    const asked = readAsked(c, resource, 'GET');
    if (!asked.ok) return refuse(c, asked.error);
    const { ask, preconditions } = asked.value;
    if (ask.kind === 'many') return idList(documentsOf(c.env, c.var.principal.tenant, ask.context), ask);
    const store = documentsOf(c.env, c.var.principal.tenant, ask.address);
    const found = await store.find(ask.address, c.req.method === 'HEAD' ? 'head' : 'whole');
    return found === null ? refuse(c, notFound(ask.address)) : answer(c, found, preconditions);
  };

/** [XDOC-3] PUT and POST of one document. */
export const writeDocument =
  (resource: DocumentResource, method: 'PUT' | 'POST'): Handler =>
  async (c) => {
    const asked = readAsked(c, resource, method);
    if (!asked.ok) return refuse(c, asked.error);
    const { ask, preconditions } = asked.value;
    if (ask.kind === 'many') throw new Error('a write names its document');
    const body = await readLimited(c.req.raw, MAX_DOCUMENT_BYTES);
    if (body === null) return refuse(c, tooLarge());
    const document = { contentType: c.req.header('content-type') ?? 'application/octet-stream', body };
    const write = { method, resource, version: versionOf(c), preconditions, document };
    return done(c, await documentsOf(c.env, c.var.principal.tenant, ask.address).write(ask.address, write));
  };

/** [XDOC-4] DELETE of one document, or of all states of a context. */
export const deleteDocuments =
  (resource: DocumentResource): Handler =>
  async (c) => {
    const asked = readAsked(c, resource, 'DELETE');
    if (!asked.ok) return refuse(c, asked.error);
    const { ask, preconditions } = asked.value;
    if (ask.kind === 'one') {
      return done(c, await documentsOf(c.env, c.var.principal.tenant, ask.address).remove(ask.address, preconditions));
    }
    if (Object.keys(preconditions).length > 0) {
      return refuse(c, problem('bad_request', 'A precondition is about one document; name it by stateId.', 'If-Match'));
    }
    await documentsOf(c.env, c.var.principal.tenant, ask.context).removeAll(ask.context);
    return c.body(null, 204);
  };

function readAsked(
  c: Context<ProgressApp>,
  resource: DocumentResource,
  method: DocumentMethod,
): Result<Asked, Problem> {
  const ask = parseDocumentQuery(resource, method, [...new URL(c.req.url).searchParams]);
  if (!ask.ok) return ask;
  const headers = { ifMatch: c.req.header('if-match'), ifNoneMatch: c.req.header('if-none-match') };
  const preconditions = readPreconditions(headers);
  return preconditions.ok ? ok({ ask: ask.value, preconditions: preconditions.value }) : preconditions;
}

function answer(c: Context<ProgressApp>, found: FoundDocument, preconditions: Preconditions): Response {
  const headers = {
    etag: `"${found.etag}"`,
    'last-modified': new Date(found.updatedMillis).toUTCString(),
    'cache-control': 'private, no-cache',
    // What a client stored must not become a page of this origin, whatever type it says it has.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
  const failed = failedPrecondition(preconditions, found.etag);
  if (failed === 'If-None-Match') return c.body(null, 304, headers);
  if (failed === 'If-Match') {
    return refuse(c, problem('precondition_failed', `The document has the ETag "${found.etag}" now.`, failed));
  }
  // Not `c.body`, which would take a type without a charset for a text and add one.
  return new Response(found.body as Uint8Array<ArrayBuffer> | null, {
    headers: { ...headers, 'content-type': found.contentType, 'content-length': String(found.bytes) },
  });
}

const done = (c: Context<ProgressApp>, { problem: refusal }: WriteAnswer): Response =>
  refusal === null ? c.body(null, 204) : refuse(c, refusal);

function notFound({ resource, registration }: DocumentAddress): Problem {
  const where =
    resource !== 'state' ? '' : registration === undefined ? ' without a registration' : ' of this registration';
  return problem('not_found', `There is no document with this id${where}.`);
}
