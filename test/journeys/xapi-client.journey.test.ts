import { createHash, randomUUID } from 'node:crypto';
import XAPI, { type Agent, type Statement } from '@xapi/xapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../support/client.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** The npm package `@xapi/xapi`, as tools in Node use it, with each of the ways it can send requests. */
let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

const VERB = { id: 'http://adlnet.gov/expapi/verbs/answered', display: { 'en-US': 'answered' } };
const activityOf = (name: string) => `https://courses.example/${name}`;
const learner = (): Agent => ({ objectType: 'Agent', mbox: `mailto:${randomUUID()}@learners.example` });

/** What a refusal is told as: axios has the response, the fetch adapter an error whose message is the body. */
async function statusOf(refused: Promise<unknown>): Promise<[number, string]> {
  const error: Json = await refused.then(
    () => expect.unreachable('the request was not refused'),
    (reason: unknown) => reason,
  );
  const { status, code } = error.response?.data ?? JSON.parse(error.message);
  return [status, code];
}

const clientOver = (adapter: 'axios' | 'fetch', secret = stack.xapi.secret) =>
  new XAPI({
    endpoint: `${stack.url}/xapi/`,
    auth: XAPI.toBasicAuth(stack.xapi.key, secret),
    version: '1.0.3',
    adapter,
  });

const statement = (actor: Agent, activity: string, more: Partial<Statement> = {}): Statement => ({
  actor,
  verb: VERB,
  object: { objectType: 'Activity', id: activity, definition: { name: { 'en-US': 'A question', de: 'Eine Frage' } } },
  ...more,
});

