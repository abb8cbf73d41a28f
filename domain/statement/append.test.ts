import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Incoming, planAppend } from './append.ts';
import { prepareStatements } from './prepare.ts';
import { NEW_SEGMENT, packLines, readHeader, SEGMENT_CHARS, unpackLines } from './segment.ts';
import { bob, did, good } from './statements.testing.ts';
import { formatMicros } from './time.ts';
import type { StoredStatement } from './types.ts';

const NEW = { seq: 0, storedMicros: 0 };
const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;

function incoming(statements: object[], partition = 0): Incoming[] {
  const prepared = prepareStatements(statements, { authority: bob, newId: () => uuid(0) });
  if (!prepared.ok) throw new Error(prepared.error.detail);
  return prepared.value.map(({ statement: _statement, ...rest }) => ({ ...rest, partition }));
}

/** Appends to a log that is a Map, as the object does to its tables. */
function appendTo(log: Map<string, string>, batch: Incoming[], end = NEW, micros = 1_000_000) {
  const plan = planAppend(batch, { end, micros }, { find: (id) => log.get(id) });
  if (!plan.ok) return plan;
  for (const { ids, lines } of plan.value.segments) for (const [i, id] of ids.entries()) log.set(id, lines[i]!);
  return plan;
}

describe('appending', () => {
  it('[LOG-1] an equal statement again writes nothing', () => {
    const log = new Map<string, string>();
    const batch = incoming([
      { ...good, id: uuid(1) },
      { ...good, id: uuid(2), timestamp: '2026-01-01T00:00:00Z' },
    ]);
    const first = appendTo(log, batch);
    expect(first.ok && first.value.end).toEqual({ seq: 2, storedMicros: 1_000_001 });
    const again = appendTo(log, batch, { seq: 2, storedMicros: 1_000_001 }, 9_000_000);
    expect(again).toEqual({ ok: true, value: { end: { seq: 2, storedMicros: 1_000_001 }, segments: [], late: [] } });
    const mixed = appendTo(
      log,
      incoming([
        { ...good, id: uuid(1) },
        { ...good, id: uuid(3) },
      ]),
      { seq: 2, storedMicros: 1_000_001 },
      9_000_000,
    );
    expect(mixed.ok && mixed.value.segments.map(({ ids, first }) => [first, ids])).toEqual([[3, [uuid(3)]]]);
  });
  it('[LOG-2] other content under a stored id refuses all and names each', () => {
    const log = new Map<string, string>();
    appendTo(log, incoming([1, 2].map((n) => ({ ...good, id: uuid(n) }))));
    const other = { ...good, verb: { id: `${did.id}/other` } };
    const refused = appendTo(log, incoming([1, 2, 3].map((n) => ({ ...other, id: uuid(n) }))));
    expect(refused.ok ? '' : refused.error).toMatchObject({
      code: 'statement_conflict',
      detail: expect.stringContaining(`${uuid(1)}, ${uuid(2)}.`),
      extra: {
        statements: [uuid(1), uuid(2)],
        conflicts: [1, 2].map((n) => ({
          stored: { id: uuid(n), verb: did, stored: expect.any(String) },
          sent: { id: uuid(n), verb: other.verb },
        })),
      },
    });
    expect(log.size).toBe(2);
  });
  it('[LOG-3] stored rises even when the clock stands or goes back; a missing timestamp is that of storing', () => {
    const batch = incoming([
      { ...good, id: uuid(1) },
      { ...good, id: uuid(2), timestamp: '2026-01-01T00:00:00Z' },
    ]);
    const plan = planAppend(
      batch,
      { end: { seq: 7, storedMicros: 5_000_000 }, micros: 4_000_000 },
      { find: () => undefined },
    );
    const [segment] = plan.ok ? plan.value.segments : [];
    expect(segment).toMatchObject({ first: 8, storedMicros: 5_000_001, ids: [uuid(1), uuid(2)] });
    const lines = segment!.lines.map((line) => JSON.parse(line) as StoredStatement);
    expect(lines.map(({ stored, timestamp }) => [stored, timestamp])).toEqual([
      [formatMicros(5_000_001), formatMicros(5_000_001)],
      [formatMicros(5_000_002), '2026-01-01T00:00:00Z'],
    ]);
  });
  it('[LOG-4] [LOG-5] parts follow each other without a gap, keep the order and their size', () => {
    const response = fc.integer({ min: 0, max: SEGMENT_CHARS });
    fc.assert(
      fc.property(fc.array(response, { maxLength: 8 }), (sizes) => {
        const batch = incoming(
          sizes.map((size, i) => ({ ...good, id: uuid(i), result: { response: 'x'.repeat(size) } })),
        );
        const plan = planAppend(batch, { end: NEW, micros: 1 }, { find: () => undefined });
        if (!plan.ok) throw new Error('refused');
        let next = 1;
        for (const { first, storedMicros, lines, partitions, ids } of plan.value.segments) {
          expect([first, storedMicros]).toEqual([next, next]);
          expect([lines.length, partitions.length]).toEqual([ids.length, ids.length]);
          if (lines.length > 1) expect(lines.join('').length).toBeLessThanOrEqual(SEGMENT_CHARS);
          next += lines.length;
        }
        expect(plan.value.segments.flatMap(({ ids }) => ids)).toEqual(sizes.map((_, i) => uuid(i)));
        expect(plan.value.end.seq).toBe(sizes.length);
        return true;
      }),
      { numRuns: 20 },
    );
    const tiny = planAppend(
      incoming([1, 2].map((n) => ({ ...good, id: uuid(n) }))),
      { end: NEW, micros: 1 },
      { find: () => undefined },
    );
    expect(tiny.ok && tiny.value.segments).toHaveLength(1);
  });
  it('[LOG-5] a segment knows its terms once, its partitions and what it voids', () => {
    const voiding = {
      ...good,
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: uuid(1) },
    };
    const batch = [...incoming([{ ...good, id: uuid(2) }], 0), ...incoming([{ ...voiding, id: uuid(3) }], 1)];
    const plan = planAppend(batch, { end: NEW, micros: 1 }, { find: () => undefined });
    const [segment] = plan.ok ? plan.value.segments : [];
    expect(segment).toMatchObject({ partitions: [0, 1], voids: [{ target: uuid(1), by: uuid(3) }] });
    expect(new Set(segment!.terms)).toEqual(new Set(batch.flatMap(({ terms }) => terms)));
    expect(segment!.terms).toHaveLength(new Set(segment!.terms).size);
  });
});

describe('segments', () => {
  it('[LOG-5] lines go round', () => {
    const lines = ['{"a":"\\n"}', '{}'];
    expect(unpackLines(packLines(lines))).toEqual(lines);
  });
  it('[LOG-5] a header of an unknown form is a broken store', () => {
    expect(readHeader(JSON.stringify(NEW_SEGMENT))).toEqual(NEW_SEGMENT);
    for (const change of [{ formatVersion: 2 }, { codec: 'zstd' }, { keyId: 'k' }]) {
      expect(() => readHeader(JSON.stringify({ ...NEW_SEGMENT, ...change }))).toThrow('unknown form');
    }
  });
});
