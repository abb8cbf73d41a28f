import { DurableObject } from 'cloudflare:workers';
import { makeId } from '../../domain/kernel/ids.ts';
import { problem } from '../../domain/kernel/problem.ts';
import { type AuAsk, registered } from '../../domain/session/au/index.ts';
import type { JournalRequest, JournalResponse, NavigateRequest } from '../../domain/session/contract.ts';
import {
  abandonSession,
  admitJournal,
  createSession,
  type Decision,
  expireLease,
  leaseEndsAt,
  navigate,
  openLaunch,
  type SessionData,
  viewOf,
} from '../../domain/session/index.ts';
import { Activities } from './activities.ts';
import type { Navigated, PlaySessionRpc, Refused, SessionInit, ToldStatements } from './contract.ts';
import { askXapi, downstreamOf } from './downstream.ts';
import { inTime } from './drain.ts';
import { rowsOf } from './outbox.ts';
import { Ringer } from './ringer.ts';
import { CONTACT_STALE_MS, sessionDueAt } from './schedule.ts';
import { Sender } from './sender.ts';
import { ackedOf, SessionStore } from './store.ts';
import { type Asked, admittedOf, traceOf } from './trace.ts';
import { broadcast, openWatch } from './watchers.ts';

/** What a tenant allows its courses: lenient, because real courses pass the standard's sizes and formats every day. */
const STRICT = false;

const NO_SESSION: Refused = { problem: problem('not_found', 'There is no session with this id.') };

/**
 * One registration being played. Every command is decided by `domain/session`, kept in one synchronous transaction
 * together with what it tells others, answered, and then sent on.
 */
export class PlaySession extends DurableObject<DeliveryEnv> implements PlaySessionRpc {
  readonly #store: SessionStore;
  readonly #ringer: Ringer;
  #data: SessionData | undefined;
  #sender: Sender | undefined;
  readonly #activities: Activities;
  /** The time of contact that storage has, in milliseconds. */
  #contactStored = 0;

  constructor(ctx: DurableObjectState, env: DeliveryEnv) {
    super(ctx, env);
    this.#store = new SessionStore(ctx.storage);
    this.#ringer = new Ringer(ctx.storage);
    this.#activities = new Activities({
      data: () => this.#data!,
      commit: (decision, statements = []) =>
        this.#commit(decision, { kind: 'activity', statements }, new Date().toISOString()),
      sent: async () => {
        await this.#sender?.start();
        return this.#sender?.dueAt() === undefined;
      },
      xapi: (request) => inTime(askXapi(env, this.#data!, request)),
    });
    const data = this.#store.load();
    if (data === undefined) return;
    this.#hold(data);
    // What was committed before a kill goes on without waiting for the alarm.
    this.#sender?.start();
  }

