import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entry } from './testing.ts';
import { acknowledge, append, hold, lastRequest, newLog, nextRequest, restoreLog } from './writer-log.ts';

const logOf = (count: number, value?: string) => {
  const log = newLog('w', 'l');
  for (let seq = 1; seq <= count; seq++) append(log, entry(seq, value));
  return log;
};
const seqs = (request: { entries: readonly { seq: number }[] } | undefined) => request?.entries.map((e) => e.seq);

describe('writer log', () => {
  it('[JRN-12] a request takes from the front what fits in number and in bytes', () => {
    const log = logOf(5);
    const size = hold(entry(1)).bytes;
    expect(seqs(nextRequest(log, { entries: 3, bytes: 1e6 }))).toEqual([1, 2, 3]);
    expect(seqs(nextRequest(log, { entries: 9, bytes: size * 2 }))).toEqual([1, 2]);
    expect(seqs(nextRequest(log, { entries: 9, bytes: size * 2 - 1 }))).toEqual([1]);
    expect(nextRequest(log, { entries: 1, bytes: 1e6 })).toMatchObject({ writer: 'w', launch: 'l' });
  });

  it('[JRN-12] an entry that is too large for a request goes alone; on leaving it does not go', () => {
    const log = logOf(2, 'ü'.repeat(300));
    expect(seqs(nextRequest(log, { entries: 9, bytes: 600 }))).toEqual([1]);
    expect(lastRequest(log, 600)).toBeUndefined();
    expect(lastRequest(newLog('w', 'l'), 600)).toBeUndefined();
  });

  it('[JRN-13] acknowledging never goes back, and never beyond what was said', () => {
    const log = logOf(4);
    acknowledge(log, 3);
    acknowledge(log, 1);
    expect([log.acked, log.held.map((h) => h.entry.seq)]).toEqual([3, [4]]);
    acknowledge(log, 99);
    expect([log.acked, log.held]).toEqual([4, []]);
  });

  it('[JRN-14] a log found on the device is put in order, without doubles, up to the first gap', () => {
    const log = restoreLog('w', 'l', [entry(5), entry(3), entry(4), entry(4), entry(7)]);
    expect(log.held.map((h) => h.entry.seq)).toEqual([3, 4, 5]);
    expect([log.acked, log.lastSeq]).toEqual([2, 5]);
    expect(restoreLog('w', 'l', [])).toEqual(newLog('w', 'l'));
  });

  it('[JRN-12] requests one after the other carry every entry once, in order, within the limits', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (lengths, entries) => {
        const log = newLog('w', 'l');
        lengths.forEach((length, i) => {
          append(log, entry(i + 1, 'y'.repeat(length)));
        });
        const sent: number[] = [];
        while (log.held.length > 0) {
          const request = nextRequest(log, { entries, bytes: 700 });
          const bytes = request.entries.reduce((sum, e) => sum + hold(e).bytes, 0);
          if (request.entries.length > entries || (request.entries.length > 1 && bytes > 700)) return false;
          sent.push(...request.entries.map((e) => e.seq));
          acknowledge(log, sent.at(-1)!);
        }
        return sent.length === lengths.length && sent.every((seq, i) => seq === i + 1);
      }),
    );
  });
});
