import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DOCUMENT_SLOTS,
  type DocumentAsk,
  type DocumentMethod,
  type DocumentResource,
  parseDocumentQuery,
  slotOf,
} from './address.ts';
import { parseAgent, personOf } from './agent.ts';

const ADA = { mbox: 'mailto:ada@example.com' };
const KEY = '["mbox","mailto:ada@example.com"]';
const ACTIVITY = 'https://example.com/a';
const UUID = '0193A1B2-C3D4-4E5F-8A6B-1C2D3E4F5A6B';
const agent = JSON.stringify(ADA);

const parse = (resource: DocumentResource, method: DocumentMethod, parameters: object) =>
  parseDocumentQuery(resource, method, Object.entries(parameters) as [string, string][]);
function ask(resource: DocumentResource, method: DocumentMethod, parameters: object): DocumentAsk {
  const parsed = parse(resource, method, parameters);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
}
/** Where it was refused, or undefined. */
const where = (resource: DocumentResource, method: DocumentMethod, parameters: object) => {
  const parsed = parse(resource, method, parameters);
  return parsed.ok ? undefined : `${parsed.error.code} ${parsed.error.where}`;
};
const state = { activityId: ACTIVITY, agent };

describe('addresses', () => {
  it('[DOC-1] the parameters of each resource', () => {
    expect(ask('state', 'GET', { ...state, stateId: 's', registration: UUID })).toEqual({
      kind: 'one',
      address: { resource: 'state', owner: KEY, about: ACTIVITY, registration: UUID.toLowerCase(), id: 's' },
    });
    expect(ask('activity-profile', 'PUT', { activityId: ACTIVITY, profileId: 'p' })).toEqual({
      kind: 'one',
      address: { resource: 'activity-profile', owner: ACTIVITY, about: '', id: 'p' },
    });
    expect(ask('agent-profile', 'POST', { agent, profileId: 'p' })).toEqual({
      kind: 'one',
      address: { resource: 'agent-profile', owner: KEY, about: '', id: 'p' },
    });
  });
  it.each([
    ['unknown', 'state', 'GET', { ...state, foo: '1' }, 'foo'],
    ['of another resource', 'agent-profile', 'GET', { agent, activityId: ACTIVITY }, 'activityId'],
    ['of another resource', 'activity-profile', 'GET', { agent, activityId: ACTIVITY }, 'agent'],
    ['of profiles', 'state', 'GET', { ...state, profileId: 'p' }, 'profileId'],
    ['in another case', 'state', 'GET', { ...state, stateid: 's' }, 'stateid'],
    ['empty', 'state', 'GET', { ...state, stateId: '' }, 'stateId'],
    ['empty', 'agent-profile', 'PUT', { agent, profileId: '' }, 'profileId'],
    ['missing', 'state', 'GET', { agent }, 'activityId'],
    ['missing', 'state', 'GET', { activityId: ACTIVITY }, 'agent'],
    ['missing', 'activity-profile', 'GET', { profileId: 'p' }, 'activityId'],
    ['missing', 'agent-profile', 'GET', { profileId: 'p' }, 'agent'],
    ['malformed', 'state', 'GET', { ...state, activityId: 'a' }, 'activityId'],
    ['malformed', 'state', 'GET', { ...state, registration: 'x' }, 'registration'],
    ['malformed', 'state', 'GET', { ...state, since: 'yesterday' }, 'since'],
  ] as const)('[DOC-1] refuses a parameter that is %s: %s %s', (_, resource, method, parameters, at) => {
    expect(where(resource, method, parameters)).toBe(`query_invalid query.${at}`);
  });
  it('[DOC-1] refuses a parameter that is given twice', () => {
    const parsed = parseDocumentQuery('activity-profile', 'GET', [
      ['profileId', 'a'],
      ['activityId', ACTIVITY],
      ['activityId', ACTIVITY],
    ]);
    expect(parsed.ok ? '' : parsed.error.where).toBe('query.activityId');
  });
  it('[DOC-2] an agent is its identifier', () => {
    const named = JSON.stringify({ objectType: 'Agent', name: 'Ada', ...ADA });
    expect(ask('agent-profile', 'GET', { agent: named })).toEqual(ask('agent-profile', 'GET', { agent }));
    const bad = ['{', '1', '{}', '{"mbox":1}', JSON.stringify({ objectType: 'Group', member: [ADA] })];
    for (const text of bad) expect(where('agent-profile', 'GET', { agent: text })).toBe('query_invalid query.agent');
    const parsed = parseAgent('{"mbox":"x"}');
    expect(parsed.ok ? '' : parsed.error.detail).toMatch(/^\$\.mbox: /);
  });
  it('[DOC-3] who needs the id of a document', () => {
    for (const method of ['PUT', 'POST'] as const) {
      expect(where('state', method, state)).toBe('query_invalid query.stateId');
      expect(where('agent-profile', method, { agent })).toBe('query_invalid query.profileId');
    }
    expect(where('activity-profile', 'DELETE', { activityId: ACTIVITY })).toBe('query_invalid query.profileId');
    const context = { resource: 'state', owner: KEY, about: ACTIVITY };
    expect(ask('state', 'DELETE', state)).toEqual({ kind: 'many', context });
    expect(ask('state', 'GET', { ...state, since: '1970-01-01T00:00:01Z' })).toEqual({
      kind: 'many',
      context,
      since: 1_000_000,
    });
    expect(where('state', 'GET', { ...state, stateId: 's', since: '1970-01-01T00:00:01Z' })).toMatch('since');
    expect(where('state', 'DELETE', { ...state, since: '1970-01-01T00:00:01Z' })).toMatch('since');
  });
  it('[DOC-4] an owner has one place, and owners are spread', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      const context = { resource: 'state', owner: `agent ${i}`, about: `activity ${i}` } as const;
      const slot = slotOf(context);
      expect(slotOf({ ...context, about: 'other', registration: UUID })).toBe(slot);
      seen.add(slot);
    }
    expect(seen.size).toBe(DOCUMENT_SLOTS);
    fc.assert(
      fc.property(fc.string(), (owner) => {
        const slot = slotOf({ resource: 'agent-profile', owner, about: '' });
        return Number.isInteger(slot) && slot >= 0 && slot < DOCUMENT_SLOTS;
      }),
    );
  });
});

describe('agents', () => {
  it('[DOC-13] a Person has lists', () => {
    expect(personOf({ ...ADA, name: 'Ada' }, ['Ada', 'Countess'])).toEqual({
      objectType: 'Person',
      name: ['Ada', 'Countess'],
      mbox: [ADA.mbox],
    });
    expect(personOf({ mbox_sha1sum: 'x' }, [])).toEqual({ objectType: 'Person', mbox_sha1sum: ['x'] });
    expect(personOf({ openid: 'x' }, [])).toEqual({ objectType: 'Person', openid: ['x'] });
    const account = { homePage: 'https://a.example', name: 'ada' };
    expect(personOf({ account }, [])).toEqual({ objectType: 'Person', account: [account] });
  });
});
