import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';

/** `*` is any document at all; tags without quotes and without the mark of a weak one. */
export type EntityTags = '*' | readonly string[];

export interface Preconditions {
  readonly ifMatch?: EntityTags;
  readonly ifNoneMatch?: EntityTags;
}

/** RFC 9110 8.8.3. Some clients send the bare SHA-1 that they computed themselves. */
const TAG = /[ \t]*(?:(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"|([0-9a-fA-F]{40}))?[ \t]*(?:,|$)/y;

/** [DOC-5] The preconditions of a request; `bad_request` when a header is no list of entity tags. */
export function readPreconditions(headers: {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}): Result<Preconditions, Problem> {
  const ifMatch = readTags(headers.ifMatch);
  if (ifMatch === null) return refused('If-Match');
  const ifNoneMatch = readTags(headers.ifNoneMatch);
  if (ifNoneMatch === null) return refused('If-None-Match');
  return ok({ ...(ifMatch === undefined ? {} : { ifMatch }), ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }) });
}

const refused = (name: string) =>
  err(problem('bad_request', `${name} must be * or a list of entity tags in double quotes.`, name));

function readTags(header: string | undefined): EntityTags | undefined | null {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  const tags: string[] = [];
  TAG.lastIndex = 0;
  while (TAG.lastIndex < header.length) {
    const match = TAG.exec(header);
    if (match === null) return null;
    const tag = match[1] ?? match[2]?.toLowerCase();
    if (tag !== undefined) tags.push(tag);
  }
  return tags.length === 0 ? null : tags;
}

/**
 * [DOC-6] Which header does not hold for the document with this tag (null: there is no document). Tags are compared
 * weakly: what compresses on the way makes tags weak, and a document has one representation.
 */
export function failedPrecondition(
  { ifMatch, ifNoneMatch }: Preconditions,
  etag: string | null,
): 'If-Match' | 'If-None-Match' | undefined {
  if (ifMatch !== undefined && !includes(ifMatch, etag)) return 'If-Match';
  if (ifNoneMatch !== undefined && includes(ifNoneMatch, etag)) return 'If-None-Match';
  return undefined;
}

const includes = (tags: EntityTags, etag: string | null): boolean =>
  etag !== null && (tags === '*' || tags.includes(etag));
