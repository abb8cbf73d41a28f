import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { mismatches } from './pact/match.ts';
import { type Interaction, type Pact, requestOf } from './pact/pact.ts';

const FOLDER = new URL('./pacts/', import.meta.url);
const PACTS = readdirSync(FOLDER).map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Pact);

let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await startStack();
  client = new Client(stack, stack.tenants.demo!);
});
afterAll(() => stack?.stop());

const LEARNER = { name: 'Ada Lovelace', account: { homePage: 'https://hr.example', name: 'ada' } };

/** What consumers assume to be there, and the ids of it. */
const STATES: Record<string, () => Promise<Record<string, string>>> = {
  'a course is built': async () => {
    const path = '/api/v1/packages?format=scorm12&archived=any';
    const [{ id, activityId, importId }] = (await client.all(path)) as [Record<string, string>];
    return { packageId: id!, activityId: activityId!, importId: importId! };
  },
  'a learner is enrolled': async () => {
    const { packageId } = await STATES['a course is built']!();
    const made = await (await client.post('/api/v1/enrolments', { packageId, learner: LEARNER })).json();
    return { packageId: packageId!, enrolmentId: made.id, learnerId: made.learner.id };
  },
  'a learner has a session': async () => {
    const { packageId } = await STATES['a course is built']!();
    return { packageId: packageId!, sessionId: (await client.openSession(packageId!)).id };
  },
};

describe.each(PACTS)('what $consumer.name relies on', ({ interactions }) => {
  it.each(interactions)('$description', async (interaction) => {
    const made: Record<string, string> = {};
    for (const { name } of interaction.providerStates ?? []) Object.assign(made, await STATES[name]!());
    const { url, init } = requestOf(interaction, made);
    const response = await client.request(url, init);
    const text = await response.text();
    const body = text === '' ? undefined : JSON.parse(text);
    expect(mismatches(interaction, { status: response.status, headers: response.headers, body }), text).toEqual([]);
  });
});

it('an answer that breaks a contract is noticed', () => {
  const matchingRules: Interaction['response']['matchingRules'] = {
    header: { location: { matchers: [{ match: 'regex', regex: '/a/\\d+' }] } },
    body: {
      '$.id': { matchers: [{ match: 'regex', regex: 'x-\\d' }] },
      '$.items': { matchers: [{ match: 'type', min: 1 }] },
      '$.items[*].n': { matchers: [{ match: 'integer' }] },
    },
  };
  const body = { id: 'x-1', state: 'built', items: [{ n: 1, title: 'a' }] };
  const interaction = { response: { status: 201, headers: { location: '/a/1' }, body, matchingRules } };
  const given = (more: object, status = 201, location = '/a/22') => {
    const answer = { id: 'x-2', state: 'built', items: [{ n: 7, title: 'b', more: 1 }], ...more };
    return mismatches(interaction, { status, headers: new Headers({ location }), body: answer });
  };
  expect(given({ more: true })).toEqual([]);
  expect(given({}, 200, '/b')).toHaveLength(2);
  expect(given({ id: 'y' })).toEqual([expect.stringContaining('$.id')]);
  expect(given({ state: 'gone' })).toEqual([expect.stringContaining('$.state')]);
  expect(given({ items: [] })).toEqual([expect.stringContaining('$.items')]);
  expect(given({ items: [{ n: 1.5, title: 3 }] })).toEqual([
    expect.stringContaining('$.items[0].n'),
    expect.stringContaining('$.items[0].title'),
  ]);
});
