import { describe, expect, it } from 'vitest';
import { essenceOf, lateTerms, MAX_LATE_REFERRERS, MAX_REFERENCES, targetsOf, termsBeyond } from './references.ts';
import { bob, good } from './statements.testing.ts';
import { term, termNumber } from './terms.ts';
import type { Statement } from './types.ts';

const id = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;
const about = (target: number): Statement['object'] => ({ objectType: 'StatementRef', id: id(target).toUpperCase() });
const statement = (n: number, more: Partial<Statement> = {}): Statement => ({ ...good, id: id(n), ...more });
const byId = (...statements: Statement[]) => new Map(statements.map((one) => [one.id!, one]));
const finder = (...statements: Statement[]) => {
  const all = byId(...statements);
  return async (wanted: string) => all.get(wanted);
};
const lookupOf = (...statements: Statement[]) => {
  const all = byId(...statements);
  return (wanted: string) => (all.has(wanted) ? essenceOf(all.get(wanted)!) : undefined);
};
const ofActivity = termNumber(term('o', (good.object as { id: string }).id));

describe('references', () => {
  it('[REF-1] are followed to their end; what is not there ends them', async () => {
    const find = finder(statement(1), statement(2, { object: about(1) }));
    const chain = await targetsOf(statement(3, { object: about(2) }), find);
    expect(chain.map((one) => one.id)).toEqual([id(2), id(1)]);
    expect(await targetsOf(statement(4, { object: about(9) }), find)).toEqual([]);
  });
  it('[REF-1] circles and endless chains end', async () => {
    const one = statement(1, { object: about(2) });
    const two = statement(2, { object: about(1) });
    expect((await targetsOf(one, finder(one, two))).map((each) => each.id)).toEqual([id(2)]);
    const self = statement(3, { object: about(3) });
    expect(await targetsOf(self, finder(self))).toEqual([]);
    let asked = 0;
    const endless = () => statement(++asked + 10, { object: about(asked + 11) });
    expect(await targetsOf(statement(10, { object: about(11) }), async () => endless())).toHaveLength(MAX_REFERENCES);
    asked = 0;
    termsBeyond(id(10), () => essenceOf(endless()));
    expect(asked).toBe(MAX_REFERENCES + 1);
  });
  it('[REF-2] a statement gains the terms of what it leads to that are not its own, each once', () => {
    const lookup = lookupOf(
      statement(1),
      statement(2, { object: about(1) }),
      statement(3, { actor: bob, object: about(2) }),
    );
    expect(termsBeyond(id(2), lookup)).toEqual([ofActivity]);
    const beyond = termsBeyond(id(3), lookup);
    expect(beyond).toHaveLength(2);
    expect(beyond).toEqual(
      expect.arrayContaining([ofActivity, termNumber(term('a', '["mbox","mailto:ada@example.com"]'))]),
    );
    expect(termsBeyond(id(9), lookup)).toEqual([]);
  });
  it('[REF-3] what waited for a statement gains its terms, and so does what refers to it', () => {
    const lookup = lookupOf(statement(1), statement(2, { object: about(1) }), statement(3, { object: about(2) }));
    const rows = [
      { target: id(1), by: id(2), seq: 2 },
      { target: id(2), by: id(3), seq: 3 },
      { target: id(3), by: id(1), seq: 1 },
    ];
    const late = lateTerms([id(1)], lookup, (ids) => rows.filter(({ target }) => ids.includes(target)));
    expect(late).toEqual([
      { seq: 2, terms: [ofActivity] },
      { seq: 3, terms: [ofActivity] },
    ]);
    expect(lateTerms([], lookup, () => rows)).toEqual([]);
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
});
