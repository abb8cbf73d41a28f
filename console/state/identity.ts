import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { t } from '../messages.ts';
import type { Me } from '../wire.ts';
import { ProblemError, problemOf, unreachable } from './problem.ts';

/** Who uses the console. The port behind which another way of signing in can stand. */
export interface Identity {
  /** `starting` until it is known whether somebody is signed in already. */
  readonly phase: ReadonlySignal<'starting' | 'out' | 'in'>;
  readonly me: ReadonlySignal<Me | null>;
  /** Why somebody was signed out, when it was not by choice. */
  readonly notice: ReadonlySignal<ProblemError | null>;
  /** The bearer token of requests; null when nobody is signed in. */
  token(): string | null;
  /** Throws a `ProblemError` when the token is not accepted. */
  signIn(token: string): Promise<void>;
  signOut(because?: ProblemError): void;
  /** Called once: takes a token from the address or from this tab's earlier pages. */
  start(): Promise<void>;
}

/** A tab keeps its token until it is closed; other tabs and later days ask again. */
const STORAGE_KEY = 'lectern.console.token';

/**
 * A link to the console may carry the token in its fragment, which browsers never send to a server.
 * Returns the token and the address without it; null when there is none.
 */
export function takeToken(href: string): { token: string; href: string } | null {
  const url = new URL(href);
  const members = new URLSearchParams(url.hash.slice(1));
  const token = members.get('token');
  if (token === null || token === '') return null;
  members.delete('token');
  url.hash = members.toString();
  return { token, href: url.href.replace(/#$/, '') };
}

/** Signs in with an operator token, proven by asking the API who it belongs to. */
export function tokenIdentity(): Identity {
  const me = signal<Me | null>(null);
  const token = signal<string | null>(null);
  const started = signal(false);
  const notice = signal<ProblemError | null>(null);

  const signOut = (because?: ProblemError): void => {
    sessionStorage.removeItem(STORAGE_KEY);
    token.value = null;
    me.value = null;
    notice.value = because ?? null;
  };
  const signIn = async (text: string): Promise<void> => {
    const candidate = text.trim();
    const found = await whoIs(candidate);
    sessionStorage.setItem(STORAGE_KEY, candidate);
    token.value = candidate;
    me.value = found;
    notice.value = null;
  };
  return {
    me,
    notice,
    phase: computed(() => (me.value !== null ? 'in' : started.value ? 'out' : 'starting')),
    token: () => token.value,
    signIn,
    signOut,
    async start() {
      const linked = takeToken(location.href);
      // Out of the address at once, so that it is in no bookmark, history entry or screenshot.
      if (linked !== null) history.replaceState(null, '', linked.href);
      const candidate = linked?.token ?? sessionStorage.getItem(STORAGE_KEY);
      if (candidate !== null) {
        await signIn(candidate).catch((error: unknown) => signOut(error instanceof ProblemError ? error : undefined));
      }
      started.value = true;
    },
  };
}

async function whoIs(token: string): Promise<Me> {
  // Header values are Latin-1; anything else is no token and would throw before the server could say so.
  const headers = { authorization: `Bearer ${encodeURI(token)}` };
  const response = await fetch('/api/v1/me', { headers }).catch(() => {
    throw unreachable(t.problem.unreachable);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as Me;
  const refusal = problemOf(response.status, body, response.headers.get('x-request-id'), t.problem.unknown);
  throw response.status === 401 || response.status === 403 ? notAccepted(refusal) : refusal;
}

/** The API speaks of headers; whoever signs in needs to hear of tokens. */
export const notAccepted = ({ status, code, requestId }: ProblemError): ProblemError =>
  new ProblemError({ ...t.signIn.refused, detail: '', status, code, requestId });

export const identity: Identity = tokenIdentity();
