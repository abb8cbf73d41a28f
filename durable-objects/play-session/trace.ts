import type { JournalEntry } from '../../domain/session/contract.ts';
import type { SessionData } from '../../domain/session/data.ts';
import type { TraceItem } from './contract.ts';
import type { Statement } from './outbox.ts';

/** Characters of one item's entries: a row may have 2 MB, a character may take three bytes and the rest needs room. */
export const TRACE_CHARS = 500_000;
/** What is left of each argument of a request that is longer. */
const CLIPPED_CHARS = 200;

/** What was asked, as far as the kind of request says it. */
export type Asked = Pick<TraceItem, 'kind'> &
  Partial<Pick<TraceItem, 'launch' | 'writer' | 'entries' | 'navigation' | 'statements'>>;

/** One item of the trace: what was asked, and what differs between `before` and `after`. */
export function traceOf(
  receivedAt: string,
  asked: Asked,
  { before, after, statements }: { before: SessionData; after: SessionData; statements: readonly Statement[] },
): Omit<TraceItem, 'no'> {
  const { state, completion, success, score, cursor } = after;
  return {
    receivedAt,
    launch: null,
    writer: null,
    entries: [],
    navigation: null,
    ...asked,
    warnings: after.warnings.slice(before.warnings.length).map(({ node, text }) => ({ node, text })),
    // What was told comes before what followed from it.
    statements: [...(asked.statements ?? []), ...statements.map(({ id }) => id)],
    outcome: { state, completion, success, score, cursor: cursor.current },
  };
}

/** The entries of a request that were admitted now: above what was durable before, up to what is durable after. */
export function admittedOf(entries: readonly JournalEntry[], { from, to }: { from: number; to: number }) {
  const admitted = entries.filter(({ seq }) => seq > from && seq <= to);
  if (JSON.stringify(admitted).length <= TRACE_CHARS) return admitted;
  // The values are in the session; the trace of so large a request shows their beginnings.
  return admitted.map(clipped);
}

function clipped(entry: JournalEntry): JournalEntry {
  if (entry.kind !== 'call') return entry;
  return {
    ...entry,
    args: entry.args.map((arg) => (arg.length > CLIPPED_CHARS ? `${arg.slice(0, CLIPPED_CHARS)}…` : arg)),
  };
}
