import type { TenantContent } from '../../d1/content/db.ts';
import { IdempotencyWriter } from '../../d1/content/idempotency.ts';
import { problem } from '../../domain/kernel/problem.ts';
import type { IdempotencyStart, Refused, StoredResponse } from '../shared/rpc.ts';

/** How long a key answers for its request: a client that retries for longer has made a new decision. */
export const KEY_TTL_SECONDS = 24 * 60 * 60;
/** After this a request that never ended is taken for dead and its key may be taken over by a repetition. */
export const LEASE_SECONDS = 60;
/** Header values are visible ASCII; the limit keeps the index small. */
const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;
/** Answers to creations are short; a longer one would be a mistake of ours. */
const MAX_BODY_CHARACTERS = 64 * 1024;

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Draft `Idempotency-Key` (-07), 2.6: a first request is `new`, a repetition is answered with what the first was answered,
 * a different request with the same key and a repetition while the first still runs are refused.
 */
export async function idempotencyBegin(
  content: TenantContent,
  input: { key: string; fingerprint: string; leaseSeconds?: number },
  now = Date.now(),
): Promise<IdempotencyStart | Refused> {
  const { key, fingerprint, leaseSeconds = LEASE_SECONDS } = input;
  const where = 'Idempotency-Key';
  if (!KEY.test(key))
    return { problem: problem('idempotency_key_invalid', 'The key is empty, too long or not ASCII.', where) };
  const lease = crypto.randomUUID();
  const row = await new IdempotencyWriter(content).claim({
    key,
    fingerprint,
    lease,
    leaseUntil: iso(now + leaseSeconds * 1000),
    expiresAt: iso(now + KEY_TTL_SECONDS * 1000),
    now: iso(now),
  });
  if (row.lease === lease) return { state: 'new', lease };
  if (row.fingerprint !== fingerprint) {
    return {
      problem: problem(
        'idempotency_key_reused',
        'This key belongs to a request with other content or of another credential.',
        where,
      ),
    };
  }
  if (row.response !== null) return { state: 'done', response: row.response as StoredResponse };
  return { problem: problem('idempotency_key_in_flight', 'The request with this key has not ended yet.', where) };
}

/** Keeps the answer for repetitions, or gives the key back when nothing was made. */
export async function idempotencyEnd(
  content: TenantContent,
  { key, lease, response }: { key: string; lease: string; response: StoredResponse | null },
): Promise<void> {
  const writer = new IdempotencyWriter(content);
  if (response === null) return writer.release(key, lease);
  if (response.body.length > MAX_BODY_CHARACTERS) throw new Error('an answer is too long to be kept for repetitions');
  await writer.keep(key, lease, response);
}
