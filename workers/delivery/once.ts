import type { Problem } from '../../domain/kernel/problem.ts';
import { toBase64Url } from '../shared/base64.ts';
import type { ApiRpc, Refused } from '../shared/rpc.ts';

/** A POST with an `Idempotency-Key`: who sent it, and all that makes it this request and no other. */
export interface KeyedPost {
  readonly tenant: string;
  /** A key answers only the credential that used it first. */
  readonly credential: string;
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
}

/**
 * Runs a creation once for its key; a repetition gets what the first one made, without running again. What `run` makes is
 * kept as JSON for a day, so it holds no secrets. A refusal is not kept: nothing was made.
 */
export async function once<Made extends object>(
  api: Pick<ApiRpc, 'idempotencyBegin' | 'idempotencyEnd'>,
  post: KeyedPost,
  run: () => Promise<Made | Refused>,
): Promise<{ made: Made; replayed: boolean } | { problem: Problem }> {
  const { tenant, key } = post;
  const start = await api.idempotencyBegin({ tenant, key, fingerprint: await fingerprintOf(post) });
  if ('problem' in start) return start;
  if (start.state === 'done') return { made: JSON.parse(start.response.body) as Made, replayed: true };
  const end = (kept: string | null) => {
    const response = kept === null ? null : { status: 201, headers: {}, body: kept };
    return api.idempotencyEnd({ tenant, key, lease: start.lease, response });
  };
  let made: Made | Refused;
  try {
    made = await run();
  } catch (error) {
    await end(null);
    throw error;
  }
  if ('problem' in made) {
    await end(null);
    return made as Refused;
  }
  await end(JSON.stringify(made));
  return { made, replayed: false };
}

async function fingerprintOf({ credential, path, body }: KeyedPost): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([credential, path, body]));
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
