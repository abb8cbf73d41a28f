import { describe, expect, it } from 'vitest';
import { type AcceptedBatch, type AppendPlan, type Known, PendingBatch, planAppend } from './append.ts';
import { BlockReader, planBlocks, type StoredText } from './block.ts';
import { packBatch } from './pack.ts';
import { prepareStatements } from './prepare.ts';
import { bob, did, good } from './statements.testing.ts';
import { term, termNumber } from './terms.ts';
import type { Statement } from './types.ts';
import { VOIDED } from './verbs.ts';

const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;
const numberOf = (words: Uint32Array, at: number) => Number(words[at + 3]!.toString(16));
const ofActivity = termNumber(term('o', (good.object as { id: string }).id));
const statement = (n: number, more: Partial<Statement> = {}): Statement => ({ ...good, id: uuid(n), ...more });
const about = (n: number): Statement['object'] => ({ objectType: 'StatementRef', id: uuid(n).toUpperCase() });

function pending(...statements: object[]): PendingBatch {
  const prepared = prepareStatements(statements, { authority: bob, newId: () => uuid(0) });
  if (!prepared.ok) throw new Error(prepared.error.detail);
  return new PendingBatch(packBatch(prepared.value, () => ({ partition: 0, reading: '' })));
}

/** A log that is a list of texts, in the order of sequence numbers. Statement `n` of the tests ends with these digits. */
class ListLog implements Known {
  readonly texts: StoredText[] = [];
  readonly seqs = new Map<number, number>();
  readonly waiting = new Map<string, { by: string; seq: number }[]>();
  seqOf = (words: Uint32Array, at: number) => this.seqs.get(numberOf(words, at)) ?? 0;
  mayBeAwaited = (words: Uint32Array, at: number) => this.waiting.has(uuid(numberOf(words, at)));
  referrers = (ids: readonly string[]) => ids.flatMap((id) => this.waiting.get(id) ?? []);

  plan(batch: PendingBatch): AppendPlan {
    return planAppend(batch, this.texts.length + 1, this);
  }

  /** Plans, reads what is asked for, and writes what is accepted. */
  append(...statements: object[]): Exclude<AppendPlan, { kind: 'unread' }> {
    const batch = pending(...statements);
    for (;;) {
      const plan = this.plan(batch);
      if (plan.kind === 'accepted') this.#write(plan);
      if (plan.kind !== 'unread') return plan;
      for (const seq of plan.seqs) batch.learn(seq, this.texts[seq - 1]!);
    }
  }

  #write({ fresh, references }: AcceptedBatch): void {
    const first = this.texts.length + 1;
    for (const plan of planBlocks([fresh], { first, storedMicros: first })) {
      const block = new BlockReader(plan);
      for (let seq = block.first; seq <= block.last; seq++) {
        const text = block.at(seq);
        this.texts.push(text);
        this.seqs.set(Number((JSON.parse(text.text) as { id: string }).id.slice(-12)), seq);
      }
    }
    for (const { target, by, seq } of references) {
      this.waiting.set(target, [...(this.waiting.get(target) ?? []), { by, seq }]);
    }
  }
}

