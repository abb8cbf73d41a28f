import type { JournalRequest } from '../../domain/session/contract.ts';
import type { SessionData } from '../../domain/session/data.ts';
import type { TraceItem } from './contract.ts';
import type { Statement } from './outbox.ts';

/** Characters of one item's request: a row may have 2 MB, a character may take three bytes and the rest needs room. */
export const TRACE_CHARS = 500_000;
/** What is left of each argument of a request that is longer. */
const CLIPPED_CHARS = 200;

/** One item of the trace: what was asked, and what differs between `before` and `after`. */
export function traceOf(
  what: Pick<TraceItem, 'at' | 'kind' | 'request'>,
  { before, after, statements }: { before: SessionData; after: SessionData; statements: readonly Statement[] },
): Omit<TraceItem, 'no'> {
  const { state, completion, success, score, cursor } = after;
  return {
    ...what,
    warnings: after.warnings.slice(before.warnings.length).map(({ node, text }) => ({ node, text })),
    statements: statements.map(({ id }) => id),
    outcome: { state, completion, success, score, cursor: cursor.current },
  };
}

/** The entries of a request that were admitted now: above what was durable before, up to what is durable after. */
export function admittedOf(request: JournalRequest, { from, to }: { from: number; to: number }): JournalRequest {
  const entries = request.entries.filter(({ seq }) => seq > from && seq <= to);
  const { writer, launch } = request;
  const whole = { writer, launch, entries };
  if (JSON.stringify(whole).length <= TRACE_CHARS) return whole;
  // The values are in the session; the trace of so large a request shows their beginnings.
  return { writer, launch, entries: entries.map(clipped) };
}

function clipped(entry: JournalRequest['entries'][number]): JournalRequest['entries'][number] {
  if (entry.kind !== 'call') return entry;
  return {
    ...entry,
    args: entry.args.map((arg) => (arg.length > CLIPPED_CHARS ? `${arg.slice(0, CLIPPED_CHARS)}…` : arg)),
  };
}
