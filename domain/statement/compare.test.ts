import { describe, expect, it } from 'vitest';
import { actorKey, actorKeys } from './actor-key.ts';
import { sameStatement } from './compare.ts';
import { activity, ada, bob, cy, did, good, ID, STORED, stored } from './statements.testing.ts';
import type { Statement } from './types.ts';

const group = (...member: object[]) => ({ objectType: 'Group', member }) as Statement['actor'];
const sub = (more: Partial<Statement>) =>
  ({ ...good, object: { objectType: 'SubStatement', ...good, ...more } }) as Statement;

describe('who an actor is', () => {
  it('[CMP-1] each kind of identifier is another actor, values are exact', () => {
    const sha1 = { mbox_sha1sum: 'A'.repeat(40) };
    const keys = [ada, sha1, cy, bob, { account: { homePage: 'https://lms.example b', name: 'ob' } }].map(actorKey);
    expect(new Set(keys).size).toBe(5);
    expect(actorKey({ mbox_sha1sum: 'a'.repeat(40) })).toBe(actorKey(sha1));
    expect(actorKey({ mbox: 'mailto:Ada@example.com' })).not.toBe(actorKey(ada));
    expect(actorKey(group(ada))).toBeUndefined();
    expect(actorKeys({ ...group(ada, bob), ...cy })).toEqual([actorKey(cy), actorKey(ada), actorKey(bob)]);
  });
});

type Pair = readonly [rule: string, what: string, a: Statement, b: Statement];

const SAME: readonly Pair[] = [
  [
    'CMP-2',
    'what the LRS sets',
    good,
    { ...good, id: ID, authority: cy, stored: '2020-01-01T00:00:00Z', version: '1.0.3' },
  ],
  [
    'CMP-2',
    'displays and definitions',
    good,
    { ...good, verb: { ...did, display: { en: 'x' } }, object: { ...activity, definition: { name: { en: 'x' } } } },
  ],
  ['CMP-2', 'the order of members', { ...good, actor: group(ada, bob, cy) }, { ...good, actor: group(cy, ada, bob) }],
  [
    'CMP-2',
    'definitions of context activities',
    { ...good, context: { contextActivities: { parent: [activity] } } },
    { ...good, context: { contextActivities: { parent: [{ ...activity, definition: {} }] } } },
  ],
  ['CMP-2', 'definitions in a SubStatement', sub({}), sub({ object: { ...activity, definition: { type: 'x:y' } } })],
  ['CMP-3', 'the case of a mail domain', good, { ...good, actor: { mbox: 'mailto:ada@EXAMPLE.com' } }],
  [
    'CMP-3',
    'a duration beyond hundredths',
    { ...good, result: { duration: 'PT1.239S' } },
    { ...good, result: { duration: 'PT1.23S' } },
  ],
  [
    'CMP-3',
    'the case of UUIDs',
    { ...good, context: { registration: ID, statement: { objectType: 'StatementRef', id: ID } } },
    {
      ...good,
      context: { registration: ID.toUpperCase(), statement: { objectType: 'StatementRef', id: ID.toUpperCase() } },
    },
  ],
  [
    'CMP-3',
    'the case of a reference',
    { ...good, object: { objectType: 'StatementRef', id: ID } },
    { ...good, object: { objectType: 'StatementRef', id: ID.toUpperCase() } },
  ],
  [
    'CMP-3',
    'objectTypes that are the default',
    good,
    { ...good, actor: { objectType: 'Agent', ...ada }, object: { objectType: 'Activity', ...activity } },
  ],
  [
    'CMP-3',
    "the objectType of a SubStatement's activity",
    sub({}),
    sub({ object: { objectType: 'Activity', ...activity } }),
  ],
  [
    'CMP-3',
    'the zone of a SubStatement',
    sub({ timestamp: '2026-01-31T12:00:00Z' }),
    sub({ timestamp: '2026-01-31T13:00:00+01:00' }),
  ],
];

