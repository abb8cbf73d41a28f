/** What one command tells the others, and how it is cut for sending. Pure; `drain.ts` does it. */
import type { CloudEvent } from '../../domain/kernel/event.ts';
import type { SessionState } from '../../domain/session/contract.ts';

/** Complete statements with deterministic ids, as the session tells them. */
export type Statement = { readonly id: string };

/** One outbox row: sent as a whole, statements first, so that an event never precedes what it tells of. */
export interface Message {
  readonly statements: readonly Statement[];
  readonly events: readonly CloudEvent[];
  /** The registration's state for lists; only the newest counts. */
  readonly note?: { readonly state: SessionState; readonly version: number };
}

/** Rows taken at once, so that a long outage is caught up with in few calls. */
export const BATCH_ROWS = 50;
/** Statements in one call: a call's value may have 32 MiB, and progress admits a call as one transaction. */
export const BATCH_STATEMENTS = 200;
/** Events in one call, as the contract of progress allows. */
export const BATCH_EVENTS = 100;
/** Characters of statements and events in one row: a row may have 2 MB, and a character may take four bytes of it. */
export const ROW_CHARS = 450_000;
/** Characters in one call, as JSON: a call may have 32 MiB, and a character may take four bytes of it. */
export const BATCH_CHARS = 5_000_000;

/** Cuts a command's message so that every row fits. The note goes last, behind what explains it. */
export function rowsOf(message: Message): Message[] {
  const rows: { statements: Statement[]; events: CloudEvent[]; chars: number }[] = [];
  const roomy = (kind: 'statements' | 'events', value: unknown) => {
    const chars = JSON.stringify(value).length;
    const limit = kind === 'statements' ? BATCH_STATEMENTS : BATCH_EVENTS;
    let last = rows.at(-1);
    if (last === undefined || last.chars + chars > ROW_CHARS || last[kind].length >= limit) {
      last = { statements: [], events: [], chars: 0 };
      rows.push(last);
    }
    last.chars += chars;
    return last;
  };
  for (const statement of message.statements) roomy('statements', statement).statements.push(statement);
  for (const event of message.events) roomy('events', event).events.push(event);
  const cut: Message[] = rows.map(({ statements, events }) => ({ statements, events }));
  if (message.note === undefined) return cut;
  const last = cut.pop() ?? { statements: [], events: [] };
  return [...cut, { ...last, note: message.note }];
}

/**
 * How many rows from the front go together, as far as the limits allow. At least one: a row that is larger than a limit
 * goes alone, so that it does not hold up those behind it.
 */
export function batchLength(rows: readonly Message[]): number {
  let statements = 0;
  let events = 0;
  let chars = 0;
  let length = 0;
  for (const row of rows) {
    statements += row.statements.length;
    events += row.events.length;
    chars += JSON.stringify(row).length;
    const full = statements > BATCH_STATEMENTS || events > BATCH_EVENTS || chars > BATCH_CHARS;
    if (length > 0 && full) break;
    length++;
  }
  return length;
}

/** Rows that go together as one message, in their order; the newest note stands for all. */
export function merged(rows: readonly Message[]): Message {
  const note = rows.findLast((row) => row.note !== undefined)?.note;
  return {
    statements: rows.flatMap((row) => row.statements),
    events: rows.flatMap((row) => row.events),
    ...(note === undefined ? {} : { note }),
  };
}
