import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { Client } from './client.ts';
import { Failure } from './errors.ts';
import { followJob, patiently } from './follow.ts';

interface Job {
  readonly n: number;
  readonly finishedAt: string | null;
}

/** A server that answers by `listener`, until `work` is done. */
async function served<T>(listener: RequestListener, work: (client: Client) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await work(new Client({ url: `http://127.0.0.1:${port}`, token: 't' }));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const follow = (client: Client, show: (it: Job) => void = () => {}): Promise<Job> =>
  followJob(client, { path: '/job', begun: { n: 0, finishedAt: null }, show });

it('[CLI-7] a job is followed over a line that breaks and a server that fails', async () => {
  const asked: string[] = [];
  const seen: number[] = [];
  const ended = await served(
    (request, response) => {
      asked.push(request.url!);
      if (asked.length === 1) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: {"n":1,"finishedAt":null}\n\n', () => request.socket.destroy());
      } else if (asked.length === 2) response.writeHead(503).end();
      else if (request.url === '/job/events') response.end('data: {"n":2,"finishedAt":null}\n\n');
      else response.end('{"n":3,"finishedAt":"2026-11-21T00:00:00Z"}');
    },
    (client) => follow(client, ({ n }) => seen.push(n)),
  );
  expect(ended.n).toBe(3);
  expect(seen).toEqual([0, 1, 2, 3]);
  expect(asked).toEqual(['/job/events', '/job/events', '/job/events', '/job']);
});

it('[CLI-7] a refusal is final', async () => {
  const refused = served((_, response) => void response.writeHead(404).end('{"title":"Gone"}'), follow);
  await expect(refused).rejects.toThrow('Gone');
  await expect(patiently(() => Promise.reject(new Failure('No.')))).rejects.toThrow('No.');
});

it('[CLI-7] what may be done twice is done again while the server is away', async () => {
  let tries = 0;
  const done = await patiently(async () => {
    if (++tries === 1) throw new Failure('Away.', { transient: true });
    return tries;
  });
  expect(done).toBe(2);
});