  async create(init: SessionInit) {
    if (this.#data !== undefined) return { created: false, view: viewOf(this.#data) };
    const data = createSession({ ...init, strict: STRICT, now: new Date().toISOString() });
    this.ctx.storage.transactionSync(() => this.#store.create(data));
    this.#hold(data);
    this.#ringer.ringBy(sessionDueAt(data));
    const told = registered(data, { session: crypto.randomUUID(), now: data.createdAt });
    // In the same turn as the session itself: both are stored, or neither.
    if (told.statements.length > 0) this.#commit({ ...told, changed: true }, { kind: 'activity' }, data.createdAt);
    return { created: true, view: viewOf(data) };
  }

  async view() {
    return this.#data === undefined ? NO_SESSION : { view: viewOf(this.#data) };
  }

  async openLaunch() {
    const before = this.#data;
    if (before === undefined) return NO_SESSION;
    if (before.state === 'abandoned') return { problem: problem('session_closed', 'The session was abandoned.') };
    const now = new Date().toISOString();
    const launch = makeId(before.tenant, 'lch', crypto.randomUUID());
    const data = openLaunch(before, { launch, now });
    const decision = { data, statements: [], events: [], changed: true, changedNodes: [] };
    this.#commit(decision, { kind: 'launch', launch }, now);
    return { launch, view: viewOf(data) };
  }

  async journal(request: JournalRequest, holder: string): Promise<JournalResponse | Refused> {
    const before = this.#data;
    if (before === undefined) return NO_SESSION;
    // A frame sends its own entries and what earlier frames on this device have left; a superseded one nothing else.
    if (request.launch !== holder && before.launches.at(-1)?.id !== holder) {
      return { problem: problem('launch_superseded', 'A newer launch of this session has taken over.') };
    }
    const now = new Date().toISOString();
    const admitted = admitJournal(before, request, { now });
    if (!admitted.ok) return { problem: admitted.error };
    const { acked } = admitted.value;
    const from = ackedOf(before.launches, request.launch, request.writer);
    const { launch, writer } = request;
    const entries = admittedOf(request.entries, { from, to: acked });
    this.#commit(admitted.value, { kind: 'journal', launch, writer, entries }, now);
    return { acked, view: viewOf(admitted.value.data) };
  }

  async navigate(request: NavigateRequest, shell: string): Promise<Navigated | Refused> {
    const before = this.#data;
    if (before === undefined) return NO_SESSION;
    const wished = navigate(before, request, { now: new Date().toISOString() });
    if (!wished.ok) return { problem: wished.error };
    // What is asked again leaves nothing.
    if (wished.value.changed) await this.#activities.lastWords();
    return this.#activities.inTurn(() => this.#move(request, shell));
  }

  async #move(request: NavigateRequest, shell: string): Promise<Navigated | Refused> {
    const wished = navigate(this.#data!, request, { now: new Date().toISOString() });
    if (!wished.ok) return { problem: wished.error };
    if (wished.value.changed) this.#activities.leave(request.request.type !== 'start');
    const now = new Date().toISOString();
    const moved = navigate(this.#data!, request, { now });
    if (!moved.ok) return { problem: moved.error };
    const { launch, request: navigation } = request;
    this.#commit(moved.value, { kind: 'navigation', launch, navigation }, now);
    const { delivery } = moved.value;
    const activity = delivery === null ? null : await this.#activities.launch(shell);
    if (activity !== null && 'problem' in activity) return activity;
    const view = viewOf(this.#data!);
    if (activity === null || delivery === null) return { view, delivery };
    const window = activity.ownWindow ? { window: 'own' as const } : {};
    return { view, delivery: { ...delivery, ...window }, activity };
  }

  async takeToken(activity: string) {
    return this.#data === undefined ? NO_SESSION : this.#activities.takeToken(activity);
  }

  async ask(ask: AuAsk) {
    return this.#data === undefined ? NO_SESSION : this.#activities.ask(ask);
  }

  async tell(told: ToldStatements) {
    return this.#data === undefined ? NO_SESSION : this.#activities.tell(told);
  }

  async abandon() {
    if (this.#data === undefined) return NO_SESSION;
    return this.#activities.inTurn(async () => {
      this.#giveUp(this.#data!, 'restart');
      return { view: viewOf(this.#data!) };
    });
  }

  async history(page: { after: number; limit: number }) {
    return this.#data === undefined ? NO_SESSION : { items: this.#store.trace(page) };
  }

  override async fetch(): Promise<Response> {
    return this.#data === undefined ? new Response(null, { status: 404 }) : openWatch(this.ctx, viewOf(this.#data));
  }

  override async webSocketMessage(): Promise<void> {
    // Watchers have nothing to say; the handler must be there for their socket to sleep.
  }

  override async alarm(): Promise<void> {
    this.#ringer.rang();
    const data = this.#data;
    if (data === undefined) return;
    const isDue = () => (sessionDueAt(this.#data ?? data) ?? Number.POSITIVE_INFINITY) <= Date.now();
    if (isDue()) await this.#activities.inTurn(async () => isDue() && this.#timePasses(this.#data ?? data));
    if (this.#sender?.isDue()) await this.#sender.start();
    this.#ringer.ringBy(sessionDueAt(this.#data ?? data));
    this.#ringer.ringBy(this.#sender?.dueAt());
  }

  /** The lease has ended, or nobody came back until the far deadline. */
  #timePasses(data: SessionData): void {
    const now = new Date().toISOString();
    if (leaseEndsAt(data) === null) this.#giveUp(data, 'deadline');
    else this.#commit(expireLease(data, now), { kind: 'lease' }, now);
  }

  #giveUp(data: SessionData, reason: 'restart' | 'deadline'): void {
    const now = new Date().toISOString();
    this.#commit(abandonSession(data, { reason, now }), { kind: 'abandon' }, now);
  }

  /** Keeps a decision and what it tells, all or nothing; then shows it and sends it on. */
  #commit(decision: Decision, asked: Asked, now: string): void {
    const before = this.#data!;
    const { data: after, statements, events, changed, changedNodes } = decision;
    const contactAt = Date.parse(after.contactAt);
    if (!changed && contactAt - this.#contactStored < CONTACT_STALE_MS) {
      this.#data = after;
      return;
    }
    const note = after.state === before.state ? {} : { note: { state: after.state, version: after.version } };
    const messages = rowsOf({ statements, events, ...note });
    this.ctx.storage.transactionSync(() => {
      this.#store.save(after, changedNodes);
      if (changed) this.#store.addTrace(traceOf(now, asked, { before, after, statements }));
      this.#store.addOutbox(messages);
    });
    this.#hold(after);
    // No await since the transaction: the alarm is written with it, so a kill between here and the drain loses nothing.
    this.#ringer.ringBy(sessionDueAt(after));
    if (messages.length > 0) this.#ringer.ringBy(this.#sender?.netAt());
    if (after.version !== before.version) broadcast(this.ctx, viewOf(after));
    if (messages.length > 0) this.#sender?.start();
  }

  /** `data` is what storage has. */
  #hold(data: SessionData): void {
    this.#data = data;
    this.#contactStored = Date.parse(data.contactAt);
    this.#sender ??= new Sender({
      downstream: downstreamOf(this.env, data),
      outbox: this.#store,
      ringBy: (at) => this.#ringer.ringBy(at),
      waitUntil: (work) => this.ctx.waitUntil(work),
      log: (fields) =>
        console.error(JSON.stringify({ service: 'play-session', level: 'error', session: data.id, ...fields })),
    });
  }
}
