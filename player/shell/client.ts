import type { LaunchResponse, NavigateRequest, NavigateResponse, SessionView } from '../../domain/session/contract.ts';

/** Why a request brought nothing: a problem's code, or that the network or the server did not answer. */
export type Trouble =
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  | { readonly kind: 'unreachable' };

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };

/** The session's own API, as far as the shell uses it. */
export interface SessionClient {
  launch(token: string): Promise<Answer<LaunchResponse>>;
  view(token: string): Promise<Answer<SessionView>>;
  navigate(token: string, request: NavigateRequest): Promise<Answer<NavigateResponse>>;
}

/** A request that has not been answered by now counts as unreachable. */
const REQUEST_MS = 20_000;

export function createClient(session: string): SessionClient {
  const base = `/api/v1/play-sessions/${encodeURIComponent(session)}`;
  return {
    launch: (token) => ask(`${base}/launches`, token, {}),
    view: (token) => ask(base, token),
    navigate: (token, request) => ask(`${base}/navigation`, token, request),
  };
}

async function ask<T>(path: string, token: string, body?: object): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(REQUEST_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return { ok: true, value: (await response.json()) as T };
    return { ok: false, trouble: await troubleOf(response) };
  } catch {
    return { ok: false, trouble: { kind: 'unreachable' } };
  }
}

async function troubleOf(response: Response): Promise<Trouble> {
  if (response.status >= 500 || response.status === 429) return { kind: 'unreachable' };
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  return { kind: 'refused', code: problem.code ?? `http_${response.status}`, detail: problem.detail ?? '' };
}
