import { describe, expect, it } from 'vitest';
import { planAppend } from './append.ts';
import { prepareStatements } from './prepare.ts';
import { lateTerms, MAX_LATE_REFERRERS, MAX_REFERENCES, termsThrough, withTargets } from './references.ts';
import { ada, bob, did, good } from './statements.testing.ts';
import { term, termNumber } from './terms.ts';
import type { Statement } from './types.ts';

const id = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;
const about = (target: number): Statement['object'] => ({ objectType: 'StatementRef', id: id(target).toUpperCase() });
const statement = (n: number, more: Partial<Statement> = {}): Statement => ({ ...good, id: id(n), ...more });
const storeOf = (...statements: Statement[]) => {
  const texts = new Map(statements.map((one) => [one.id!, JSON.stringify(one)]));
  return (wanted: string) => texts.get(wanted);
};
const ofActivity = termNumber(term('o', (good.object as { id: string }).id));

describe('references', () => {
  it('[REF-1] are followed to their end; what is not there ends them', () => {
    const find = storeOf(statement(1), statement(2, { object: about(1) }));
    const chain = [...withTargets(statement(3, { object: about(2) }), find)];
    expect(chain.map((one) => one.id)).toEqual([id(3), id(2), id(1)]);
    expect([...withTargets(statement(4, { object: about(9) }), find)]).toHaveLength(1);
  });
  it('[REF-1] circles and endless chains end', () => {
    const one = statement(1, { object: about(2) });
    const find = storeOf(one, statement(2, { object: about(1) }));
    expect([...withTargets(one, find)].map((each) => each.id)).toEqual([id(1), id(2)]);
    const self = statement(3, { object: about(3) });
    expect([...withTargets(self, storeOf(self))]).toHaveLength(1);
    let asked = 0;
    const endless = () => JSON.stringify(statement(++asked + 10, { object: about(asked + 11) }));
    expect([...withTargets(statement(10, { object: about(11) }), endless)]).toHaveLength(MAX_REFERENCES + 1);
  });
  it('[REF-2] a statement has the terms of what it leads to, each once', () => {
    const find = storeOf(statement(1), statement(2, { actor: bob, object: about(1) }));
    const terms = termsThrough(id(2), find);
    expect(terms).toContain(ofActivity);
    expect(terms.length).toBe(new Set(terms).size);
    expect(termsThrough(id(9), find)).toEqual([]);
  });
  it('[REF-3] what waited for a statement gains its terms, and so does what refers to it', () => {
    const find = storeOf(statement(1), statement(2, { object: about(1) }), statement(3, { object: about(2) }));
    const rows = [
      { target: id(1), by: id(2), seq: 2 },
      { target: id(2), by: id(3), seq: 3 },
      { target: id(3), by: id(1), seq: 1 },
    ];
    const late = lateTerms([id(1)], find, (ids) => rows.filter(({ target }) => ids.includes(target)));
    expect(late.map(({ seq }) => seq)).toEqual([2, 3]);
    for (const { terms } of late) expect(terms).toContain(ofActivity);
    expect(lateTerms([], find, () => rows)).toEqual([]);
  });
  it('[REF-3] no more wait than one transaction can bear', () => {
    const many = Array.from({ length: MAX_LATE_REFERRERS + 1 }, (_, i) => ({ by: id(i + 2), seq: i }));
    expect(
      lateTerms(
        [id(1)],
        () => undefined,
        () => many,
      ),
    ).toHaveLength(MAX_LATE_REFERRERS);
  });
  it('[REF-2] [REF-3] an append indexes both directions, within one batch too', () => {
    const prepared = prepareStatements([statement(2, { verb: did, object: about(1) }), statement(1)], {
      authority: ada,
      newId: () => '',
    });
    if (!prepared.ok) throw new Error(prepared.error.detail);
    const batch = prepared.value.map(({ statement: _, ...rest }) => ({ ...rest, partition: 0 }));
    const stored = storeOf(statement(7, { object: about(2) }));
    const plan = planAppend(
      batch,
      { end: { seq: 7, storedMicros: 1 }, micros: 2 },
      {
        find: stored,
        referrers: (ids) => (ids.includes(id(2)) ? [{ target: id(2), by: id(7), seq: 7 }] : []),
      },
    );
    if (!plan.ok) throw new Error(plan.error.detail);
    expect(plan.value.segments[0]!.references).toEqual([{ target: id(1), by: id(2), seq: 8 }]);
    expect(plan.value.segments[0]!.terms).toContain(ofActivity);
    expect(plan.value.late).toEqual([{ seq: 7, terms: expect.arrayContaining([ofActivity]) }]);
  });
});
