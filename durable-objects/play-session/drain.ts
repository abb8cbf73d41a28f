/** Sends the outbox on: in order, one drain at a time, until it is empty or something fails. */

import type { CloudEvent } from '../../domain/kernel/event.ts';
import type { Problem, ProblemCode } from '../../domain/kernel/problem.ts';
import { BATCH_ROWS, batchLength, type Message, merged, type Statement } from './outbox.ts';
import type { OutboxRow } from './store.ts';

/** An answer that has not come by now is given up; sending again is harmless. */
export const SEND_MS = 30_000;

/** Refusals that pass by themselves: the message waits and is sent again. */
const PASSING: readonly ProblemCode[] = ['too_many_requests', 'internal'];

/** The services downstream. All three may be told the same thing again. */
export interface Downstream {
  admit(statements: readonly Statement[]): Promise<{ readonly stored: string } | { readonly problem: Problem }>;
  publish(events: readonly CloudEvent[]): Promise<void>;
  note(note: NonNullable<Message['note']>): Promise<void>;
}

export interface DrainDeps {
  readonly downstream: Downstream;
  readonly outbox: {
    outbox(limit: number): OutboxRow[];
    sent(rows: readonly OutboxRow[]): void;
    refused(row: OutboxRow, reason: string): void;
  };
  /** A message was refused for good: somebody has to look. */
  alert(reason: string): void;
}

/** Resolves when the outbox is empty; rejects with what failed, everything unsent still in the outbox. */
export async function drain(deps: DrainDeps): Promise<void> {
  for (;;) {
    const rows = deps.outbox.outbox(BATCH_ROWS);
    if (rows.length === 0) return;
    const batch = rows.slice(0, batchLength(rows.map(({ message }) => message)));
    const refusal = await send(deps.downstream, merged(batch.map(({ message }) => message)));
    if (refusal === undefined) deps.outbox.sent(batch);
    else await apart(deps, batch);
  }
}

/** One message of the batch is not accepted: each goes alone, so that only that one is set aside. */
async function apart(deps: DrainDeps, rows: readonly OutboxRow[]): Promise<void> {
  for (const row of rows) {
    const refusal = await send(deps.downstream, row.message);
    if (refusal === undefined) {
      deps.outbox.sent([row]);
      continue;
    }
    const reason = `${refusal.code}: ${refusal.detail}`;
    deps.outbox.refused(row, reason);
    deps.alert(reason);
  }
}

async function send(downstream: Downstream, { statements, events, note }: Message): Promise<Problem | undefined> {
  if (statements.length > 0) {
    const answer = await inTime(downstream.admit(statements));
    if ('problem' in answer) {
      if (PASSING.includes(answer.problem.code)) throw new Error(answer.problem.detail);
      return answer.problem;
    }
  }
  if (events.length > 0) await inTime(downstream.publish(events));
  if (note !== undefined) await inTime(downstream.note(note));
  return undefined;
}

/** The answer, or a rejection when it has not come in time. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${SEND_MS} ms`)), SEND_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
