import { Connection } from '../load/connection.ts';
import { get } from '../load/request.ts';

/** How long a kind of question is asked, and how often at most. Some are asked however long they take. */
export interface Effort {
  readonly seconds: number;
  readonly requests: number;
}

export interface Asked {
  /** Milliseconds of each request. */
  readonly latencies: readonly number[];
  /** Answers that were no success. */
  readonly errors: number;
}

/** Questions whose answers are checked; the first ones, whose time does not count. */
const CHECKED = 3;

/** So that the 95th of a hundred is more than the slowest of a few. */
const MIN_REQUESTS = 40;

/** Whether another request is to be sent. */
export const goesOn = (done: readonly unknown[], { until, requests }: { until: number; requests: number }): boolean =>
  done.length < MIN_REQUESTS || (done.length < requests && performance.now() < until);

/** Asks over some connections at once, each one question after another. `path` is asked for every question's own. */
export async function ask(
  to: { readonly port: number; readonly authorization: string; readonly clients: number },
  questions: { readonly path: () => string; readonly check?: (path: string, body: string) => void },
  { seconds, requests }: Effort,
): Promise<Asked> {
  const latencies: number[] = [];
  let errors = 0;
  const connections = await Promise.all(Array.from({ length: to.clients }, () => Connection.open(to.port)));
  for (let i = 0; i < CHECKED; i++) {
    const path = questions.path();
    const { status, body } = await connections[0]!.ask(get(path, to.authorization));
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${body}`);
    questions.check?.(path, Buffer.from(body, 'latin1').toString());
  }
  const until = performance.now() + seconds * 1000;
  const work = async (connection: Connection) => {
    while (goesOn(latencies, { until, requests })) {
      const request = get(questions.path(), to.authorization);
      const began = performance.now();
      const { status } = await connection.ask(request);
      latencies.push(performance.now() - began);
      if (status !== 200) errors++;
    }
  };
  await Promise.all(connections.map(work));
  for (const connection of connections) connection.close();
  return { latencies, errors };
}
