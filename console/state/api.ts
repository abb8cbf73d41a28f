import { readSse, type SseMessage } from '../../domain/kernel/sse.ts';
import { t } from '../messages.ts';
import { identity, notAccepted } from './identity.ts';
import { problemOf, unreachable } from './problem.ts';

/** The API with the signed-in operator's token. Everything that is refused throws a `ProblemError`. */
export const api = {
  get: <T>(path: string, init: RequestInit = {}): Promise<T> => json<T>(path, init),

  post: <T>(path: string, body?: unknown): Promise<T> =>
    json<T>(path, {
      method: 'POST',
      headers: {
        'idempotency-key': crypto.randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),

  patch: <T>(path: string, body: unknown): Promise<T> =>
    json<T>(path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),

  /** Bytes that only this token may read. */
  blob: async (path: string): Promise<Blob> => (await send(path, {})).blob(),

  /** An answer whose body is read while it comes. */
  stream: (path: string, init: RequestInit): Promise<Response> => send(path, init),

  remove: async (path: string): Promise<void> => {
    await send(path, { method: 'DELETE' });
  },

  /** Messages of an event stream until it ends or `signal` ends it. */
  async *events(path: string, signal: AbortSignal, onOpen?: () => void): AsyncGenerator<SseMessage, void, undefined> {
    const response = await send(path, { headers: { accept: 'text/event-stream' }, signal });
    onOpen?.();
    if (response.body !== null) yield* readSse(response.body);
  },
};

export const authorization = (): Record<string, string> => {
  const token = identity.token();
  return token === null ? {} : { authorization: `Bearer ${token}` };
};

async function json<T>(path: string, init: RequestInit): Promise<T> {
  return (await (await send(path, init)).json()) as T;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(authorization())) headers.set(name, value);
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    throw init.signal?.aborted ? error : unreachable(t.problem.unreachable);
  });
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  const refusal = problemOf(response.status, body, response.headers.get('x-request-id'), t.problem.unknown);
  if (response.status === 401) identity.signOut(notAccepted(refusal));
  throw refusal;
}
