import { beforeAll, describe, expect, it, vi } from 'vitest';
import { lifeStatement, migrate, xapi } from '../testing/support.testing.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const ISSUER = 'https://login.example';
const agent = (name: string) => ({ objectType: 'Agent', account: { homePage: ISSUER, name } });
const by = (token: string) => ({ authorization: `Bearer ${token}` });
interface Stored {
  id: string;
  authority: unknown;
}

async function write(token: string): Promise<string> {
  const body = lifeStatement('scored', { registration: crypto.randomUUID() });
  const answer = await xapi('/statements', { method: 'POST', body, headers: by(token) });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as string[])[0]!;
}

describe('tokens of an issuer', () => {
  it('[XAPI-18] are attributed to the subject, or to application and user together', async () => {
    const read = async (id: string) => (await (await xapi(`/statements?statementId=${id}`)).json()) as Stored;
    expect((await read(await write('app'))).authority).toEqual(agent('app'));
    const both = { objectType: 'Group', member: [agent('app'), agent('ann')] };
    expect((await read(await write('app-ann'))).authority).toEqual(both);
  });

  it('[XAPI-4] [XAPI-18] read what the same application wrote for the same user, and nothing else', async () => {
    const written = { ann: await write('app-ann'), bob: await write('app-bob'), app: await write('app') };
    for (const [token, own] of [
      ['app-ann', written.ann],
      ['app-bob', written.bob],
      ['app', written.app],
    ] as const) {
      const page = (await (await xapi('/statements', { headers: by(token) })).json()) as { statements: Stored[] };
      const ids = page.statements.map(({ id }) => id);
      expect(Object.values(written).filter((id) => ids.includes(id))).toEqual([own]);
      for (const id of Object.values(written)) {
        const one = await xapi(`/statements?statementId=${id}`, { headers: by(token) });
        expect(one.status).toBe(id === own ? 200 : 404);
        await one.body?.cancel();
      }
    }
  });

  it('[XAPI-1] that are refused say why, and how else to come in', async () => {
    const refused = await xapi('/statements', { headers: by('ended') });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic .*, Bearer .*error="invalid_token"$/);
    expect(await refused.json()).toMatchObject({ code: 'token_refused', detail: 'The token has ended.' });
  });
});
