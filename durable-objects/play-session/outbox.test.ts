import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../../domain/kernel/event.ts';
import { type DrainDeps, drain } from './drain.ts';
import {
  BATCH_CHARS,
  BATCH_EVENTS,
  BATCH_STATEMENTS,
  batchLength,
  type Message,
  merged,
  ROW_CHARS,
  rowsOf,
  type Statement,
} from './outbox.ts';
import { Ringer } from './ringer.ts';
import { RETRY_FIRST_MS, RETRY_LAST_MS, retryDelayMs } from './schedule.ts';
import type { OutboxRow } from './store.ts';

const statement = (id: string, chars = 0): Statement => ({ id, text: 'x'.repeat(chars) }) as Statement;
const event = (id: string) => ({ id }) as CloudEvent;
const many = <T>(count: number, make: (id: string) => T): T[] => Array.from({ length: count }, (_, i) => make(`${i}`));
const note = { state: 'active', version: 3 } as const;
const message = (statements: number, events = 0): Message => ({
  statements: many(statements, statement),
  events: many(events, event),
});

describe('cutting', () => {
  it('[PSO-10] a message is cut by number and by size, in order, the note last', () => {
    const counted = rowsOf({ ...message(BATCH_STATEMENTS + 1, BATCH_EVENTS + 1), note });
    expect(counted.map(({ statements, events, note }) => [statements.length, events.length, note])).toEqual([
      [BATCH_STATEMENTS, 0, undefined],
      [1, BATCH_EVENTS, undefined],
      [0, 1, note],
    ]);
    const half = Math.floor(ROW_CHARS / 2);
    const sized = rowsOf({ statements: [statement('a', half), statement('b', half), statement('c')], events: [] });
    expect(sized.map(({ statements }) => statements.map(({ id }) => id))).toEqual([['a'], ['b', 'c']]);
    const huge = rowsOf({ statements: [statement('a', 2 * ROW_CHARS)], events: [event('e')] });
    expect(huge.map(({ statements, events }) => [statements.length, events.length])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('[PSO-10] nothing makes no row, a note alone makes one', () => {
    expect(rowsOf(message(0))).toEqual([]);
    expect(rowsOf({ ...message(0), note })).toEqual([{ statements: [], events: [], note }]);
  });

  it('[PSO-10] rows go together as far as the limits allow, at least one', () => {
    expect(batchLength([message(BATCH_STATEMENTS - 1), message(1), message(1)])).toBe(2);
    expect(batchLength([message(1, BATCH_EVENTS), message(1, 1)])).toBe(1);
    expect(batchLength([message(BATCH_STATEMENTS + 5), message(0)])).toBe(1);
    expect(batchLength([])).toBe(0);
  });

  it('[PSO-17] rows go together up to a size; a larger one goes alone', () => {
    const sized = (chars: number): Message => ({ statements: [statement('a', chars)], events: [] });
    const rest = BATCH_CHARS / 2 - JSON.stringify(sized(0)).length;
    expect(batchLength([sized(rest), sized(rest), sized(0)])).toBe(2);
    expect(batchLength([sized(rest), sized(rest + 1)])).toBe(1);
    expect(batchLength([sized(BATCH_CHARS), sized(0)])).toBe(1);
    expect(batchLength([sized(0), sized(BATCH_CHARS), sized(0)])).toBe(1);
  });

  it('the newest note stands for all', () => {
    const newer = { state: 'completed', version: 4 } as const;
    expect(merged([{ ...message(1), note }, { ...message(1, 1), note: newer }, message(0)])).toMatchObject({
      statements: [{}, {}],
      events: [{}],
      note: newer,
    });
    expect(merged([message(1)])).not.toHaveProperty('note');
  });
});

describe('waiting', () => {
  it('[PSO-7] waits double up to the last', () => {
    expect([1, 2, 3, 4].map(retryDelayMs)).toEqual([1, 2, 4, 8].map((n) => n * RETRY_FIRST_MS));
    expect(retryDelayMs(7)).toBe(RETRY_LAST_MS);
    expect(retryDelayMs(5000)).toBe(RETRY_LAST_MS);
  });

  it('[PSO-11] the alarm is written only to ring earlier', () => {
    const set: (number | Date)[] = [];
    const ringer = new Ringer({ setAlarm: async (at) => void set.push(at) });
    for (const at of [undefined, 50, 60, 50, 40]) ringer.ringBy(at);
    ringer.rang();
    ringer.ringBy(60);
    expect(set).toEqual([50, 40, 60]);
  });
});

describe('draining', () => {
  /** An outbox in memory, and downstream services that answer as told. */
  function setting(messages: readonly Message[], refuse: Record<string, 'statement_conflict' | 'internal'> = {}) {
    let rows: OutboxRow[] = messages.map((message, i) => ({ no: i + 1, message }));
    const told: string[] = [];
    const aside: string[] = [];
    const deps: DrainDeps = {
      downstream: {
        admit: async (statements) => {
          const code = statements.map(({ id }) => refuse[id]).find((found) => found !== undefined);
          if (code !== undefined) return { problem: { code, detail: 'No.' } };
          told.push(`admit ${statements.map(({ id }) => id).join(' ')}`);
          return { stored: '' };
        },
        publish: async (events) => void told.push(`publish ${events.map(({ id }) => id).join(' ')}`),
        note: async ({ state }) => void told.push(`note ${state}`),
      },
      outbox: {
        outbox: (limit) => rows.slice(0, limit),
        sent: (sent) => {
          rows = rows.filter((row) => !sent.includes(row));
        },
        refused: (row, reason) => {
          aside.push(`${row.no} ${reason}`);
          rows = rows.filter((other) => other !== row);
        },
      },
      alert: (reason) => void told.push(`alert ${reason}`),
    };
    return { deps, told, aside, left: () => rows.map(({ no }) => no) };
  }
  const one = (id: string, more: Partial<Message> = {}): Message => ({
    statements: [statement(id)],
    events: [],
    ...more,
  });

  it('[PSO-6] tells statements, events and the state, in order', async () => {
    const { deps, told, left } = setting([one('a', { events: [event('e')] }), one('b', { note })]);
    await drain(deps);
    expect(told).toEqual(['admit a b', 'publish e', 'note active']);
    expect(left()).toEqual([]);
  });

  it('[PSO-9] sets aside what is refused for good, and only that', async () => {
    const { deps, told, aside, left } = setting([one('a'), one('b', { events: [event('e')] }), one('c')], {
      b: 'statement_conflict',
    });
    await drain(deps);
    expect(told).toEqual(['admit a', 'alert statement_conflict: No.', 'admit c']);
    expect(aside).toEqual(['2 statement_conflict: No.']);
    expect(left()).toEqual([]);
  });

  it('[PSO-9] a refusal that passes keeps everything', async () => {
    const { deps, told, left } = setting([one('a'), one('b')], { b: 'internal' });
    await expect(drain(deps)).rejects.toThrow('No.');
    expect([told, left()]).toEqual([[], [1, 2]]);
  });
});
