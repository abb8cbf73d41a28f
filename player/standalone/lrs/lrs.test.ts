import { describe, expect, it } from 'vitest';
import { createLrs } from './lrs.ts';
import { LRS_ENDPOINT, LRS_FETCH } from './lrs-address.ts';

const ID = '0f2a8a5e-3c6d-4a54-9a2e-0c7b5b1f9d11';

function open(given: Readonly<Record<string, { type: string; text: string }>> = {}) {
  const heard: { id?: string }[] = [];
  let changes = 0;
  const lrs = createLrs({ saved: {}, given, heard: (statement) => heard.push(statement), changed: () => changes++ });
  const ask = (method: string, path: string, body = '', headers: Record<string, string> = {}) =>
    lrs.answer({ method, url: new URL(path, LRS_ENDPOINT), headers, body });
  return { lrs, ask, heard, changes: () => changes };
}
const STATE = `activities/state?activityId=a&agent={}&registration=r&stateId=s`;

describe('statements', () => {
  it('[STA-9] are stored once, by PUT and POST, and found again', () => {
    const { ask, heard } = open();
    expect(ask('PUT', `statements?statementId=${ID}`, '{"verb":{"id":"v:1"},"object":{"id":"o:1"}}').status).toBe(204);
    const posted = ask('POST', '/xapi//statements', `[{"id":"${ID}"},{"verb":{"id":"v:2"},"object":{"id":"o:2"}}]`);
    const [first, second] = JSON.parse(posted.body) as string[];
    expect([posted.status, first, second!.length]).toEqual([200, ID, 36]);
    expect(heard).toHaveLength(2);
    expect(JSON.parse(ask('GET', `statements?statementId=${ID}`).body)).toMatchObject({ id: ID, verb: { id: 'v:1' } });
    expect(ask('GET', 'statements?statementId=other').status).toBe(404);
    const list = (query: string) =>
      (JSON.parse(ask('GET', `statements?${query}`).body) as { statements: { id: string }[] }).statements.map(
        ({ id }) => id,
      );
    expect(list('')).toEqual([second, ID]);
    expect(list('ascending=true&limit=1')).toEqual([ID]);
    expect(list('verb=v:2')).toEqual([second]);
    expect(list('activity=o:1')).toEqual([ID]);
    expect(list('since=2100-01-01T00:00:00Z')).toEqual([]);
    expect(list('until=2000-01-01T00:00:00Z')).toEqual([]);
  });
  it('[STA-9] come as a form, too, and with attachments', () => {
    const { ask, heard } = open();
    const form = new URLSearchParams({ statementId: ID, content: '{"verb":{"id":"v:1"}}', Authorization: 'Basic x' });
    expect(ask('POST', 'statements?method=PUT', form.toString()).status).toBe(204);
    const multipart =
      '--b\r\nContent-Type: application/json\r\n\r\n{"verb":{"id":"v:2"}}\r\n--b\r\nX: y\r\n\r\nbytes\r\n--b--';
    expect(ask('POST', 'statements', multipart, { 'content-type': 'multipart/mixed; boundary="b"' }).status).toBe(200);
    expect(heard).toMatchObject([{ id: ID }, { verb: { id: 'v:2' } }]);
  });
});

describe('documents', () => {
  it('[STA-9] are written, merged, listed and deleted', () => {
    const { ask, lrs, changes } = open();
    const type = { 'content-type': 'application/json' };
    expect(ask('GET', STATE).status).toBe(404);
    expect(ask('PUT', STATE, '{"a":1}', type).status).toBe(204);
    expect(ask('POST', STATE, '{"b":2}', type).status).toBe(204);
    const read = ask('GET', STATE);
    expect([JSON.parse(read.body), read.headers['content-type']]).toEqual([{ a: 1, b: 2 }, 'application/json']);
    expect(JSON.parse(ask('GET', STATE.replace('&stateId=s', '')).body)).toEqual(['s']);
    expect(Object.values(lrs.documents.kept())).toEqual([{ type: 'application/json', text: '{"a":1,"b":2}' }]);
    expect(ask('DELETE', STATE).status).toBe(204);
    expect(ask('GET', STATE).status).toBe(404);
    expect(changes()).toBe(3);
    ask('PUT', STATE, 'x');
    ask('DELETE', STATE.replace('&stateId=s', ''));
    expect(lrs.documents.kept()).toEqual({});
    expect(ask('PUT', 'agents/profile?agent={}&profileId=p', 'x').status).toBe(204);
    expect(ask('GET', 'activities/profile?activityId=a&profileId=p').status).toBe(404);
  });
  it('[STA-9] keep their ETags', () => {
    const { ask } = open();
    ask('PUT', STATE, 'one');
    const { etag } = ask('GET', STATE).headers;
    expect(ask('PUT', STATE, 'two', { 'if-none-match': '*' }).status).toBe(412);
    expect(ask('PUT', STATE, 'two', { 'if-match': '"other"' }).status).toBe(412);
    expect(ask('PUT', STATE, 'two', { 'if-match': etag! }).status).toBe(204);
    expect(ask('PUT', STATE, 'three', { 'if-match': etag! }).status).toBe(412);
    expect(ask('GET', STATE).body).toBe('two');
  });
  it('[STA-9] that the platform gives are read only, and not kept', () => {
    const key = 'activities/state a r s';
    const { ask, lrs } = open({ [key]: { type: 'application/json', text: '{}' } });
    expect(ask('GET', STATE).body).toBe('{}');
    for (const method of ['PUT', 'POST', 'DELETE']) expect(ask(method, STATE, '{}').status).toBe(403);
    expect(lrs.documents.kept()).toEqual({});
  });
});

describe('the rest', () => {
  it('[STA-9] token, about, agents, activities, and whatever else', () => {
    const { ask, lrs } = open();
    const token = () => JSON.parse(ask('POST', LRS_FETCH).body) as Record<string, string>;
    expect(token()['auth-token']).toBeDefined();
    expect(token()['error-code']).toBe('1');
    expect(JSON.parse(ask('GET', 'about').body)).toEqual({ version: ['1.0.3'] });
    expect(JSON.parse(ask('GET', 'agents?agent={"mbox":"mailto:a@b.c"}').body)).toEqual({
      objectType: 'Person',
      mbox: ['mailto:a@b.c'],
    });
    expect(JSON.parse(ask('GET', 'activities?activityId=a:1').body)).toEqual({ objectType: 'Activity', id: 'a:1' });
    expect([ask('GET', 'nope'), ask('POST', 'about'), ask('DELETE', 'statements')].map(({ status }) => status)).toEqual(
      [404, 404, 405],
    );
    expect([ask('POST', 'statements', '{'), ask('GET', 'agents?agent={')].map(({ status }) => status)).toEqual([
      400, 400,
    ]);
    expect(lrs.documents.kept()).toEqual({});
  });
});
