import { describe, expect, it } from 'vitest';
import { StatementSource } from '../load/statements.ts';
import { checkAnswer } from './check.ts';
import { KINDS, pathOf } from './questions.ts';

const owner = { tenant: 'acme', homePage: 'https://lectern.localhost/tenants/acme' };
const source = new StatementSource(owner);
const stored = 3000;
const about = source.facts(1234);
const kindOf = (name: string) => KINDS.find((kind) => kind.name === name)!;
const time = (k: number) => new Date(Date.UTC(2026, 0, 1) + k).toISOString();

/** What a right store answers: the newest of the first `stored`. */
function answer(name: string): { statements: Record<string, unknown>[]; more: string } {
  const kind = kindOf(name);
  const found = Array.from({ length: stored }, (_, i) => stored - 1 - i).filter((k) =>
    kind.matches(source.facts(k), about),
  );
  const statements = found.slice(0, 100).map((k) => ({ ...JSON.parse(source.text(k)), stored: time(k) }));
  return { statements, more: found.length > 100 ? '/xapi/statements?more=x' : '' };
}
const check = (name: string, given: object) =>
  checkAnswer(JSON.stringify(given), { kind: kindOf(name), about }, { source, stored });

describe('checkAnswer', () => {
  it.each(KINDS.map(({ name }) => name).filter((name) => name !== 'statementId'))('%s: takes what is right', (name) => {
    expect(answer(name).statements.length).toBeGreaterThan(0);
    expect(() => check(name, answer(name))).not.toThrow();
  });
  it('takes the statement of an id, and no other', () => {
    const [statement, other] = answer('agent').statements;
    const own = { ...JSON.parse(source.text(1234)), stored: time(1234) };
    expect(() => check('statementId', own)).not.toThrow();
    expect(() => check('statementId', statement!.id === own.id ? other! : statement!)).toThrow('does not belong');
  });
  it('finds what is missing, doubled, strange or out of order', () => {
    const { statements, more } = answer('latest');
    const swapped = [statements[1], statements[0], ...statements.slice(2)];
    expect(() => check('latest', { statements: statements.slice(1), more })).toThrow('99 statements, not 100');
    expect(() => check('latest', { statements: [statements[1], ...statements.slice(1)], more })).toThrow('twice');
    expect(() => check('latest', { statements: swapped, more })).toThrow('older');
    expect(() => check('latest', { statements, more: '' })).toThrow('leads nowhere');
    const agent = answer('agent').statements;
    const strange = [{ ...agent[0], actor: statements[0]!.actor }, ...agent.slice(1)];
    expect(() => check('agent', { statements: strange, more: '' })).toThrow('does not belong');
  });
});

describe('pathOf', () => {
  it('asks for a hundred, or for one by its id', () => {
    expect(pathOf(kindOf('related activity'), about, owner.homePage)).toBe(
      `/xapi/statements?${new URLSearchParams({ activity: about.course, related_activities: 'true', limit: '100' })}`,
    );
    expect(pathOf(kindOf('statementId'), about, owner.homePage)).toBe(`/xapi/statements?statementId=${about.id}`);
  });
});
