import { readFileSync } from 'node:fs';
import type { Tenant } from '../support/stack.ts';
import type { Case } from './makers.ts';
import { caseOf } from './requests.ts';
import { Sender } from './send.ts';

/** As many as a busy client has; more would only wait in the server. */
const CONNECTIONS = 16;
/** A broken store fails everywhere: after this many the rest says nothing new. */
const MOST_FAILURES = 10;

export interface Failure {
  readonly index: number;
  readonly sent: Case;
  /** The status and what came with it, or why there was no answer. */
  readonly what: string;
}
export interface Outcome {
  readonly failures: readonly Failure[];
  /** How many answers of each hundred every kind of case had: `statement → {2: 4711, 4: 40000}`. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Lines that the server logged as errors: a statement may do harm after it was answered. */
  readonly errors: readonly string[];
}

/** What is fuzzed. */
export interface Target {
  readonly url: string;
  readonly tenant: Pick<Tenant, 'xapi' | 'operatorToken'>;
  /** The file that the server logs to. */
  readonly log: string;
}

export interface Cases {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  /** Is told of each case, from 0 on, before it is sent. */
  readonly onCase?: (index: number) => void;
}

/** Sends the cases from `first` on, `count` of them. Whatever they are, the answer is 2xx or 4xx, and soon. */
export async function fuzz({ url, tenant, log }: Target, { seed, first, count, onCase }: Cases): Promise<Outcome> {
  const { key, secret } = tenant.xapi;
  const client = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const operator = `Bearer ${tenant.operatorToken}`;
  const sender = new Sender(url, CONNECTIONS);
  const failures: Failure[] = [];
  const statuses = new Map<string, Map<number, number>>();
  let next = first;
  const work = async () => {
    while (next < first + count && failures.length < MOST_FAILURES) {
      const index = next++;
      onCase?.(index - first);
      const sent = caseOf(seed, index, { client, operator });
      const what = await sender.send(sent).then(
        ({ status, body }) => {
          const of = statuses.get(sent.kind) ?? new Map<number, number>();
          statuses.set(sent.kind, of.set(Math.floor(status / 100), (of.get(Math.floor(status / 100)) ?? 0) + 1));
          return isAllowed(status) ? undefined : `${status} ${body}`;
        },
        (error: unknown) => String(error),
      );
      if (what !== undefined) failures.push({ index, sent, what });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  sender.close();
  return { failures, statuses, errors: errorsOf(log) };
}

/** 304 is the success of a condition that holds. */
const isAllowed = (status: number) =>
  (status >= 200 && status < 300) || status === 304 || (status >= 400 && status < 500);

function errorsOf(log: string): string[] {
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.filter((line) => /"level":"error"|\[ERROR\]|Uncaught/.test(line));
}
