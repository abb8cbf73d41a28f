import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lrs, statementOf } from '../support/lrs.ts';
import { eventually, type Stack, startStack } from '../support/stack.ts';
import { xapiHeaders } from '../support/world.ts';

/** What is too large or too much, which the official suite never sends. */
let stack: Stack;
let lrs: Lrs;
beforeAll(async () => {
  stack = await startStack();
  lrs = new Lrs(stack);
});
afterAll(() => stack?.stop());

describe('429', () => {
  /** 7 MB: two of them are as much as the store takes in at a time. */
  const LARGE_BYTES = 7_000_000;
  const large = (statement: object) => JSON.stringify(statement).padEnd(LARGE_BYTES);

  /** A request that has said how long it will be and does not go on until it is told to. */
  function held(body: string) {
    const headers = { ...xapiHeaders(stack), 'content-length': String(body.length) };
    const sent = request(`${stack.url}/xapi/statements`, { method: 'POST', headers });
    const status = new Promise<number>((done, fail) => {
      sent.on('error', fail).on('response', (response) => {
        response.resume();
        done(response.statusCode!);
      });
    });
    sent.write(body.slice(0, 1000));
    return {
      async finish() {
        sent.end(body.slice(1000));
        return status;
      },
    };
  }

  it('[XAPI-22] is the answer while there is no room: it leaves nothing, and the same request is stored later', async () => {
    const ask = (statement: object) => lrs.ask('/statements', { method: 'POST', body: large(statement) });
    const guests = [held(large(statementOf())), held(large(statementOf()))];
    await eventually('both guests', async () => ((await ask(statementOf())).status === 429 ? true : undefined));
    const statement = statementOf();
    const refused = await ask(statement);
    expect([refused.status, refused.json.code]).toEqual([429, 'too_many_requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await lrs.one(statement.id)).status).toBe(404);
    // A small request finds its room.
    await lrs.store(statementOf());
    expect(await Promise.all(guests.map((guest) => guest.finish()))).toEqual([200, 200]);
    expect((await ask(statement)).status).toBe(200);
    expect((await lrs.one(statement.id)).status).toBe(200);
  });
});

describe('413', () => {
  /** 11 MB whose length nobody tells beforehand. */
  const chunked = (path: string, method: string) =>
    new Promise<number>((done, fail) => {
      const sent = request(`${stack.url}/xapi${path}`, { method, headers: xapiHeaders(stack) });
      sent.on('error', fail).on('response', (response) => {
        response.resume();
        done(response.statusCode!);
      });
      const piece = Buffer.alloc(1024 * 1024, ' ');
      for (let i = 0; i < 11; i++) sent.write(piece);
      sent.end();
    });

  it('[XAPI-5] [XDOC-3] is the answer to more than the limit, told or untold', async () => {
    const large = ' '.repeat(11 * 1024 * 1024);
    const document = `/agents/profile?${new URLSearchParams({ agent: '{"mbox":"mailto:a@example.com"}', profileId: 'p' })}`;
    expect((await lrs.ask('/statements', { method: 'POST', body: large })).status).toBe(413);
    expect(await chunked('/statements', 'POST')).toBe(413);
    expect((await lrs.ask(document, { method: 'PUT', body: large, headers: { 'if-none-match': '*' } })).status).toBe(
      413,
    );
    expect(await chunked(document, 'POST')).toBe(413);
    expect((await lrs.ask(document)).status).toBe(404);
  });

  it('[XAPI-15] of a form too, and of the statements of a multipart request', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `content=${'%20'.repeat(9 * 1024 * 1024)}`;
    expect((await lrs.ask('/statements?method=POST', { method: 'POST', body, headers: form })).status).toBe(413);
    const mixed = { 'content-type': 'multipart/mixed; boundary=b' };
    const first = `--b\r\nContent-Type: application/json\r\n\r\n${' '.repeat(9 * 1024 * 1024)}\r\n--b--\r\n`;
    expect((await lrs.ask('/statements', { method: 'POST', body: first, headers: mixed })).status).toBe(413);
  });
});