const OTHER_ID = ID.replace('0', '1');
const DIFFERENT: readonly Pair[] = [
  [
    'CMP-4',
    'the statement that is referred to',
    { ...good, object: { objectType: 'StatementRef', id: ID } },
    { ...good, object: { objectType: 'StatementRef', id: OTHER_ID } },
  ],
  [
    'CMP-4',
    'the statement of the context',
    { ...good, context: { statement: { objectType: 'StatementRef', id: ID } } },
    { ...good, context: { statement: { objectType: 'StatementRef', id: OTHER_ID } } },
  ],
  [
    'CMP-4',
    'the statement of the context at all',
    { ...good, context: { statement: { objectType: 'StatementRef', id: ID } } },
    { ...good, context: {} },
  ],
  ['CMP-4', 'context activities at all', { ...good, context: { contextActivities: {} } }, { ...good, context: {} }],
  [
    'CMP-4',
    'a Group as object',
    { ...good, object: { objectType: 'Group', ...ada } },
    { ...good, object: { objectType: 'Group', ...cy } },
  ],
  ['CMP-4', 'a SubStatement or what it is about', sub({}), good],
  ['CMP-4', 'the time of a SubStatement', sub({ timestamp: '2026-01-31T12:00:00Z' }), sub({})],
  ['CMP-4', 'the name of an actor', good, { ...good, actor: { ...ada, name: 'Ada' } }],
  ['CMP-4', 'the local part of a mailbox', good, { ...good, actor: { mbox: 'mailto:Ada@example.com' } }],
  ['CMP-4', 'the verb', good, { ...good, verb: { id: 'https://example.com/verbs/do' } }],
  ['CMP-4', 'the activity', good, { ...good, object: { id: 'https://example.com/b' } }],
  [
    'CMP-4',
    'an Agent as object',
    { ...good, object: { objectType: 'Agent', ...ada } },
    { ...good, object: { objectType: 'Agent', ...cy } },
  ],
  ['CMP-4', 'the score', { ...good, result: { score: { raw: 1 } } }, { ...good, result: { score: { raw: 2 } } }],
  ['CMP-4', 'a duration', { ...good, result: { duration: 'PT1.24S' } }, { ...good, result: { duration: 'PT1.23S' } }],
  [
    'CMP-4',
    'a duration in other units',
    { ...good, result: { duration: 'PT60S' } },
    { ...good, result: { duration: 'PT1M' } },
  ],
  ['CMP-4', 'members', { ...good, actor: group(ada, bob) }, { ...good, actor: group(ada) }],
  ['CMP-4', 'an instructor', { ...good, context: { instructor: ada } }, { ...good, context: { instructor: bob } }],
  ['CMP-4', 'a team', { ...good, context: { team: group(ada) } }, { ...good, context: { team: group(bob) } }],
  [
    'CMP-4',
    'context activities',
    { ...good, context: { contextActivities: { parent: [activity] } } },
    { ...good, context: { contextActivities: { other: [activity] } } },
  ],
  [
    'CMP-4',
    'an extension',
    { ...good, context: { extensions: { 'x:y': 1 } } },
    { ...good, context: { extensions: { 'x:y': null } } },
  ],
  ['CMP-4', 'a result at all', good, { ...good, result: {} }],
  ['CMP-4', 'a context at all', good, { ...good, context: {} }],
  ['CMP-4', 'the actor of a SubStatement', sub({}), sub({ actor: bob })],
  ['CMP-4', 'an attachment', { ...good, attachments: [] }, good],
];

describe('statement comparison', () => {
  it.each(SAME)('[%s] does not mind %s', (_rule, _what, a, b) => {
    expect(sameStatement(stored(a), b)).toBe(true);
    expect(sameStatement(stored(b), a)).toBe(true);
  });
  it.each(DIFFERENT)('[%s] minds %s', (_rule, _what, a, b) => {
    expect(sameStatement(stored(a), b)).toBe(false);
    expect(sameStatement(stored(b), a)).toBe(false);
  });
  it('[CMP-2] a timestamp that one side did not have is not compared, two are compared as instants', () => {
    const at = { timestamp: '2026-01-01T12:00:00Z' };
    expect(sameStatement(stored(at), good)).toBe(true);
    expect(sameStatement(stored({ timestamp: STORED }), { ...good, ...at })).toBe(true);
    expect(sameStatement(stored(at), { ...good, timestamp: '2026-01-01T13:00:00.000+01:00' })).toBe(true);
    expect(sameStatement(stored(at), { ...good, timestamp: '2026-01-01T12:00:00.001Z' })).toBe(false);
  });
});
