import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openXapi } from './xapi-client.ts';

const LAUNCH = {
  endpoint: 'https://lrs.example/xapi/',
  authorization: 'Basic x',
  actor: { mbox: 'mailto:a@b.c' },
  registration: 'r',
  activityId: 'a:1',
};

/** A store that answers with the statuses it is given, then with 200. */
function store(...statuses: (number | 'down')[]) {
  const asked: { method: string; path: string; body: string; keepalive: boolean }[] = [];
  const request = (async (url: string, init: RequestInit) => {
    const path = url.replace(LAUNCH.endpoint, '').replace(/\?.*stateId=([^&]+).*/, ' $1');
    asked.push({ method: init.method!, path, body: String(init.body ?? ''), keepalive: init.keepalive ?? false });
    const status = statuses.shift() ?? 200;
    if (status === 'down') throw new TypeError('network');
    return new Response(status === 204 ? null : 'text', { status });
  }) as typeof fetch;
  return { asked, client: openXapi(LAUNCH, request) };
}

describe('what is sent', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('[STA-10] arrives in its order, and what waits together goes together', async () => {
    const { asked, client } = store();
    client.send([{ id: 1 }]);
    client.send([{ id: 2 }, { id: 3 }]);
    client.writeState('s', 'old');
    client.writeState('s', 'new');
    await client.flushed();
    expect(asked.map(({ method, path, body }) => `${method} ${path} ${body}`)).toEqual([
      'POST statements [{"id":1}]',
      'POST statements [{"id":2},{"id":3}]',
      'PUT activities/state s new',
    ]);
  });
  it('[STA-10] is sent again while the store fails, and not when it refuses', async () => {
    const { asked, client } = store('down', 503, 429, 400);
    client.send([{ id: 1 }]);
    await vi.advanceTimersByTimeAsync(1000);
    await vi.advanceTimersByTimeAsync(2000);
    await vi.advanceTimersByTimeAsync(4000);
    client.send([{ id: 2 }]);
    await client.flushed();
    expect(asked.map(({ body }) => body)).toEqual([...Array(4).fill('[{"id":1}]'), '[{"id":2}]']);
  });
  it('[STA-10] goes once more when the page closes, with what was under way', async () => {
    const { asked, client } = store('down');
    client.send([{ id: 1 }]);
    client.send([{ id: 2 }]);
    client.writeState('s', 'text');
    await vi.advanceTimersByTimeAsync(10);
    client.leave();
    expect(asked.slice(1)).toEqual([
      { method: 'POST', path: 'statements', body: '[{"id":1},{"id":2}]', keepalive: true },
      { method: 'PUT', path: 'activities/state s', body: 'text', keepalive: true },
    ]);
  });
  it('[STA-10] a state that is not there is none', async () => {
    const { client } = store(404, 200);
    expect([await client.readState('s'), await client.readState('s')]).toEqual([undefined, 'text']);
  });
});
