import fc from 'fast-check';
import { v5 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { MAX_STATEMENT_CHARS, prepareStatements } from '../prepare.ts';
import type { XapiVersion } from '../types.ts';
import { readRecord } from './record.ts';

const JOB = '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b';
const RULES = { job: JOB, authority: { mbox: 'mailto:import@example.com' } };
const statement = (more: object = {}) => ({
  actor: { mbox: 'mailto:ada@example.com' },
  verb: { id: 'https://example.com/did' },
  object: { id: 'https://example.com/a' },
  ...more,
});
function kept(value: object, line = 1): Record<string, unknown> {
  const read = readRecord(value, line, RULES);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return JSON.parse(read.value.text) as Record<string, unknown>;
}
const refused = (value: unknown) => {
  const read = readRecord(value, 1, RULES);
  return read.ok ? undefined : read.error.findings.map(({ path, rule }) => [path, rule]);
};
const contextAgents = [{ objectType: 'contextAgent', agent: { mbox: 'mailto:eve@example.com' } }];

describe('a statement of another store', () => {
  const said = {
    id: 'AAAAAAAA-c3d4-4e5f-8a6b-000000000001',
    ...statement({ result: { score: { scaled: 0.5 } } }),
    timestamp: '2020-01-31T12:00:00.123456789+02:00',
    version: '1.0.2',
    authority: { objectType: 'Agent', account: { homePage: 'https://old.example', name: 'client' }, name: 'Old' },
  };
  it('[BULK-3] keeps what it says, but for stored', () => {
    expect(kept({ ...said, stored: '2020-01-31T10:00:01Z' })).toEqual(said);
    const oauth = { objectType: 'Group', member: [{ mbox: 'mailto:a@example.com' }, { mbox: 'mailto:b@example.com' }] };
    expect(kept({ ...said, authority: oauth }).authority).toEqual(oauth);
  });
  it('[BULK-3] is given what it does not say', () => {
    expect(kept(statement(), 42)).toEqual({
      ...statement(),
      id: v5('42', JOB),
      authority: RULES.authority,
      version: '1.0.0',
    });
    expect(kept(statement(), 43).id).not.toBe(kept(statement(), 42).id);
    expect(kept(statement({ stored: '2020-01-31T10:00:01Z' })).timestamp).toBe('2020-01-31T10:00:01Z');
    expect(kept(statement({ context: { contextAgents } })).version).toBe('2.0.0');
    const sub = { objectType: 'SubStatement', ...statement({ context: { contextAgents } }) };
    expect(kept(statement({ object: sub })).version).toBe('2.0.0');
  });
  it('[BULK-4] may be of either version, and say 1.0 with what 2.0 knows', () => {
    const timestamp = '2020-01-31T12:00:00+02:00';
    expect(kept(statement({ version: '2.0.0', timestamp })).timestamp).toBe('2020-01-31T10:00:00Z');
    expect(kept(statement({ version: '1.0.3', timestamp })).timestamp).toBe(timestamp);
    expect(kept(statement({ version: '1.0.3', context: { contextAgents }, timestamp }))).toMatchObject({
      version: '1.0.3',
      context: { contextAgents },
      timestamp,
    });
    expect(refused(statement({ version: '0.95' }))).toEqual([['$.version', 'ST-3']]);
  });
  it('[BULK-2] that is not valid is told with its places, in texts of some length', () => {
    expect(refused(null)).toEqual([['$', 'ST-2']]);
    expect(refused([statement()])).toEqual([['$', 'ST-2']]);
    const key = `k${'x'.repeat(5000)}`;
    const read = readRecord(statement({ id: key, [key]: 1 }), 1, RULES);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(JSON.stringify(read.error).length).toBeLessThan(5000);
    const response = 'x'.repeat(MAX_STATEMENT_CHARS);
    expect(refused(statement({ result: { response } }))).toEqual([['$', 'ST-19']]);
  });
});

describe('what a record store gave back', () => {
  const mbox = fc.constantFrom('a', 'b', 'c').map((name) => ({ mbox: `mailto:${name}@example.com` }));
  const account = fc.constantFrom('x', 'Ä').map((name) => ({ account: { homePage: 'https://lms.example', name } }));
  const agent = fc.oneof(mbox, account, fc.constant({ objectType: 'Agent', openid: 'https://cy.example' }));
  const group = fc.array(agent, { minLength: 1, maxLength: 3 }).map((member) => ({ objectType: 'Group', member }));
  const activityOf = fc.constantFrom('a', 'b').map((name) => ({ id: `https://example.com/${name}` }));
  const extensions = fc.dictionary(fc.constantFrom('https://e.x/1', 'urn:x:2'), fc.jsonValue({ maxDepth: 3 }));
  const timestamp = fc.constantFrom(
    '2020-01-31T12:00:00.1234567+02:00',
    '2024-02-29T00:00:00Z',
    '1999-12-31T23:59:59-11:30',
  );
  const context = fc.record(
    {
      registration: fc.uuid(),
      instructor: agent,
      team: group,
      contextActivities: fc.record({ parent: activityOf, other: fc.array(activityOf) }, { requiredKeys: [] }),
      statement: fc.uuid().map((id) => ({ objectType: 'StatementRef', id })),
      extensions,
      language: fc.constant('de-CH'),
    },
    { requiredKeys: [] },
  );
  const result = fc.record(
    { response: fc.string({ unit: 'binary' }), success: fc.boolean(), duration: fc.constant('PT1.55S'), extensions },
    { requiredKeys: [] },
  );
  const body = { actor: fc.oneof(agent, group), verb: fc.constant({ id: 'https://example.com/did' }), result, context };
  const sub = fc
    .record({ ...body, object: activityOf, timestamp }, { requiredKeys: ['actor', 'verb', 'object'] })
    .map((inner) => ({ objectType: 'SubStatement', ...inner }));
  const reference = fc.uuid().map((id) => ({ objectType: 'StatementRef', id }));
  const object = fc.oneof(
    activityOf,
    agent.map((one) => ({ objectType: 'Agent', ...one })),
    reference,
    sub,
  );
  const sent = fc.record(
    { id: fc.uuid(), ...body, object, timestamp, version: fc.constantFrom('1.0.0', '1.0.3') },
    { requiredKeys: ['actor', 'verb', 'object'] },
  );
  const companions = fc.array(agent, { minLength: 1 }).map((list) => ({
    contextAgents: list.map((one) => ({ objectType: 'contextAgent', agent: one, relevantTypes: ['https://e.x/t'] })),
  }));

  it('[BULK-3] [BULK-4] says the same again when it is read as a record, in either version', () => {
    const version = fc.constantFrom<XapiVersion>('1.0.3', '2.0.0');
    fc.assert(
      fc.property(sent, version, companions, (statement, spoken, more) => {
        const asked = spoken === '1.0.3' ? statement : { ...statement, context: { ...statement.context, ...more } };
        const authority = { account: { homePage: 'https://old.example', name: 'client' } };
        const first = prepareStatements(asked, { authority, version: spoken, newId: () => JOB });
        if (!first.ok) throw new Error(first.error.detail);
        const { text, timestamped } = first.value[0]!;
        const stored = '2026-01-31T12:00:00.000001Z';
        const given = { ...JSON.parse(text), ...(timestamped ? {} : { timestamp: stored }) };
        expect(kept({ ...given, stored })).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });
});
