/** One JSON line a fact, for log collectors. Never put names, tokens or bodies into it. */
export function logLine(fields: { service: string; level?: 'info' | 'error'; [field: string]: unknown }): void {
  const line = JSON.stringify({ at: new Date().toISOString(), level: 'info', ...fields });
  if (fields.level === 'error') console.error(line);
  else console.log(line);
}

/** A request that has been answered. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

/** Good answers are counted for so long before a line tells of them. */
const COUNT_MILLIS = 10_000;
/** Kinds that are counted; the next one is named. Preflights may come for any path. */
const MAX_KINDS = 100;
/** Slower ones are named: somebody waited. */
const SLOW_MILLIS = 1000;

interface Count {
  readonly since: number;
  answered: number;
  totalMs: number;
  maxMs: number;
}

/**
 * [HTTP-11] One line a request. Thousands of a kind in a second would cost more than answering them, and nobody reads
 * them: where good and quick answers are counted, a line every ten seconds tells how many there were. Counts of the
 * last seconds are told with the next request of the kind.
 */
export class RequestLog {
  readonly #service: string;
  readonly #counted: (path: string) => boolean;
  /** By method, path and status. */
  readonly #counts = new Map<string, Count>();

  constructor(service: string, counted: (path: string) => boolean) {
    this.#service = service;
    this.#counted = counted;
  }

  note(answered: Answered, now = Date.now()): void {
    const { method, path, status, ms } = answered;
    const kind = `${method} ${path} ${status}`;
    const isKnown = this.#counts.has(kind) || this.#counts.size < MAX_KINDS;
    if (status >= 300 || ms >= SLOW_MILLIS || !isKnown || !this.#counted(path)) {
      logLine({ service: this.#service, ...answered });
      return;
    }
    const count = this.#counts.get(kind) ?? { since: now, answered: 0, totalMs: 0, maxMs: 0 };
    if (now - count.since >= COUNT_MILLIS) {
      const { answered: times, totalMs, maxMs } = count;
      const since = new Date(count.since).toISOString();
      logLine({ service: this.#service, method, path, status, since, answered: times, totalMs, maxMs });
      this.#counts.set(kind, { since: now, answered: 1, totalMs: ms, maxMs: ms });
      return;
    }
    count.answered++;
    count.totalMs += ms;
    count.maxMs = Math.max(count.maxMs, ms);
    this.#counts.set(kind, count);
  }
}
