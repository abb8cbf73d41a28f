import { describe, expect, it } from 'vitest';
import { eventStream } from './event-stream.ts';

/** A session's socket whose other end the test holds. */
async function streamOf() {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  const stream = await eventStream({ fetch: async () => new Response(null, { status: 101, webSocket: client }) });
  if (!(stream instanceof Response)) throw new Error('refused');
  return { server, reader: stream.body!.pipeThrough(new TextDecoderStream()).getReader() };
}
const view = (version: number) => JSON.stringify({ version });

describe('the event stream', () => {
  it('[SES-10] a slow reader gets the last view, not all of them', async () => {
    const { server, reader } = await streamOf();
    for (let version = 1; version <= 50; version++) server.send(view(version));
    await scheduler.wait(100);
    const ids: number[] = [];
    while (ids.at(-1) !== 50) ids.push(Number(/id: (\d+)/.exec((await reader.read()).value ?? '')?.[1]));
    expect(ids.length).toBeLessThan(10);
    await reader.cancel();
  });

  it('[SES-10] ends when either side ends', async () => {
    const left = await streamOf();
    const closed = new Promise((resolve) => left.server.addEventListener('close', resolve));
    await left.reader.cancel();
    left.server.send(view(1));
    await closed;
    const right = await streamOf();
    right.server.close(1000);
    expect((await right.reader.read()).done).toBe(true);
  });

  it('[SES-10] says why there is none', async () => {
    const answer = async (status: number) => {
      const refused = await eventStream({ fetch: async () => new Response(null, { status }) });
      return 'problem' in refused ? refused.problem.code : refused.status;
    };
    expect(await answer(404)).toBe('not_found');
    expect(await answer(429)).toBe('too_many_requests');
  });
});
