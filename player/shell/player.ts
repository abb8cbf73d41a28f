import { signal } from '@preact/signals';
import type {
  Delivery,
  LaunchResponse,
  NavigateRequest,
  NavigationRequest,
  SessionView,
} from '../../domain/session/contract.ts';
import type { SavedState, ToFrame, ToShell } from '../bridge/messages.ts';
import type { Answer, SessionClient, Trouble } from './client.ts';
import { findNode, playable } from './outline.ts';
import { type FailureKind, failureOf, retryDelayMs, stepAfter } from './recovery.ts';

export type Phase =
  | { readonly name: 'starting' }
  /** `missing`: the page is not in the package. */
  | { readonly name: 'playing'; readonly missing: boolean }
  /** Between two pages. `waiting`: the network or the server does not answer. */
  | { readonly name: 'moving'; readonly waiting: boolean }
  | { readonly name: 'ended' }
  | { readonly name: 'failed'; readonly failure: FailureKind; readonly detail: string };

export interface PlayerDeps {
  readonly client: SessionClient;
  remember(sessionToken: string): void;
  /** Resolves after `ms`, or sooner when the network comes back. */
  pause(ms: number): Promise<void>;
  deviceNowMs(): number;
}

/** The frame has this long to say that it is there; what blocks it (a filter, a proxy) will not give way later. */
const HELLO_MS = 20_000;
/** Sending what an earlier page left behind comes before the start, but must not keep the learner waiting for ever. */
const READY_MS = 5_000;
/** The frame has this long to answer to `unload` at all. A course may have sent the frame's window elsewhere. */
const UNLOADING_MS = 10_000;

/** Plays one session: launch, start, steps, end. Everything that the screen shows is one of its signals. */
export class Player {
  readonly phase = signal<Phase>({ name: 'starting' });
  readonly view = signal<SessionView | undefined>(undefined);
  readonly launch = signal<LaunchResponse | undefined>(undefined);
  readonly saved = signal<SavedState>('saved');
  /** Title of the part that a returning learner was at. */
  readonly welcome = signal<string | undefined>(undefined);
  /** The last step asked for could not be made. */
  readonly stepRefused = signal(false);
  /** Rises when a page has been shown: keyboard focus moves into it. */
  readonly shown = signal(0);

  readonly #deps: PlayerDeps;
  #token = '';
  #frame: ((message: ToFrame) => void) | undefined;
  #waiting = new Map<ToShell['type'], (message: ToShell) => void>();

  constructor(deps: PlayerDeps) {
    this.#deps = deps;
  }

