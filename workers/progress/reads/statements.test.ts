import { beforeAll, describe, expect, it, vi } from 'vitest';
import { JWS, SIGNED_STATEMENT } from '../../../domain/statement/signed.testing.ts';
import { VOIDED } from '../../../domain/statement/verbs.ts';
import { lifeStatement, migrate, operator, xapi } from '../testing/support.testing.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const one = (more: object = {}) => ({ ...lifeStatement('scored', { registration: crypto.randomUUID() }), ...more });
const about = (id: string, verb = 'http://adlnet.gov/expapi/verbs/commented') =>
  one({ object: { objectType: 'StatementRef', id }, verb: { id: verb } });
const store = async (...statements: object[]) => {
  expect((await xapi('/statements', { method: 'POST', body: statements })).status).toBe(200);
};
const record = async (id: string) => (await (await operator(`/api/v1/statements/${id}`)).json()) as object;

async function storeWith(statement: object, content: string, declared: object) {
  const bytes = new TextEncoder().encode(content);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha2 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const attachment = { usageType: 'https://example.com/note', display: { en: 'A note' }, contentType: 'text/html' };
  const attachments = [{ ...attachment, length: bytes.length, sha2, ...declared }];
  const body = [
    `--b\r\nContent-Type: application/json\r\n\r\n${JSON.stringify({ ...statement, attachments })}\r\n`,
    `--b\r\nX-Experience-API-Hash: ${sha2}\r\nContent-Transfer-Encoding: binary\r\n\r\n${content}\r\n--b--\r\n`,
  ].join('');
  const headers = { 'content-type': 'multipart/mixed; boundary=b' };
  expect((await xapi('/statements', { method: 'POST', body, headers })).status).toBe(200);
  return sha2;
}

describe('the record of a statement', () => {
  it('[READ-5] [LOG-15] says who voided it and who is about it, the newest first', async () => {
    const statement = one();
    const [comment, voiding, again] = [about(statement.id), about(statement.id, VOIDED), about(statement.id, VOIDED)];
    await store(statement, comment);
    expect(await record(statement.id)).toMatchObject({ statement, voidedBy: null, referrers: [comment.id] });
    await store(voiding, again);
    const links = { voidedBy: voiding.id, referrers: [again.id, voiding.id, comment.id] };
    expect(await record(statement.id.toUpperCase())).toMatchObject({ statement, ...links, attachments: [] });
    expect(await record(voiding.id)).toMatchObject({ voidedBy: null, referrers: [] });
  });
  it('[READ-5] [LOG-15] what voids is not voided, and what is not there yet is no record', async () => {
    const target = crypto.randomUUID();
    const voiding = about(target, VOIDED);
    await store(voiding, about(voiding.id, VOIDED));
    expect(await record(voiding.id)).toMatchObject({ voidedBy: null });
    expect((await operator(`/api/v1/statements/${target}`)).status).toBe(404);
  });
  it('[READ-5] tells of each attachment whether it is there, and gives it out to be saved', async () => {
    const statement = one();
    const sha2 = await storeWith(statement, '<b>a note</b>', {});
    expect(await record(statement.id)).toMatchObject({ attachments: [{ sha2, storedBytes: 13, signature: null }] });
    const content = await operator(`/api/v1/statements/${statement.id}/attachments/${sha2.toUpperCase()}`);
    expect(await content.text()).toBe('<b>a note</b>');
    expect(Object.fromEntries(content.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': 'attachment',
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
    });
    const elsewhere = one({
      attachments: [
        {
          usageType: 'a:b',
          display: {},
          contentType: 'a/b',
          length: 1,
          sha2: 'a'.repeat(64),
          fileUrl: 'https://example.com/f',
        },
      ],
    });
    await store(elsewhere);
    expect(await record(elsewhere.id)).toMatchObject({ attachments: [{ storedBytes: null, signature: null }] });
    const missing = [`${elsewhere.id}/attachments/${'a'.repeat(64)}`, `${elsewhere.id}/attachments/${sha2}`];
    for (const path of missing) expect((await operator(`/api/v1/statements/${path}`)).status).toBe(404);
  });
  it('[READ-5] tells of a signature whether it holds', async () => {
    const signature = {
      usageType: 'http://adlnet.gov/expapi/attachments/signature',
      contentType: 'application/octet-stream',
    };
    await storeWith(SIGNED_STATEMENT, JWS, signature);
    expect(await record(SIGNED_STATEMENT.id)).toMatchObject({ attachments: [{ signature: 'valid' }] });
  });
  it('[READ-5] is for operators of its tenant', async () => {
    const statement = one();
    await store(statement);
    const path = `/api/v1/statements/${statement.id}`;
    expect((await operator(path, 'other-operator')).status).toBe(404);
    expect((await operator(path, 'nobody')).status).toBe(401);
    expect((await operator('/api/v1/statements/nothing')).status).toBe(400);
  });
});
