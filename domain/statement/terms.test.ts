import { describe, expect, it } from 'vitest';
import { hash53 } from '../kernel/hash53.ts';
import { actorKey, actorKeys } from './actor-key.ts';
import { activity, ada, bob, cy, did, good, ID } from './statements.testing.ts';
import { termNumber, termsOf } from './terms.ts';
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
});