  /** Opens the session with the first token that the server takes: the link's, else the one this tab remembers. */
  async open(tokens: readonly string[]): Promise<void> {
    this.phase.value = { name: 'starting' };
    this.launch.value = undefined;
    const launched = await this.#launch(tokens);
    if (launched === undefined) return;
    this.#token = launched.sessionToken;
    this.#deps.remember(launched.sessionToken);
    this.view.value = launched.view;
    this.saved.value = 'saved';
    const hello = this.#expect('hello', HELLO_MS);
    // Showing the launch mounts the frame, which says hello.
    this.launch.value = launched;
    if ((await hello) === undefined) return this.#fail('content');
    const ready = this.#expect('ready', READY_MS);
    this.#frame?.({
      type: 'open',
      session: launched.view.id,
      launch: launched.launch,
      journalToken: launched.journalToken,
      clockOffsetMs: Date.parse(launched.serverTime) - this.#deps.deviceNowMs(),
    });
    await ready;
    this.welcome.value = resumeTitle(launched.view);
    await this.#step({ type: 'start' });
  }

  /** Opens the session again with the token that this tab has. */
  reopen(): Promise<void> {
    return this.open([this.#token]);
  }

  /**
   * The learner's step: the page is taken away, what it said is sent, then the server decides what comes. Sending takes as
   * long as the network is away; a frame that does not even say that it has begun is gone, and the session is opened again.
   */
  async go(request: NavigationRequest): Promise<void> {
    if (this.phase.value.name !== 'playing') return;
    this.phase.value = { name: 'moving', waiting: false };
    this.stepRefused.value = false;
    this.welcome.value = undefined;
    const launch = this.launch.value;
    const unloading = this.#expect('unloading', UNLOADING_MS);
    const unloaded = this.#expect('unloaded');
    this.#frame?.({ type: 'unload' });
    const there = await Promise.race([unloading, unloaded]);
    if (this.launch.value !== launch) return; // failed meanwhile: that is what is shown
    if (there === undefined) return this.reopen();
    const told = await unloaded;
    if (told?.type === 'unloaded') await this.#step(request, told.writer);
  }

  /** The mounted frame: how to tell it something. */
  connect(frame: ((message: ToFrame) => void) | undefined): void {
    this.#frame = frame;
  }

  /** What the frame says. */
  heard(message: ToShell): void {
    if (message.type === 'saved') this.saved.value = message.state;
    else if (message.type === 'view') this.#show(message.view);
    else if (message.type === 'refused') this.#fail(failureOf(message.code), message.code);
    else if (message.type === 'missing') this.#shownPage(true);
    else if (message.type === 'loaded') this.#shownPage(false);
    else if (message.type === 'returned') void this.#returned(message.node);
    this.#waiting.get(message.type)?.(message);
  }

  /**
   * The activity has ended. In a course of one part there is nothing else to do; in any other the learner goes on as
   * they like, with the contents as they are now.
   */
  async #returned(node: string): Promise<void> {
    const view = this.view.value;
    if (view === undefined || view.cursor.current !== node) return;
    if (playable(view.nodes).length === 1) return this.go({ type: 'exit' });
    await this.#refresh();
  }

  async #launch(tokens: readonly string[]): Promise<LaunchResponse | undefined> {
    let trouble: Trouble = { kind: 'refused', code: 'launch_token_missing', detail: '' };
    for (const token of tokens) {
      const answer = await this.#deps.client.launch(token);
      if (answer.ok) return answer.value;
      trouble = answer.trouble;
      this.#token = token;
      if (trouble.kind === 'unreachable') break;
    }
    this.#failFrom(trouble);
    return undefined;
  }

  /** Asks for a step until there is an answer; a request that names an old cursor is refused, so asking again is safe. */
  async #step(request: NavigationRequest, writer?: { id: string; lastSeq: number }): Promise<void> {
    const launch = this.launch.value;
    let asked = request;
    for (let tries = 0; launch !== undefined; tries++) {
      const answer = await this.#ask(launch, asked, writer);
      if (this.launch.value !== launch) return; // failed or reopened meanwhile: that is what is shown
      if (answer.ok) return this.#deliver(answer.value.view, answer.value.delivery);
      const next = stepAfter(answer.trouble, tries);
      if (next === 'fail') return this.#failFrom(answer.trouble);
      if (next === 'wait') {
        this.phase.value = { name: 'moving', waiting: true };
        await this.#deps.pause(retryDelayMs(tries));
        if (this.launch.value !== launch) return;
        continue;
      }
      this.stepRefused.value = next === 'stay';
      await this.#refresh();
      asked = { type: 'start' };
    }
  }

  #ask({ launch }: LaunchResponse, request: NavigationRequest, writer: NavigateRequest['writer']) {
    const cursorVersion = this.view.value!.cursor.version;
    const named = writer === undefined ? {} : { writer };
    return this.#deps.client.navigate(this.#token, { launch, request, cursorVersion, ...named });
  }

  async #refresh(): Promise<void> {
    const answer: Answer<SessionView> = await this.#deps.client.view(this.#token);
    if (answer.ok) this.view.value = answer.value;
  }

  #deliver(view: SessionView, delivery: Delivery | null): void {
    this.view.value = view;
    if (delivery === null) {
      this.launch.value = undefined;
      this.phase.value = { name: 'ended' };
      return;
    }
    this.#frame?.({ type: 'load', delivery });
  }

  #shownPage(missing: boolean): void {
    this.phase.value = { name: 'playing', missing };
    this.shown.value++;
    this.#follow();
  }

  /** Views come with answers that may overtake each other; an older one says nothing new. */
  #show(view: SessionView): void {
    if (view.version < (this.view.value?.version ?? 0)) return;
    this.view.value = view;
    this.#follow();
  }

  /** The page has ended and asked for a step, the server says: it is made unless the learner is on the way already. */
  #follow(): void {
    if (this.view.value?.requested === true) void this.go({ type: 'requested' });
  }

  /** The next message of a type, or undefined when it has not come in time. */
  #expect(type: ToShell['type'], ms?: number): Promise<ToShell | undefined> {
    return new Promise((resolve) => {
      const answer = (message: ToShell | undefined): void => {
        clearTimeout(timer);
        if (this.#waiting.get(type) === answer) this.#waiting.delete(type);
        resolve(message);
      };
      const timer = ms === undefined ? undefined : setTimeout(() => answer(undefined), ms);
      this.#waiting.set(type, answer);
    });
  }

  #failFrom(trouble: Trouble): void {
    if (trouble.kind === 'unreachable') this.#fail('unreachable');
    else this.#fail(failureOf(trouble.code), trouble.detail === '' ? trouble.code : trouble.detail);
  }

  #fail(failure: FailureKind, detail = ''): void {
    this.launch.value = undefined;
    this.phase.value = { name: 'failed', failure, detail };
  }
}

/** Only a session that has been played before is come back to. */
function resumeTitle(view: SessionView): string | undefined {
  return view.cursor.current === null ? undefined : findNode(view.nodes, view.cursor.current)?.title;
}
