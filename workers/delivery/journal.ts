import { type Problem, problem } from '../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { JournalRequest } from '../../domain/session/contract.ts';
import { JOURNAL_REQUEST_BYTES_MAX } from '../../domain/session/limits.ts';
import { problemResponse } from '../shared/problems.ts';
import { admit, bearerOf } from './access.ts';
import { JournalRequestSchema } from './schemas.ts';
import { sessionObject } from './session-object.ts';
import type { ClaimsOf } from './tokens.ts';

/** A journal post, on the API's hosts (with the session in the path) or on a content host (with its package). */
export interface JournalPost {
  readonly request: Request;
  readonly env: DeliveryEnv;
  readonly tenant: string;
  readonly requestId: string;
  readonly session?: string;
  readonly packageId?: string;
}

/** The answer, and who wrote: null when the token was not good. */
export interface JournalAnswer {
  readonly claims: ClaimsOf<'journal'> | null;
  readonly response: Response;
}

/**
 * Admits what the runtime frame has recorded. The body is the same JSON as `application/json` and as `text/plain`, which
 * beacons send; a beacon cannot set headers, so its token may stand in the body as `token`. Never in the address:
 * addresses are logged on the way.
 */
export async function answerJournal(post: JournalPost): Promise<JournalAnswer> {
  const refused = (refusal: Problem, claims: JournalAnswer['claims'] = null): JournalAnswer => ({
    claims,
    response: problemResponse(refusal, post.requestId),
  });
  // A token in the header is looked at before the body is read: strangers learn nothing of the format.
  const header = bearerOf(post.request.headers);
  const holder = header === undefined ? null : await holderOf(post, header);
  if (header !== undefined && holder === null) return refused(NOT_YOURS);
  const body = await bodyOf(post.request);
  const claims = holder ?? (await holderOf(post, body.ok ? body.value.token : undefined));
  if (claims === null) return refused(NOT_YOURS);
  const journal = body.ok ? journalOf(body.value) : body;
  if (!journal.ok) return refused(journal.error, claims);
  const answer = await sessionObject(post.env, claims.session).journal(journal.value, claims.launch);
  if ('problem' in answer) return refused(answer.problem, claims);
  return { claims, response: Response.json(answer, { headers: { 'cache-control': 'no-store' } }) };
}

const NOT_YOURS = problem('unauthorized', 'Send the journal token of this session.', 'Authorization');

/** Who holds the token, when it is a journal token for the session or package that the post is for. */
async function holderOf(post: JournalPost, token: string | undefined): Promise<JournalAnswer['claims']> {
  const claims = await admit(post.env, token, { audience: 'journal', tenant: post.tenant });
  const fits =
    (post.session === undefined || claims?.session === post.session) &&
    (post.packageId === undefined || claims?.packageId === post.packageId);
  return fits ? claims : null;
}

/** The body as an object, read no further than the limit. */
async function bodyOf(request: Request): Promise<Result<{ token?: string; [key: string]: unknown }, Problem>> {
  const tooLarge = problem('payload_too_large', `A journal request has at most ${JOURNAL_REQUEST_BYTES_MAX} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > JOURNAL_REQUEST_BYTES_MAX) return err(tooLarge);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > JOURNAL_REQUEST_BYTES_MAX) return err(tooLarge);
    text += decoder.decode(chunk, { stream: true });
  }
  try {
    const value: unknown = JSON.parse(text + decoder.decode());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const { token } = value as { token?: unknown };
      if (token === undefined || typeof token === 'string') return ok(value as { token?: string });
    }
  } catch {
    // not JSON: refused below
  }
  return err(problem('journal_invalid', 'The body is not a journal request in JSON.', '$'));
}

function journalOf(body: Record<string, unknown>): Result<JournalRequest, Problem> {
  const parsed = JournalRequestSchema.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0]!;
  const where = issue.path.reduce<string>(
    (at, key) => at + (typeof key === 'number' ? `[${key}]` : `.${String(key)}`),
    '$',
  );
  return err(problem('journal_invalid', issue.message, where));
}
