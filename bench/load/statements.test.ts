import { describe, expect, it } from 'vitest';
import { isProjected, packReading } from '../../domain/projection/packed.ts';
import { prepareStatements } from '../../domain/statement/prepare.ts';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { ACTIVITIES, LEARNERS, STEPS_PER_REGISTRATION, StatementSource } from './statements.ts';

const owner = { tenant: 'acme', homePage: 'https://lectern.localhost/tenants/acme' };
const source = new StatementSource(owner);
const tenant = { id: owner.tenant, homePage: owner.homePage };
const firstOf = (from: number, count: number) => Array.from({ length: count }, (_, i) => source.text(from + i));
const authority = { objectType: 'Agent' as const, account: { homePage: owner.homePage, name: 'key' } };

describe('the statements of the load', () => {
  it('are valid, about 1 KB of ASCII each, and have ids of their own', () => {
    const texts = firstOf(0, 1000);
    const prepared = prepareStatements(
      texts.map((text) => JSON.parse(text)),
      { authority, newId: () => '' },
    );
    expect(prepared.ok).toBe(true);
    expect(texts.join('')).toMatch(/^[ -~]*$/);
    expect(texts.join('').length / texts.length).toBeGreaterThan(1000);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(1300);
    const ids = new Set(Array.from({ length: 200_000 }, (_, k) => source.facts(k).id));
    expect(ids.size).toBe(200_000);
  });

  it('come from neighbours who differ, 1,000 learners, 50 activities, 20 statements a registration', () => {
    const all = Array.from({ length: LEARNERS * STEPS_PER_REGISTRATION * 3 }, (_, k) => source.facts(k));
    expect(new Set(all.slice(0, LEARNERS).map(({ learner }) => learner)).size).toBe(LEARNERS);
    expect(new Set(all.map(({ activity }) => activity)).size).toBe(ACTIVITIES);
    const registrations = Map.groupBy(all, ({ registration }) => registration);
    expect(Math.max(...[...registrations.values()].map((list) => list.length))).toBe(STEPS_PER_REGISTRATION);
    for (const list of registrations.values()) {
      expect(new Set(list.map(({ learner, activity }) => `${learner} ${activity}`)).size).toBe(1);
    }
  });

  it('say what `facts` says, and are projected exactly when `isProjected` says so', () => {
    for (let k = 0; k < 3000; k++) {
      const statement = JSON.parse(source.text(k)) as StoredStatement & { context: Record<string, never> };
      const { id, learner, registration, verb, activity, course } = source.facts(k);
      expect(statement).toMatchObject({
        id,
        verb: { id: verb },
        object: { id: activity },
        actor: { account: { name: learner } },
        context: { registration, contextActivities: { grouping: [{ id: course }] } },
      });
      expect(isProjected(packReading(statement, tenant))).toBe(source.isProjected(k));
    }
  });

  it('are the same for the same number, in any order', () => {
    const again = new StatementSource(owner);
    const numbers = [70_000, 3, 20_003, 3, 70_000];
    expect(numbers.map((k) => again.text(k))).toEqual(numbers.map((k) => source.text(k)));
  });
});
