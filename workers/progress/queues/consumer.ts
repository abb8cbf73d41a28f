import { keepDeadLetter } from '../../../d1/progress/dead-letters.ts';
import type { CloudEvent } from '../../../domain/kernel/event.ts';
import type { ProjectionMessage } from '../../../durable-objects/statement-log/index.ts';
import { logLine } from '../../shared/log.ts';
import type { Region } from '../../shared/rpc.ts';
import { publishEvents } from '../services/announce.ts';
import { apiOf, partitionDatabase } from '../services/bindings.ts';
import { tenantRecord } from '../services/tenants.ts';
import { advance } from './projector.ts';

/** What other Workers send to `lectern-events`. */
export interface EventsMessage {
  readonly tenant: string;
  readonly events: readonly CloudEvent[];
}

type Handler = (batch: MessageBatch, env: ProgressEnv) => Promise<void>;

/** By the name of the queue; the `-dead` ones hold what failed as often as it may. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  'lectern-projection': consumeProjection,
  'lectern-events': consumeEvents,
  'lectern-projection-dead': (batch, env) => consumeEach(batch, (message) => buryProjection(message, batch.queue, env)),
  'lectern-events-dead': (batch, env) => consumeEach(batch, (message) => buryEvents(message, batch.queue, env)),
};

export async function consume(batch: MessageBatch, env: ProgressEnv): Promise<void> {
  const handler = HANDLERS[batch.queue];
  if (handler === undefined) throw new Error(`no consumer for ${batch.queue}`);
  await handler(batch, env);
}

/** The calls of one log and partition are one piece of work; different ones do not wait for each other. */
async function consumeProjection(batch: MessageBatch, env: ProgressEnv): Promise<void> {
  const groups = new Map<string, Message<ProjectionMessage>[]>();
  for (const message of batch.messages as readonly Message<ProjectionMessage>[]) {
    const { log, partition } = message.body;
    const group = groups.get(`${log}/${partition}`);
    if (group === undefined) groups.set(`${log}/${partition}`, [message]);
    else group.push(message);
  }
  await Promise.all(
    [...groups].map(([name, messages]) => settle(name, messages, () => advance(env, messages[0]!.body))),
  );
}

function consumeEvents(batch: MessageBatch, env: ProgressEnv): Promise<void> {
  return consumeEach(batch, async (message) => {
    const { tenant, events } = message.body as EventsMessage;
    await publishEvents(env, tenant, events);
  });
}

async function consumeEach(batch: MessageBatch, handle: (message: Message) => Promise<void>): Promise<void> {
  for (const message of batch.messages) await settle(batch.queue, [message], () => handle(message));
}

/** Acknowledges what succeeded and asks for what failed again, without touching its neighbours. */
async function settle(name: string, messages: readonly Message[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
    for (const message of messages) message.ack();
  } catch (error) {
    logLine({ service: 'progress', level: 'error', queue: name, error: String(error) });
    for (const message of messages) message.retry();
  }
}

/** [PIPE-5] A call that failed is kept to be counted. Nothing is lost with it: the log calls again. */
async function buryProjection(message: Message, queue: string, env: ProgressEnv): Promise<void> {
  const where = message.body as ProjectionMessage;
  const db = partitionDatabase(env, where.region as Region, where.partition);
  await bury(db, { tenant: where.tenant, queue, message, body: where });
}

async function buryEvents(message: Message, queue: string, env: ProgressEnv): Promise<void> {
  const { tenant } = message.body as EventsMessage;
  const { region } = await tenantRecord(apiOf(env), tenant);
  await bury(partitionDatabase(env, region, 0), { tenant, queue, message, body: message.body });
}

async function bury(
  db: D1Database,
  { tenant, queue, message, body }: { tenant: string; queue: string; message: Message; body: unknown },
): Promise<void> {
  logLine({ service: 'progress', level: 'error', queue, tenant, dead: message.id });
  await keepDeadLetter(db, { tenant, queue, id: message.id, receivedAt: new Date().toISOString(), body });
}
