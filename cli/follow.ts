import { type Client, unreachable } from './client.ts';
import { Failure } from './errors.ts';

/** What was begun goes on without us, so a server that is away for a while is no reason to stop looking. */
export const AWAY_MS = 60_000;
const RETRY_MS = 1000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Does what may be done twice, again and again while the server is away. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const beganMs = Date.now(); ; await pause(RETRY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure && error.transient) || Date.now() - beganMs > AWAY_MS) throw error;
    }
  }
}

/** An import or an export, as its own address shows it. */
interface Job {
  readonly finishedAt: string | null;
}

/** Follows a job at `path` by its events until it has ended, over broken lines and restarts of the server. */
export async function followJob<T extends Job>(
  client: Client,
  { path, begun, show }: { path: string; begun: T; show: (it: T) => void },
): Promise<T> {
  let it = begun;
  let heardMs = Date.now();
  const heard = (now: T): void => {
    it = now;
    heardMs = Date.now();
    show(it);
  };
  for (show(it); it.finishedAt === null; ) {
    try {
      for await (const message of client.events(`${path}/events`)) heard(JSON.parse(message.data) as T);
      // Asked once more: a stream that broke off says nothing about the end, and ends by itself after some minutes.
      heard(await client.get<T>(path));
    } catch (error) {
      // A broken stream throws what `fetch` throws; only a refusal is final.
      if (error instanceof Failure && !error.transient) throw error;
      if (Date.now() - heardMs > AWAY_MS) throw unreachable(client.target);
      await pause(RETRY_MS);
    }
  }
  return it;
}
