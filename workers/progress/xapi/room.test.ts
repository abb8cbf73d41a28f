import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '../../../domain/kernel/problem.ts';
import { Busy } from '../../shared/app.ts';
import type { LogStub } from '../services/bindings.ts';
import { stubOf } from '../testing/log.testing.ts';
import { lifeStatement, migrate, xapi } from '../testing/support.testing.ts';
import { MAX_BODY_BYTES } from './body.ts';
import { BODY_ROOM, BodyRoom, ROOM_BYTES } from './room.ts';

const statement = () => lifeStatement('initialized', { registration: crypto.randomUUID() });
const tooBusy = async (response: Response) => {
  const { code } = (await response.json()) as { code: string };
  return [response.status, response.headers.get('retry-after'), code];
};
const BUSY = [429, '1', 'too_many_requests'];

/** What is asked of a body before anybody reads it. */
const FIRST_CHUNK_BYTES = 64 * 1024;

/** A body that counts what is read of it and has no end. */
function endless(chunkBytes = FIRST_CHUNK_BYTES) {
  const seen = { bytes: 0 };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.bytes += chunkBytes;
        controller.enqueue(new Uint8Array(chunkBytes).fill(0x20));
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, seen };
}

beforeAll(migrate);

describe('room for bodies', () => {
  const other = {};
  afterEach(() => BODY_ROOM.leave(other));

  it('[XAPI-22] is taken until it is given back; a request alone always has some', () => {
    const room = new BodyRoom(100);
    const [a, b] = [{}, {}];
    room.take(a, 60, 0);
    expect(() => room.take(b, 41, 0)).toThrow(Busy);
    room.take(b, 30, 0);
    room.take(a, 10, 0);
    expect(() => room.take(a, 1, 0)).toThrow(Busy);
    room.leave(b);
    room.take(a, 1000, 0);
    expect(() => room.take(b, 1, 0)).toThrow(Busy);
    room.leave(a);
    room.leave(a);
    room.take(b, 100, 0);
  });
  it('[XAPI-22] is not kept for requests that never end', () => {
    const room = new BodyRoom(100);
    room.take({}, 50, 0);
    const later = {};
    room.take(later, 50, 30_000);
    expect(() => room.take({}, 50, 59_999)).toThrow(Busy);
    room.take({}, 50, 60_000);
    expect(() => room.take({}, 1, 60_000)).toThrow(Busy);
    room.leave(later);
    room.take({}, 50, 60_000);
  });
  it('[XAPI-22] when there is none, 429 says when to come again, before the body is read', async () => {
    BODY_ROOM.take(other, ROOM_BYTES);
    const { stream, seen } = endless();
    const send = (body: object | ReadableStream, headers = {}) =>
      xapi('/statements', { method: 'POST', body, headers });
    expect(await tooBusy(await send(statement()))).toEqual(BUSY);
    expect(await tooBusy(await send(stream, { 'content-length': '1000' }))).toEqual(BUSY);
    expect(seen.bytes).toBeLessThanOrEqual(FIRST_CHUNK_BYTES);
    const multipart = { 'content-type': 'multipart/mixed; boundary=x' };
    expect(await tooBusy(await send(endless().stream, multipart))).toEqual(BUSY);
    const path = '/activities/profile?activityId=https://a.example/x&profileId=room';
    expect(await tooBusy(await xapi(path, { method: 'PUT', body: {}, headers: { 'if-none-match': '*' } }))).toEqual(
      BUSY,
    );
    BODY_ROOM.leave(other);
    for (let i = 0; i < 3; i++) expect((await send(statement())).status).toBe(200);
  });
  it('[XAPI-22] what the log has no room for is 429 too', async () => {
    const { StatementLog } = await import('../../../durable-objects/statement-log/index.ts');
    const { append } = StatementLog.prototype;
    StatementLog.prototype.append = async () => ({ problem: problem('too_many_requests', 'Full.') });
    try {
      expect(await tooBusy(await xapi('/statements', { method: 'POST', body: statement() }))).toEqual(BUSY);
    } finally {
      StatementLog.prototype.append = append;
    }
    const stub: LogStub = stubOf('demo') as unknown as LogStub;
    expect((await stub.stats()).waiting.requests).toBe(0);
  });
});

describe('too large', () => {
  const post = (body: ReadableStream | string, headers: object) =>
    xapi('/statements', { method: 'POST', body, headers });

  it('[XAPI-5] is told by the length that the request says, at once', async () => {
    const { stream, seen } = endless();
    const answer = await post(stream, { 'content-length': String(MAX_BODY_BYTES + 1) });
    expect(answer.status).toBe(413);
    expect(seen.bytes).toBeLessThanOrEqual(FIRST_CHUNK_BYTES);
  });
  it('[XAPI-5] is found out by counting when it says none, and the rest is not read', async () => {
    const { stream, seen } = endless();
    expect((await post(stream, {})).status).toBe(413);
    expect(seen.bytes).toBeLessThan(MAX_BODY_BYTES + 256 * 1024);
  });
  it('[XAPI-5] is found out when it says a wrong one', async () => {
    const body = ' '.repeat(MAX_BODY_BYTES + 1);
    expect((await post(new Response(body).body!, { 'content-length': '5' })).status).toBe(413);
  });
});
