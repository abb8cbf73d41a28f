import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundStatement, type LogPage, type LogPosition, mergePages } from './merge.ts';

/** A log of statements whose `stored` rise; numbered from 1. */
const logs = fc.array(
  fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 }).map((steps) => {
    let storedMicros = 0;
    return steps.map((step) => (storedMicros += step));
  }),
  { minLength: 1, maxLength: 4 },
);

/** What a log answers that stops after `stop` statements, as one that reads a bounded number of segments does. */
function pageOf(
  { log, stored }: { log: number; stored: readonly number[] },
  from: LogPosition,
  { limit, ascending, stop }: { limit: number; ascending: boolean; stop: number },
): LogPage {
  const all = stored.map((storedMicros, i): FoundStatement => ({ seq: i + 1, storedMicros, text: `${log}/${i + 1}` }));
  const ordered = ascending ? all : all.reverse();
  const { after, upper } = from;
  const open = ordered.filter(
    ({ seq }) => seq <= upper && (after === undefined || (ascending ? seq > after : seq < after)),
  );
  const found = open.slice(0, Math.min(limit, stop));
  return { found, from, next: found.length < open.length ? { after: found.at(-1)!.seq, upper } : null };
}

describe('a page of several logs', () => {
  it('[SHD-5] pages give every statement once, in the order of stored, whatever the logs give at a time', () => {
    fc.assert(
      fc.property(
        logs,
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (stored, ascending, limit, stop) => {
          const texts: string[] = [];
          let positions: readonly LogPosition[] | null = stored.map((list) => ({ upper: list.length }));
          for (let pages = 0; positions !== null && pages < 200; pages++) {
            const asked = positions.map((from, log) =>
              pageOf({ log, stored: stored[log]! }, from, { limit, ascending, stop }),
            );
            const merged = mergePages(asked, { limit, ascending });
            expect(merged.statements.length).toBeLessThanOrEqual(limit);
            texts.push(...merged.statements);
            positions = merged.next;
          }
          const all = stored.flatMap((list, log) =>
            list.map((micros, i) => ({ micros, log, text: `${log}/${i + 1}` })),
          );
          all.sort((a, b) => (ascending ? a.micros - b.micros : b.micros - a.micros) || a.log - b.log);
          expect(texts).toEqual(all.map(({ text }) => text));
          expect(positions).toBeNull();
        },
      ),
    );
  });

  it('[SHD-5] a log that found nothing yet lets nobody pass it', () => {
    const searching: LogPage = { found: [], from: { upper: 9 }, next: { after: 5, upper: 9 } };
    const other: LogPage = { found: [{ seq: 1, storedMicros: 1, text: 'x' }], from: { upper: 1 }, next: null };
    expect(mergePages([other, searching], { limit: 10, ascending: false })).toEqual({
      statements: [],
      next: [{ upper: 1 }, { after: 5, upper: 9 }],
    });
  });
});