describe('appending', () => {
  it('[LOG-1] an equal statement again writes nothing', () => {
    const log = new ListLog();
    const batch = [statement(1), statement(2, { timestamp: '2026-01-01T00:00:00Z' })];
    expect(log.append(...batch)).toMatchObject({ added: 2, fresh: { indices: null } });
    expect(log.append(...batch)).toMatchObject({ added: 0 });
    const reworded = { ...batch[1], timestamp: '2026-01-01T01:00:00+01:00', version: '1.0.3' };
    expect(log.append(reworded, statement(3), batch[0]!)).toMatchObject({ added: 1, fresh: { indices: [1] } });
    expect(log.texts.map(({ text }) => (JSON.parse(text) as Statement).id)).toEqual([1, 2, 3].map(uuid));
  });
  it('[LOG-1] what is stored is read before it is compared, and only then', () => {
    const log = new ListLog();
    log.append(statement(1), statement(2));
    const batch = pending(statement(3), statement(2), statement(1));
    expect(log.plan(batch)).toEqual({ kind: 'unread', seqs: [2, 1] });
    batch.learn(2, log.texts[1]!);
    expect(log.plan(batch)).toEqual({ kind: 'unread', seqs: [1] });
    batch.learn(1, log.texts[0]!);
    expect(log.plan(batch)).toMatchObject({ kind: 'accepted', added: 1 });
  });
  it('[LOG-2] other content under a stored id refuses all and names each, the first five in full', () => {
    const log = new ListLog();
    const numbers = [1, 2, 3, 4, 5, 6, 7];
    log.append(...numbers.map((n) => statement(n)));
    const other = { verb: { id: `${did.id}/other` } };
    const refused = log.append(statement(8), ...numbers.map((n) => statement(n, n === 7 ? {} : other)));
    expect(refused).toMatchObject({
      kind: 'refused',
      problem: {
        code: 'statement_conflict',
        detail: expect.stringContaining(`${uuid(1)}, ${uuid(2)}`),
        extra: {
          statements: numbers.slice(0, 6).map(uuid),
          conflicts: numbers.slice(0, 5).map((n) => ({
            stored: { id: uuid(n), verb: did, stored: expect.any(String) },
            sent: { id: uuid(n), verb: other.verb },
          })),
        },
      },
    });
    expect(log.texts).toHaveLength(7);
  });
  it('[LOG-2] a timestamp counts when both sides had one', () => {
    const log = new ListLog();
    const at = (second: number) => ({ timestamp: `2026-01-01T00:00:0${second}Z` });
    log.append(statement(1), statement(2, at(1)));
    expect(log.append(statement(1, at(1)), statement(2))).toMatchObject({ kind: 'accepted', added: 0 });
    expect(log.append(statement(2, at(2)))).toMatchObject({ kind: 'refused' });
  });
});

describe('references', () => {
  it('[REF-2] a statement gains the terms of what it leads to, stored or in the same batch', () => {
    const log = new ListLog();
    log.append(statement(1));
    const { kind, gained, references } = log.append(
      statement(2, { verb: did, object: about(1) }),
      statement(3, { object: about(2) }),
    ) as AcceptedBatch;
    expect(kind).toBe('accepted');
    expect(references).toEqual([
      { target: uuid(1), by: uuid(2), seq: 2, voids: false, awaits: false },
      { target: uuid(2), by: uuid(3), seq: 3, voids: false, awaits: false },
    ]);
    expect(gained).toEqual([
      { seq: 2, terms: [ofActivity] },
      { seq: 3, terms: [ofActivity] },
    ]);
  });
  it('[REF-3] what comes late gives its terms to those that waited for it', () => {
    const log = new ListLog();
    const early = log.append(statement(7, { object: about(2) })) as AcceptedBatch;
    expect(early).toMatchObject({ references: [{ target: uuid(2), awaits: true }], gained: [] });
    const late = log.append(statement(2, { object: about(1) }), statement(1)) as AcceptedBatch;
    expect(late.arrived).toEqual([uuid(2)]);
    expect(late.gained).toEqual([
      { seq: 2, terms: [ofActivity] },
      { seq: 1, terms: [ofActivity] },
    ]);
  });
  it('[LOG-7] a voiding statement says whom it voids, once', () => {
    const log = new ListLog();
    const voiding = statement(2, { verb: { id: VOIDED }, object: about(1) });
    expect(log.append(voiding, statement(1))).toMatchObject({
      references: [{ target: uuid(1), by: uuid(2), seq: 1, voids: true, awaits: false }],
    });
    expect(log.append(voiding)).toMatchObject({ added: 0, references: [] });
  });
});
