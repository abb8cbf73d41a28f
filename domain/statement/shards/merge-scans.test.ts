import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeScans } from './merge-scans.ts';

const lineOf = (stored: number, log: number): string =>
  `{"id":"${log}-${stored}","result":{"response":"\\"stored\\":\\"9\\""},"stored":"${String(stored).padStart(4, '0')}"}\n`;

/** A log's lines, some at a time. */
async function* scanOf(lines: readonly string[], atOnce: number): AsyncGenerator<string> {
  for (let at = 0; at < lines.length; at += atOnce) yield lines.slice(at, at + atOnce).join('');
}

it('[SHD-8] scans of several logs are one, in order, whatever each gives at a time', async () => {
  const log = fc.record({
    times: fc.uniqueArray(fc.nat(60), { maxLength: 20 }),
    atOnce: fc.integer({ min: 1, max: 7 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(log, { minLength: 1, maxLength: 5 }), async (logs) => {
      const sorted = logs.map(({ times }) => [...times].sort((a, b) => a - b));
      const scans = logs.map(({ atOnce }, i) =>
        scanOf(
          sorted[i]!.map((stored) => lineOf(stored, i)),
          atOnce,
        ),
      );
      let merged = '';
      for await (const lines of mergeScans(scans)) merged += lines;
      const all = sorted.flatMap((times, i) => times.map((stored) => ({ stored, i })));
      const expected = all.sort((a, b) => a.stored - b.stored || a.i - b.i).map(({ stored, i }) => lineOf(stored, i));
      expect(merged).toBe(expected.join(''));
    }),
  );
});
