import type { JournalRequest, SessionView } from '../../domain/session/contract.ts';
import {
  BACKOFF_FIRST_MS,
  BACKOFF_LAST_MS,
  BATCH_BYTES,
  BATCH_ENTRIES,
  DEBOUNCE_MS,
  HEARTBEAT_MS,
  KEEPALIVE_BYTES,
} from './limits.ts';
import { acknowledge, lastRequest, nextRequest, type WriterLog } from './writer-log.ts';

/** What came of one journal request. `retry`: the network or the server could not; `refused`: it never will. */
export type JournalAnswer =
  | { readonly kind: 'acked'; readonly acked: number; readonly view: SessionView }
  | { readonly kind: 'gap'; readonly expected: number }
  | { readonly kind: 'retry' }
  | { readonly kind: 'refused'; readonly code: string };

export interface SenderDeps {
  post(request: JournalRequest, how: { keepalive: boolean }): Promise<JournalAnswer>;
  /** Runs `then` once after `ms`; the result cancels it. */
  after(ms: number, then: () => void): () => void;
  /** The server has everything of this log up to `log.acked`. */
  acknowledged(log: WriterLog): void;
  view(view: SessionView): void;
  /** Nothing more will be taken from this writer. */
  refused(code: string): void;
  /** Pending or failing may have changed. */
  changed(): void;
}

/**
 * Sends logs in order, one request in flight: those of earlier writers first, then the own one. Sending anything twice
 * is harmless (the server knows writer and sequence number), so every doubt is settled by sending again.
 */
export class Sender {
  readonly #deps: SenderDeps;
  readonly #own: WriterLog;
  #earlier: WriterLog[];
  #busy = false;
  #stopped = false;
  #leaving = false;
  #failures = 0;
  #timer: { readonly due: 'send' | 'later'; readonly cancel: () => void } | undefined;
  #waiting: { readonly seq: number; readonly resolve: () => void }[] = [];

  constructor(deps: SenderDeps, own: WriterLog, earlier: readonly WriterLog[]) {
    this.#deps = deps;
    this.#own = own;
    this.#earlier = earlier.filter((log) => log.held.length > 0);
    this.#schedule('later', HEARTBEAT_MS);
  }

  /** Entries that the server has not acknowledged. */
  get pending(): number {
    return this.#earlier.reduce((sum, log) => sum + log.held.length, this.#own.held.length);
  }

  get failing(): boolean {
    return this.#failures > 0 || this.#stopped;
  }

  /** An entry has been appended to the own log. `urgent`: the SCO has asked to keep it now. */
  recorded(urgent: boolean): void {
    this.#deps.changed();
    if (this.#leaving) this.#sendLast();
    else if (this.failing || this.#busy) return;
    else if (urgent) void this.#pump();
    else if (this.#timer?.due !== 'send') this.#schedule('send', DEBOUNCE_MS);
  }

  /** Tries now, whatever the waiting time says: the network has come back, or somebody waits. */
  wake(): void {
    if (this.#busy || this.#stopped) return;
    void this.#pump();
  }

  /** Resolves when everything said so far, by this and by earlier writers, has been acknowledged; perhaps never. */
  flushed(): Promise<void> {
    const seq = this.#own.lastSeq;
    const done = new Promise<void>((resolve) => this.#waiting.push({ seq, resolve }));
    this.#settle();
    if (this.pending > 0) this.wake();
    return done;
  }

  /** The page goes away or out of sight: what fits is sent on its own, whether or not a request is under way. */
  leave(forGood: boolean): void {
    this.#leaving = forGood;
    this.#sendLast();
  }

  /** The page is in sight again. */
  returned(): void {
    this.#leaving = false;
    this.wake();
  }

  #sendLast(): void {
    const request = this.#stopped ? undefined : lastRequest(this.#own, KEEPALIVE_BYTES);
    if (request !== undefined) void this.#deps.post(request, { keepalive: true }).then((a) => this.#take(a, this.#own));
  }

  async #pump(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#busy = true;
    const log = this.#nextLog();
    const request = nextRequest(log, { entries: BATCH_ENTRIES, bytes: BATCH_BYTES });
    const answer = await this.#deps.post(request, { keepalive: false });
    this.#busy = false;
    this.#failures = answer.kind === 'retry' || answer.kind === 'gap' ? this.#failures + 1 : 0;
    this.#take(answer, log);
    this.#deps.changed();
    if (!this.#stopped) this.#next();
  }

  /** Earlier writers come first; but while they fail, every other try is the own writer's, so that none blocks it. */
  #nextLog(): WriterLog {
    const ownTurn = this.#failures % 2 === 1 && this.#own.held.length > 0;
    return ownTurn ? this.#own : (this.#earlier[0] ?? this.#own);
  }

  /** What an answer means for the log that it is about. */
  #take(answer: JournalAnswer, log: WriterLog): void {
    if (answer.kind === 'acked') {
      this.#acknowledge(log, answer.acked);
      this.#deps.view(answer.view);
    } else if (answer.kind === 'gap') {
      // Held entries begin right above `acked`: a server that wants an earlier one has lost what it acknowledged.
      if (answer.expected <= log.acked) this.#refuse(log, 'journal_gap');
      else this.#acknowledge(log, answer.expected - 1);
    } else if (answer.kind === 'refused') {
      this.#refuse(log, answer.code);
    }
  }

  #acknowledge(log: WriterLog, acked: number): void {
    acknowledge(log, acked);
    this.#deps.acknowledged(log);
    this.#earlier = this.#earlier.filter((other) => other.held.length > 0);
    this.#settle();
    this.#deps.changed();
  }

  /** An earlier writer that is refused stays on the device and is passed over; the own one ends the sending. */
  #refuse(log: WriterLog, code: string): void {
    this.#earlier = this.#earlier.filter((other) => other !== log);
    if (log === this.#own && !this.#stopped) {
      this.#stopped = true;
      this.#deps.refused(code);
    }
    this.#settle();
  }

  #next(): void {
    if (this.#failures > 0) {
      this.#schedule('later', Math.min(BACKOFF_LAST_MS, BACKOFF_FIRST_MS * 2 ** (this.#failures - 1)));
    } else if (this.pending > 0) {
      void this.#pump();
    } else {
      this.#schedule('later', HEARTBEAT_MS);
    }
  }

  /** One timer: a sooner reason replaces a later one. */
  #schedule(due: 'send' | 'later', ms: number): void {
    this.#timer?.cancel();
    const cancel = this.#deps.after(ms, () => {
      this.#timer = undefined;
      if (!this.#busy && !this.#stopped) void this.#pump();
    });
    this.#timer = { due, cancel };
  }

  #settle(): void {
    if (this.#earlier.length > 0) return;
    const { acked } = this.#own;
    const done = this.#waiting.filter(({ seq }) => seq <= acked);
    this.#waiting = this.#waiting.filter(({ seq }) => seq > acked);
    for (const { resolve } of done) resolve();
  }
}
