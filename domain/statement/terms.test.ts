import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash53 } from '../kernel/hash53.ts';
import { actorKey, actorKeys } from './actor-key.ts';
import { authorityKeys } from './authority.ts';
import { activity, ada, bob, cy, did, good, ID } from './statements.testing.ts';
import { term, termNumber, termNumbersOf, termsOf } from './terms.ts';
import type { Actor, Statement } from './types.ts';

const terms = (statement: Statement) => [...termsOf(statement)].sort();
const group = (...member: Actor[]): Actor => ({ objectType: 'Group', member });
const [ADA, BOB, CY] = [ada, bob, cy].map((actor) => actorKey(actor)!) as [string, string, string];

describe('keys of actors', () => {
  it('[CMP-1] have a form that never changes, because indexes hold it', () => {
    expect(ADA).toBe('["mbox","mailto:ada@example.com"]');
    expect(BOB).toBe('["account","https://lms.example","bob"]');
    expect(CY).toBe('["openid","https://cy.example"]');
    expect(actorKey({ mbox_sha1sum: 'AB'.repeat(20) })).toBe(`["mbox_sha1sum","${'ab'.repeat(20)}"]`);
    expect(actorKeys(ada)).toEqual([ADA]);
    expect(actorKeys(group(ada))).toEqual([ADA]);
  });
});

describe('terms', () => {
  it('[QRY-3] of actor, verb and object, each once', () => {
    expect(terms(good)).toEqual([`a${ADA}`, `o${activity.id}`, `v${did.id}`]);
    expect(terms({ ...good, object: { objectType: 'Activity', ...activity } })).toEqual(terms(good));
    expect(terms({ ...good, object: { objectType: 'Agent', ...bob } })).toEqual([`a${BOB}`, `a${ADA}`, `v${did.id}`]);
    expect(terms({ ...good, object: { ...group(cy), objectType: 'Group' } })).toEqual([
      `a${ADA}`,
      `a${CY}`,
      `v${did.id}`,
    ]);
    expect(terms({ ...good, object: { objectType: 'StatementRef', id: ID } })).toEqual([`a${ADA}`, `v${did.id}`]);
  });
  it('[QRY-3] what is there already is not said again as related', () => {
    const context = { instructor: ada, team: group(ada, cy), contextActivities: { other: [activity, { id: 'x:y' }] } };
    expect(terms({ ...good, authority: ada, context })).toEqual([
      `A${CY}`,
      'Ox:y',
      `a${ADA}`,
      `o${activity.id}`,
      `v${did.id}`,
    ]);
    expect(terms({ ...good, object: { objectType: 'Agent', ...ada } })).toEqual([`a${ADA}`, `v${did.id}`]);
  });
  it('[QRY-3] of a SubStatement are related', () => {
    const sub = (object: Statement['object']) =>
      terms({ ...good, object: { objectType: 'SubStatement', actor: cy, verb: { id: 'x:v' }, object } });
    expect(sub({ objectType: 'Activity', id: 'x:y' })).toEqual([`A${CY}`, 'Ox:y', `a${ADA}`, `v${did.id}`]);
    expect(sub({ objectType: 'Group', ...bob })).toEqual([`A${BOB}`, `A${CY}`, `a${ADA}`, `v${did.id}`]);
    expect(sub({ objectType: 'StatementRef', id: ID })).toEqual([`A${CY}`, `a${ADA}`, `v${did.id}`]);
  });
  it('[QRY-5] have numbers that are their hashes', () => {
    expect(termNumber('vx:y')).toBe(hash53('vx:y'));
  });

  const account = fc.record({ homePage: fc.webUrl(), name: fc.string({ unit: 'binary' }) });
  const agent = fc.oneof(fc.constantFrom<Actor>(ada, bob, cy), fc.record({ account }));
  const actor = fc.oneof(
    agent,
    fc.array(agent, { maxLength: 40 }).map((member) => group(...member)),
  );
  const doing = fc.oneof(fc.constant(activity), fc.record({ id: fc.webUrl() }));
  const contextActivities = fc.record({ parent: fc.array(doing), other: fc.array(doing, { maxLength: 40 }) });
  const context = fc.record({
    registration: fc.uuid().map((id) => id.toUpperCase()),
    instructor: actor,
    team: actor,
    contextAgents: fc.array(fc.record({ agent })),
    contextGroups: fc.array(fc.record({ group: actor })),
    contextActivities,
  });
  const flat = fc.oneof(
    doing,
    agent.map((one) => ({ objectType: 'Agent', ...one })),
  );
  const inner = { actor, verb: fc.constant(did), object: flat, context };
  const sub = fc.record(
    { objectType: fc.constant('SubStatement'), ...inner },
    { requiredKeys: ['objectType', 'actor', 'object', 'verb'] },
  );
  const any = fc.record({ ...inner, object: fc.oneof(flat, sub) }, { requiredKeys: ['actor', 'object', 'verb'] });

  it('[QRY-5] numbers are those of the terms, once each and in order, also when they are remembered', () => {
    fc.assert(
      fc.property(any, actor, (value, authority) => {
        const statement = value as unknown as Statement;
        const numbers = [...termsOf({ ...statement, authority })].map(termNumber);
        for (let i = 0; i < 2; i++) expect(termNumbersOf(statement, authorityKeys(authority))).toEqual(numbers);
      }),
    );
  });
  it('[QRY-5] values of any length and number have theirs', () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => `https://example.com/${i}`);
    for (const id of [...ids, `x:${'y'.repeat(1000)}`, ids[0]!]) {
      expect(termNumbersOf({ ...good, object: { id } }, [])).toContain(termNumber(term('o', id)));
    }
  });
});
