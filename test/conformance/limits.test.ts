import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lrs } from '../support/lrs.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { xapiHeaders } from '../support/world.ts';

/** What is too large, which the official suite never sends. */
let stack: Stack;
let lrs: Lrs;
beforeAll(async () => {
  stack = await startStack();
  lrs = new Lrs(stack);
});
afterAll(() => stack?.stop());

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