describe.each(['axios', 'fetch'] as const)('@xapi/xapi over %s', (adapter) => {
  let client: XAPI;
  beforeAll(() => {
    client = clientOver(adapter);
  });

  it('about, and what happens to a key that is not one', async () => {
    const about = await client.getAbout();
    expect(about.data.version).toEqual(['1.0.3', '2.0.0']);
    expect(about.headers['x-experience-api-version']).toBe('1.0.3');
    const stranger = clientOver(adapter, 'wrong');
    expect(await statusOf(stranger.getStatements({ limit: 1 }))).toEqual([401, 'unauthorized']);
  });

  it('statements are sent, found by what they are about, read page after page, and voided', async () => {
    const actor = learner();
    const activity = activityOf(`statements-${adapter}`);
    const registration = randomUUID();
    const score = { scaled: 0.75, raw: 7.5, min: 0, max: 10 };
    const sent = await client.sendStatement({
      statement: statement(actor, activity, { result: { score, response: 'å≠🙂' }, context: { registration } }),
    });
    const [first] = sent.data;
    const batch = Array.from({ length: 4 }, () => statement(actor, activity, { context: { registration } }));
    const others = (await client.sendStatements({ statements: batch })).data;
    expect(others).toHaveLength(4);

    const one = (await client.getStatement({ statementId: first! })).data;
    expect(one).toMatchObject({ id: first, actor, verb: VERB, result: { score, response: 'å≠🙂' } });
    expect(one).toMatchObject({ stored: expect.any(String), authority: { account: { name: stack.xapi.key } } });

    const found: string[] = [];
    let { data } = await client.getStatements({ agent: actor, verb: VERB.id, activity, registration, limit: 2 });
    for (let pages = 1; ; pages++) {
      found.push(...data.statements.map(({ id }) => id!));
      if (!data.more) break;
      expect(pages).toBeLessThan(4);
      ({ data } = (await client.getMoreStatements({ more: data.more })) as { data: typeof data });
    }
    expect(found).toEqual([...others].reverse().concat(first!));
    const oldest = await client.getStatements({ registration, since: one.stored!, ascending: true });
    expect(oldest.data.statements.map(({ id }) => id)).toEqual(others);

    const [voiding] = (await client.voidStatement({ actor, statementId: first! })).data;
    expect(await statusOf(client.getStatement({ statementId: first! }))).toEqual([404, 'not_found']);
    expect((await client.getVoidedStatement({ voidedStatementId: first! })).data).toMatchObject({ id: first });
    // Communication 2.1.3: what refers to a statement is found by what that statement is about.
    const after = await client.getStatements({ registration });
    expect(after.data.statements.map(({ id }) => id)).toEqual([voiding, ...[...others].reverse()]);
  });

  it('an invalid statement, and another one under the same id, say why they are refused', async () => {
    const actor = learner();
    const id = randomUUID();
    const good = statement(actor, activityOf('refused'), { id });
    await client.sendStatement({ statement: good });
    await client.sendStatement({ statement: good });
    const other = { ...good, verb: XAPI.Verbs.FAILED };
    expect(await statusOf(client.sendStatement({ statement: other }))).toEqual([409, 'statement_conflict']);
    const wrong = { ...good, id: randomUUID(), result: { score: { scaled: 7 } } };
    expect(await statusOf(client.sendStatement({ statement: wrong }))).toEqual([400, 'statement_invalid']);
  });

  it('states: kept, merged, listed, removed, and guarded by their etag', async () => {
    const of = { agent: learner(), activityId: activityOf('state'), registration: randomUUID() };
    const bookmark = { ...of, stateId: 'bookmark' };
    await client.setState({ ...bookmark, state: { page: 3, mood: 'good' } });
    await client.createState({ ...bookmark, state: { page: 4 } });
    const first = await client.getState(bookmark);
    expect(first.data).toEqual({ page: 4, mood: 'good' });
    const etag = first.headers.etag as string;
    const guarded = (page: number) => client.setState({ ...bookmark, state: { page }, etag, matchHeader: 'If-Match' });
    await guarded(5);
    expect(await statusOf(guarded(6))).toEqual([412, 'precondition_failed']);
    expect((await client.getState(bookmark)).data).toEqual({ page: 5 });

    await client.setState({ ...of, stateId: 'note', state: 'plain text', contentType: 'text/plain' });
    expect((await client.getState({ ...of, stateId: 'note' })).data).toBe('plain text');
    expect([...(await client.getStates(of)).data].sort()).toEqual(['bookmark', 'note']);
    await client.deleteState({ ...of, stateId: 'note' });
    expect((await client.getStates(of)).data).toEqual(['bookmark']);
    await client.deleteStates(of);
    expect(await statusOf(client.getState(bookmark))).toEqual([404, 'not_found']);
  });

  it('profiles of activities and agents: made once, changed by etag, listed, removed', async () => {
    const activity = { activityId: activityOf(`profile-${adapter}`), profileId: 'layout' };
    await client.setActivityProfile({ ...activity, profile: { dark: true }, etag: '*', matchHeader: 'If-None-Match' });
    const again = { ...activity, profile: { dark: false }, etag: '*', matchHeader: 'If-None-Match' } as const;
    expect(await statusOf(client.setActivityProfile(again))).toEqual([412, 'precondition_failed']);
    const kept = await client.getActivityProfile(activity);
    const change = { profile: { dark: false }, etag: kept.headers.etag as string, matchHeader: 'If-Match' } as const;
    await client.setActivityProfile({ ...activity, ...change });
    await client.createActivityProfile({ ...activity, profile: { size: 12 } });
    expect((await client.getActivityProfile(activity)).data).toEqual({ dark: false, size: 12 });
    expect((await client.getActivityProfiles({ activityId: activity.activityId })).data).toEqual(['layout']);
    await client.deleteActivityProfile(activity);
    expect((await client.getActivityProfiles({ activityId: activity.activityId })).data).toEqual([]);

    const agent = { agent: learner(), profileId: 'preferences' };
    await client.createAgentProfile({ ...agent, profile: { speed: 1.5 } });
    const mine = await client.getAgentProfile(agent);
    expect(mine.data).toEqual({ speed: 1.5 });
    await client.setAgentProfile({ ...agent, ...change, profile: { speed: 2 }, etag: mine.headers.etag as string });
    expect((await client.getAgentProfile(agent)).data).toEqual({ speed: 2 });
    expect((await client.getAgentProfiles({ agent: agent.agent })).data).toEqual(['preferences']);
    await client.deleteAgentProfile(agent);
    expect(await statusOf(client.getAgentProfile(agent))).toEqual([404, 'not_found']);
  });

  it('what is known of an activity and of a person', async () => {
    const actor = { ...learner(), name: 'Grace Hopper' };
    const activity = activityOf(`known-${adapter}`);
    await client.sendStatement({ statement: statement(actor, activity) });
    expect((await client.getActivity({ activityId: activity })).data).toMatchObject({
      id: activity,
      definition: { name: { 'en-US': 'A question', de: 'Eine Frage' } },
    });
    const { name: _, ...agent } = actor;
    expect((await client.getAgent({ agent })).data).toEqual({
      objectType: 'Person',
      name: ['Grace Hopper'],
      mbox: [actor.mbox],
    });
  });
});

// Over fetch only: axios in Node sends a Blob as application/octet-stream, whatever type the client asks for.
it('attachments go there and come back', async () => {
  const client = clientOver('fetch');
  const bytes = new TextEncoder().encode('Ada Lovelace has completed the course.');
  const attachment = {
    usageType: XAPI.AttachmentUsages.CERTIFICATE_OF_COMPLETION,
    display: { 'en-US': 'Certificate' },
    contentType: 'text/plain',
    length: bytes.length,
    sha2: createHash('sha256').update(bytes).digest('hex'),
  };
  const [id] = (
    await client.sendStatement({
      statement: statement(learner(), activityOf('certificate'), { attachments: [attachment] }),
      attachments: [bytes.buffer],
    })
  ).data;
  const [got, content] = (await client.getStatement({ statementId: id!, attachments: true })).data;
  expect(got).toMatchObject({ id, attachments: [attachment] });
  expect(content).toBe('Ada Lovelace has completed the course.');
});
