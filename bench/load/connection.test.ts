import { describe, expect, it } from 'vitest';
import { answerOf } from './connection.ts';

describe('answerOf', () => {
  const counted = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello';
  const chunked =
    'HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA\r\n, world ..\r\n0\r\n\r\n';
  it('reads bodies of a given length and chunked ones', () => {
    expect(answerOf(counted)).toMatchObject({ status: 200, body: 'hello' });
    expect(answerOf(chunked)).toMatchObject({ status: 409, body: 'hello, world ..' });
  });
  it('reads an answer without a body', () => {
    expect(answerOf('HTTP/1.1 204 No Content\r\nX: y\r\n\r\n')).toMatchObject({ status: 204, body: '' });
  });
  it.each([counted, chunked])('waits for what is missing', (text) => {
    for (let length = 0; length < text.length; length++) expect(answerOf(text.slice(0, length))).toBeUndefined();
  });
});
