import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { XapiVersion } from '../statement/types.ts';
import type { DocumentResource } from './address.ts';
import { jsonOf, mergeDocuments } from './merge.ts';
import { failedPrecondition, type Preconditions } from './preconditions.ts';

/** A document is held in memory whole, twice when it is merged; suspend data and bookmarks are far smaller. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;
/** A media type with its parameters; what is longer is none. */
export const MAX_CONTENT_TYPE_CHARS = 255;

export interface Document {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What is stored. The body is read only when a decision needs it. */
export interface StoredDocument {
  readonly etag: string;
  readonly contentType: string;
  readonly body: () => Uint8Array;
}

export interface DocumentWrite {
  readonly method: 'PUT' | 'POST';
  readonly resource: DocumentResource;
  readonly version: XapiVersion;
  readonly preconditions: Preconditions;
  readonly document: Document;
}

/** [DOC-6] to [DOC-11] What a PUT or POST stores in place of what is there (null: nothing), or why it does not. */
export function decideWrite(stored: StoredDocument | null, write: DocumentWrite): Result<Document, Problem> {
  const { document } = write;
  if (document.contentType.length > MAX_CONTENT_TYPE_CHARS) {
    const detail = `The content type has more than ${MAX_CONTENT_TYPE_CHARS} characters.`;
    return err(problem('bad_request', detail, 'Content-Type'));
  }
  const refused = refusedByTag(write.preconditions, stored?.etag ?? null) ?? missing(stored, write);
  if (refused !== undefined) return err(refused);
  const result = write.method === 'POST' ? post(stored, document) : ok(document);
  if (result.ok && result.value.body.byteLength > MAX_DOCUMENT_BYTES) return err(tooLarge());
  return result;
}

/** [DOC-6] [DOC-12] Whether the document may go. That there is none is a success, unless a precondition asks for one. */
export function decideDelete(etag: string | null, preconditions: Preconditions): Problem | undefined {
  return refusedByTag(preconditions, etag);
}

export const tooLarge = (): Problem =>
  problem('payload_too_large', `A document may hold at most ${MAX_DOCUMENT_BYTES} bytes.`);

function refusedByTag(preconditions: Preconditions, etag: string | null): Problem | undefined {
  const failed = failedPrecondition(preconditions, etag);
  if (failed === undefined) return undefined;
  const now = etag === null ? 'There is no document here now.' : `The document has the ETag "${etag}" now.`;
  return problem('precondition_failed', `${failed} does not hold. ${now}`, failed);
}

/** [DOC-7] [DOC-8] A PUT with neither header (Communication 3.1; IEEE 9274.1.1, 4.1.4). */
function missing(stored: StoredDocument | null, write: DocumentWrite): Problem | undefined {
  const { ifMatch, ifNoneMatch } = write.preconditions;
  if (write.method !== 'PUT' || ifMatch !== undefined || ifNoneMatch !== undefined) return undefined;
  const older = write.version === '1.0.3';
  if (write.resource === 'state' && older) return undefined;
  if (stored !== null) {
    const detail = `A document with the ETag "${stored.etag}" is stored already, and a PUT without If-Match or If-None-Match could overwrite what you have not seen.`;
    return problem('document_exists', detail, 'If-Match');
  }
  if (!older) return undefined;
  return problem('precondition_missing', 'A PUT of a profile needs If-Match or If-None-Match.', 'If-None-Match');
}

/** [DOC-9] [DOC-10] */
function post(stored: StoredDocument | null, sent: Document): Result<Document, Problem> {
  if (isJson(sent.contentType) && jsonOf(sent.body) === undefined) {
    return err(
      problem('document_not_mergeable', 'The document was sent as application/json but is not JSON in UTF-8.'),
    );
  }
  if (stored === null) return ok(sent);
  if (!isJson(stored.contentType) || !isJson(sent.contentType)) {
    const detail = `Only application/json can be merged: stored is ${stored.contentType}, sent was ${sent.contentType}.`;
    return err(problem('document_not_mergeable', detail, 'Content-Type'));
  }
  const merged = mergeDocuments(stored.body(), sent.body);
  return merged.ok ? ok({ contentType: sent.contentType, body: merged.value }) : merged;
}

/** Parameters such as a charset do not count. */
const isJson = (contentType: string): boolean =>
  contentType.split(';', 1)[0]!.trim().toLowerCase() === 'application/json';
