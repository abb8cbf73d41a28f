import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { LogPosition } from '../../domain/statement/shards/merge.ts';
import type { PageAnswer, ProjectionMessage } from './contract.ts';
import { list, numberOf, requestOf } from './log.testing.ts';
import type { StatementLog } from './statement-log.ts';

let made = 0;
const namespace = (env as unknown as { STATEMENT_LOG: DurableObjectNamespace<StatementLog> }).STATEMENT_LOG;

/** A log whose messages go into a list: nobody projects them, so the outbox shows what the log does by itself. */
export async function newLog() {
  const log = `log${++made}`;
  const stub = namespace.getByName(log);
  const sent: ProjectionMessage[] = [];
  const listen = () =>
    runInDurableObject(stub, (object) => {
      const send = async (message: ProjectionMessage) => void sent.push(message);
      (object as unknown as { env: object }).env = { PROJECTION: { send } };
    });
  await listen();
  const append = (statements: readonly object[], partition?: (i: number) => number) =>
    stub.append(requestOf(statements, partition, log));
  return { stub, sent, listen, append, log };
}

export const numbers = (page: PageAnswer) => page.found.map(({ text }) => numberOf(text));

export async function allPages(
  stub: DurableObjectStub<StatementLog>,
  parameters: Record<string, string>,
): Promise<number[][]> {
  const pages: number[][] = [];
  let position: LogPosition | undefined;
  do {
    const page = (await stub.page({ query: list(parameters), ...(position ? { position } : {}) })) as PageAnswer;
    pages.push(numbers(page));
    position = page.next ?? undefined;
  } while (position !== undefined);
  return pages;
}
