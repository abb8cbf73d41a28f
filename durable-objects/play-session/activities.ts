/** Launched activities of cmi5 and xAPI: their statements one after the other, their documents, their ends. */
import { problem } from '../../domain/kernel/problem.ts';
import {
  type AuAsk,
  type AuStatements,
  admitAsk,
  admitStatements,
  hasOpenAu,
  type Launched,
  launchAu,
  leaveAus,
  notePreferencesRead,
  readsPreferences,
  takeToken,
} from '../../domain/session/au/index.ts';
import type { SessionData } from '../../domain/session/data.ts';
import type { Decision } from '../../domain/session/work.ts';
import type { Refused, ToldStatements, XapiAnswer } from './contract.ts';

/** Requests that wait for their turn: an AU has a few under way, and each waits for a write of the store. */
const WAITING_MAX = 100;
/** Of bodies that wait: four of the largest. An object has 128 MB, and a request is in it as bytes and as statements. */
const WAITING_BYTES_MAX = 16 * 1024 * 1024;
/** How long a step waits for the last words of an AU that it takes away: unload handlers send them without waiting. */
export const LAST_WORDS_MS = 1_500;

export interface ActivitiesDeps {
  data(): SessionData;
  /** `statements`: the ids of those that were told. */
  commit(decision: Decision, statements?: readonly string[]): void;
  /** Sends what the session has told so far; false when some of it is still here. */
  sent(): Promise<boolean>;
  /** Rejects when the store is away or does not answer in time. */
  xapi(request: Request): Promise<Response>;
}

const BUSY: Refused = { problem: problem('too_many_requests', 'The record store does not answer yet.') };

export class Activities {
  readonly #deps: ActivitiesDeps;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #waitingBytes = 0;
  #ended: (() => void) | undefined;

  constructor(deps: ActivitiesDeps) {
    this.#deps = deps;
  }

  /** Runs when everything before it is done, so that nothing changes between a statement's admission and its commit. */
  inTurn<T>(run: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#last.then(run).finally(() => {
      this.#waiting -= 1;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Admits statements and hands them to the store. The session keeps what it makes of them only once the store has them:
   * what is acknowledged is durable there, and what the store refuses (an id that it knows otherwise) has not happened.
   */
  async tell(told: ToldStatements): Promise<XapiAnswer | Refused> {
    const { activity: session, statements, many } = told;
    const bytes = told.body.byteLength;
    if (this.#waiting >= WAITING_MAX || this.#waitingBytes + bytes > WAITING_BYTES_MAX) return BUSY;
    this.#waitingBytes += bytes;
    const request = { session, statements, many };
    return this.inTurn(() => this.#store(told, request)).finally(() => {
      this.#waitingBytes -= bytes;
    });
  }

  async #store(told: ToldStatements, request: AuStatements): Promise<XapiAnswer | Refused> {
    // One time for both: what was in time when it came is in time when it is kept.
    const now = new Date().toISOString();
    const admitted = admitStatements(this.#deps.data(), request, { now });
    if (!admitted.ok) return { problem: admitted.error };
    // What the session itself has told before (launched) comes before what follows from it.
    if (!(await this.#deps.sent())) return BUSY;
    const { url, method, headers, body } = told;
    const passed = new Request(url, { method, headers: headers.map(([name, value]) => [name, value]), body });
    const answer = await this.#xapi(passed);
    if (answer === undefined) return BUSY;
    if (answer.ok) this.#keep(request, now);
    return { status: answer.status, headers: [...answer.headers], body: await answer.text() };
  }

  /** Undefined while the store is away: whoever asked asks again, and statements have ids. */
  async #xapi(request: Request): Promise<Response | undefined> {
    return this.#deps.xapi(request).catch((error: unknown) => {
      console.error(JSON.stringify({ service: 'play-session', level: 'error', error: `xAPI: ${String(error)}` }));
      return undefined;
    });
  }

  /** Again, because a journal may have come meanwhile; nothing else that could refuse it may. */
  #keep(request: AuStatements, now: string): void {
    const admitted = admitStatements(this.#deps.data(), request, { now });
    if (!admitted.ok) throw new Error(`stored, and then refused: ${admitted.error.detail}`);
    const ids = request.statements.flatMap(({ id }) => id ?? []);
    this.#deps.commit(admitted.value, ids);
    if (!hasOpenAu(this.#deps.data())) this.#ended?.();
  }

  ask(ask: AuAsk) {
    const data = this.#deps.data();
    const query = admitAsk(data, ask, new Date().toISOString());
    if (!query.ok) return { problem: query.error };
    const noted = readsPreferences(ask) ? notePreferencesRead(data, ask.session) : null;
    if (noted !== null) this.#deps.commit(noted);
    const { registration, packageId: id, course } = data;
    return { query: query.value, course: { registration, id, name: course.title } };
  }

  takeToken(session: string): { readonly taken: true } | Refused {
    const taken = takeToken(this.#deps.data(), session);
    if (!taken.ok) return { problem: taken.error };
    this.#deps.commit(taken.value);
    return { taken: true };
  }

  /** Resolves when no AU is at work any more, or after a moment: one that is taken away may still say that it has ended. */
  async lastWords(): Promise<void> {
    if (!hasOpenAu(this.#deps.data())) return;
    const ended = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    await Promise.race([ended, scheduler.wait(LAST_WORDS_MS)]);
    this.#ended = undefined;
  }

  leave(away: boolean): void {
    const decision = leaveAus(this.#deps.data(), { now: new Date().toISOString(), away });
    if (decision.changed) this.#deps.commit(decision);
  }

  /** Launches the current node, if it is an activity: what must be there before it is, is there (cmi5, 9.3.1 and 10.1). */
  async launch(shell: string): Promise<Launched | Refused | null> {
    const { protocol, host } = new URL(shell);
    const contentOrigin = `${protocol}//${this.#deps.data().packageId}.${host}`;
    const launching = { contentOrigin, session: crypto.randomUUID(), now: new Date().toISOString() };
    const launch = launchAu(this.#deps.data(), launching);
    if (launch === null) return null;
    if (launch.decision.changed) this.#deps.commit(launch.decision);
    const { launched } = launch;
    if (launched.document === undefined) return launched;
    if (!(await this.#deps.sent())) return BUSY;
    const stored = await this.#xapi(documentRequest(this.#deps.data(), launched));
    return stored?.ok ? launched : BUSY;
  }
}

function documentRequest(data: SessionData, { document }: Launched): Request {
  const { learner, homePage, registration } = data;
  const { activityId, stateId, json } = document!;
  const agent = JSON.stringify({ objectType: 'Agent', account: { homePage, name: learner.id } });
  const url = new URL('https://store.invalid/xapi/activities/state');
  url.search = String(new URLSearchParams({ activityId, agent, registration, stateId }));
  return new Request(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' },
    body: JSON.stringify(json),
  });
}
