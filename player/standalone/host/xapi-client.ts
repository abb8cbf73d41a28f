/**
 * What a launched activity asks of its LRS: documents, and statements in their order. Nothing is lost to a network that
 * comes and goes while the page is open, and what is left when it closes is handed to the browser.
 */

export interface XapiLaunch {
  /** With its slash. */
  readonly endpoint: string;
  readonly authorization: string;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly registration: string | undefined;
  readonly activityId: string;
}

export interface XapiClient {
  readonly launch: XapiLaunch;
  readState(stateId: string): Promise<string | undefined>;
  /** A document of the learner, whatever they take. */
  readProfile(profileId: string): Promise<string | undefined>;
  /** The last one said is the one that is kept. */
  writeState(stateId: string, text: string): void;
  send(statements: readonly object[]): void;
  /** Resolves when everything said so far has arrived or was refused. */
  flushed(): Promise<void>;
  /** The page is going: what has not arrived goes once more, and is not waited for. */
  leave(): void;
}

/** A network that fails is tried again after 1, 2, 4 … seconds, up to this. */
const RETRY_MS_MAX = 30_000;
/** Browsers hold at most 64 kB for pages that have gone. */
const KEEPALIVE_BYTES_MAX = 60_000;

/** What is to be sent, one after the other: statements must not overtake the state that speaks of them. */
type Errand =
  | { readonly kind: 'statements'; readonly list: readonly object[] }
  | { readonly kind: 'state'; readonly id: string; readonly text: string };

export function openXapi(launch: XapiLaunch, request: typeof fetch = (...args) => fetch(...args)): XapiClient {
  let waiting: Errand[] = [];
  /** What is being sent: a page that closes takes it along. */
  let underWay: Errand | undefined;
  let running: Promise<void> | undefined;

  const ask = (path: string, init: RequestInit): Promise<Response> =>
    request(launch.endpoint + path, {
      ...init,
      headers: {
        Authorization: launch.authorization,
        'X-Experience-API-Version': '1.0.3',
        ...(init.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
    });
  const run = (errand: Errand, going = false): Promise<Response> => {
    const body = errand.kind === 'state' ? errand.text : JSON.stringify(errand.list);
    const keepalive = going && body.length < KEEPALIVE_BYTES_MAX;
    if (errand.kind === 'statements') return ask('statements', { method: 'POST', body, keepalive });
    return ask(stateAddress(launch, errand.id), { method: 'PUT', body, keepalive });
  };
  const drain = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const errand = next;
      underWay = errand;
      await persist(() => run(errand));
      underWay = undefined;
    }
  };
  const wake = (): void => {
    running ??= drain().finally(() => {
      running = undefined;
    });
  };
  const read = async (path: string): Promise<string | undefined> => {
    const response = await ask(path, { method: 'GET' });
    return response.ok ? response.text() : undefined;
  };
  return {
    launch,
    readState: (stateId) => read(stateAddress(launch, stateId)),
    readProfile: (profileId) =>
      read(`agents/profile?${new URLSearchParams({ agent: JSON.stringify(launch.actor), profileId })}`),
    writeState(id, text) {
      waiting = waiting.filter((errand) => errand.kind !== 'state' || errand.id !== id);
      waiting.push({ kind: 'state', id, text });
      wake();
    },
    send(statements) {
      const last = waiting.at(-1);
      if (last?.kind === 'statements') waiting[waiting.length - 1] = { ...last, list: [...last.list, ...statements] };
      else waiting.push({ kind: 'statements', list: statements });
      wake();
    },
    flushed: async () => running,
    leave() {
      const errands = underWay === undefined ? waiting : [underWay, ...waiting];
      const list = errands.flatMap((errand) => (errand.kind === 'statements' ? errand.list : []));
      // Together, so that they stay in order; what arrives twice is stored once (xAPI Communication 2.1.2).
      const states = errands.filter(({ kind }) => kind === 'state');
      const last: Errand[] = [...(list.length === 0 ? [] : [{ kind: 'statements', list } as const]), ...states];
      for (const errand of last) void run(errand, true).catch(() => {});
    },
  };
}

function stateAddress({ actor, activityId, registration }: XapiLaunch, stateId: string): string {
  const query = new URLSearchParams({ stateId, activityId, agent: JSON.stringify(actor) });
  if (registration !== undefined) query.set('registration', registration);
  return `activities/state?${query}`;
}

/** Until the store has answered: what it refuses is refused, what it cannot take now is sent again. */
async function persist(send: () => Promise<Response>): Promise<void> {
  for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)) {
    const status = await send().then(
      (response) => response.status,
      () => undefined,
    );
    if (status !== undefined && status < 500 && status !== 429) return;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
