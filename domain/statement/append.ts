import type { Problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { sameStatement } from './compare.ts';
import type { Prepared } from './prepare.ts';
import { type LateTerms, lateTerms, termsThrough } from './references.ts';
import { SEGMENT_CHARS } from './segment.ts';
import { formatMicros } from './time.ts';
import type { Statement, StoredStatement } from './types.ts';

/** What the border hands to the log: a prepared statement and the number of the projection partition it belongs to. */
export interface Incoming extends Omit<Prepared, 'statement'> {
  readonly partition: number;
}

/** Where a log ends. A new log ends at zero. */
export interface LogEnd {
  readonly seq: number;
  readonly storedMicros: number;
}

export interface SegmentPlan {
  readonly first: number;
  readonly storedMicros: number;
  readonly ids: readonly string[];
  readonly lines: readonly string[];
  /** Each distinct term of the segment once. */
  readonly terms: readonly number[];
  /** The partition of each statement. */
  readonly partitions: readonly number[];
  readonly voids: readonly Link[];
  /** The statements whose object is another statement. */
  readonly references: readonly (Link & { readonly seq: number })[];
}

/** `by` does something to `target`: statement ids. */
export interface Link {
  readonly target: string;
  readonly by: string;
}

export interface AppendPlan {
  readonly end: LogEnd;
  readonly segments: readonly SegmentPlan[];
  /** Terms that statements which are stored already gain, because what they refer to has come. */
  readonly late: readonly LateTerms[];
}

/** What is known of the statements that are stored. */
export interface Stored {
  /** The JSON of an id. */
  readonly find: (id: string) => string | undefined;
  /** Who refers to one of these ids. */
  readonly referrers?: (ids: readonly string[]) => readonly (Link & { readonly seq: number })[];
}

/**
 * [LOG-1] to [LOG-5]: what an append writes. `find` gives the stored JSON of an id. A statement that is stored already
 * and equal needs nothing; one that differs refuses the whole batch with `statement_conflict`.
 */
export function planAppend(
  batch: readonly Incoming[],
  now: { readonly end: LogEnd; readonly micros: number },
  { find, referrers = () => [] }: Stored,
): Result<AppendPlan, Problem> {
  const fresh: Incoming[] = [];
  const conflicts: Conflict[] = [];
  for (const incoming of batch) {
    const stored = find(incoming.id);
    if (stored === undefined) {
      fresh.push(incoming);
      continue;
    }
    const conflict = { stored: JSON.parse(stored) as StoredStatement, sent: sentOf(incoming) };
    if (!sameStatement(conflict.stored, conflict.sent)) conflicts.push(conflict);
  }
  if (conflicts.length > 0) return err(conflict(conflicts));
  const first = now.end.seq + 1;
  const storedMicros = Math.max(now.micros, now.end.storedMicros + 1);
  const known = withBatch(fresh, find);
  const sealed = fresh.map((incoming, i) => ({
    incoming: incoming.refers === null ? incoming : { ...incoming, terms: termsThrough(incoming.id, known) },
    line: seal(incoming, formatMicros(storedMicros + i)),
  }));
  const segments = divide(sealed).map(({ offset, part }) => segment(part, first + offset, storedMicros + offset));
  const end =
    fresh.length === 0 ? now.end : { seq: now.end.seq + fresh.length, storedMicros: storedMicros + fresh.length - 1 };
  const ids = fresh.map(({ id }) => id);
  return ok({ end, segments, late: lateTerms(ids, known, referrers) });
}

/** What is stored and what is about to be. */
function withBatch(fresh: readonly Incoming[], find: Stored['find']): Stored['find'] {
  const texts = new Map(fresh.map(({ id, text }) => [id, text]));
  return (id) => texts.get(id) ?? find(id);
}

/** Two statements under one id. For whoever may read what is stored: the border takes it away from others. */
export interface Conflict {
  readonly stored: StoredStatement;
  readonly sent: Statement;
}

/** Conflicts that are shown whole; a statement may be half a million characters long. */
const MAX_SHOWN_CONFLICTS = 5;

type Sealed = { readonly incoming: Incoming; readonly line: string };

const sentOf = (incoming: Incoming): Statement => JSON.parse(incoming.text) as Statement;

function conflict(conflicts: readonly Conflict[]): Problem {
  const ids = conflicts.map(({ stored }) => stored.id.toLowerCase());
  return {
    code: 'statement_conflict',
    detail: `Stored already with other content: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}.`,
    extra: { statements: ids, conflicts: conflicts.slice(0, MAX_SHOWN_CONFLICTS) },
  };
}

/** The text ends with the brace of an object that is never empty. Without a timestamp it gets that of storing. */
function seal(incoming: Incoming, stored: string): string {
  const timestamp = incoming.timestamped ? '' : `,"timestamp":"${stored}"`;
  return `${incoming.text.slice(0, -1)}${timestamp},"stored":"${stored}"}`;
}

/** [LOG-5] Consecutive parts of at most `SEGMENT_CHARS`; a larger statement is a part of its own. */
function divide(sealed: readonly Sealed[]): { offset: number; part: Sealed[] }[] {
  const parts: { offset: number; part: Sealed[] }[] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (let i = 0; i < sealed.length; i++) {
    chars += sealed[i]!.line.length;
    if (chars > SEGMENT_CHARS) {
      parts.push({ offset: i, part: [] });
      chars = sealed[i]!.line.length;
    }
    parts.at(-1)!.part.push(sealed[i]!);
  }
  return parts;
}

function segment(part: readonly Sealed[], first: number, storedMicros: number): SegmentPlan {
  return {
    first,
    storedMicros,
    ids: part.map(({ incoming }) => incoming.id),
    lines: part.map(({ line }) => line),
    terms: [...new Set(part.flatMap(({ incoming }) => incoming.terms))],
    partitions: part.map(({ incoming }) => incoming.partition),
    voids: part.flatMap(({ incoming: { voids, id } }) => (voids === null ? [] : [{ target: voids, by: id }])),
    references: part.flatMap(({ incoming: { refers, id } }, i) =>
      refers === null ? [] : [{ target: refers, by: id, seq: first + i }],
    ),
  };
}
