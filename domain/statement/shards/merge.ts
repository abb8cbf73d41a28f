/** Where a page of one log ended, and what was its newest statement when the first page was asked for. */
export interface LogPosition {
  /** The last sequence number that was given; absent before the first. */
  readonly after?: number;
  readonly upper: number;
}

export interface FoundStatement {
  readonly seq: number;
  readonly storedMicros: number;
  readonly text: string;
}

/** What one log has found, in the order asked for. */
export interface LogPage {
  readonly found: readonly FoundStatement[];
  /** From where this log was asked. */
  readonly from: LogPosition;
  /** Where it would go on itself; null at its end. */
  readonly next: LogPosition | null;
}

export interface MergedPage {
  readonly statements: readonly string[];
  /** A position for each log; null when all are at their end. */
  readonly next: readonly LogPosition[] | null;
}

/**
 * [SHD-5] One page out of a page of every log, by `stored` and within the same microsecond by the number of the log. A log
 * that stopped before its end bounds the page: what it has not looked at yet might come before what others have.
 */
export function mergePages(
  pages: readonly LogPage[],
  { limit, ascending }: { readonly limit: number; readonly ascending: boolean },
): MergedPage {
  const taken = pages.map(() => 0);
  const statements: string[] = [];
  while (statements.length < limit) {
    const log = nextLog(pages, taken, ascending);
    if (log === undefined) break;
    statements.push(pages[log]!.found[taken[log]!]!.text);
    taken[log]!++;
  }
  const done = pages.every(({ found, next }, log) => next === null && taken[log] === found.length);
  return { statements, next: done ? null : pages.map((page, log) => positionAfter(page, taken[log]!)) };
}

/** Undefined when nothing is left, or when a log that is not at its end has nothing more to compare. */
function nextLog(pages: readonly LogPage[], taken: readonly number[], ascending: boolean): number | undefined {
  let best: number | undefined;
  let bestMicros = 0;
  for (const [log, { found, next }] of pages.entries()) {
    const candidate = found[taken[log]!];
    if (candidate === undefined) {
      if (next !== null) return undefined;
      continue;
    }
    const { storedMicros } = candidate;
    if (best === undefined || (ascending ? storedMicros < bestMicros : storedMicros > bestMicros)) {
      best = log;
      bestMicros = storedMicros;
    }
  }
  return best;
}

function positionAfter({ found, from, next }: LogPage, taken: number): LogPosition {
  if (taken === found.length && next !== null) return next;
  return taken === 0 ? from : { after: found[taken - 1]!.seq, upper: from.upper };
}
