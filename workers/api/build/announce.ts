import type { TenantContent } from '../../../d1/content/db.ts';
import { Outbox } from '../../../d1/content/outbox.ts';

/** Events in one queue message: at a few KiB each they stay far below its 128 KB. */
const EVENTS_PER_MESSAGE = 20;

/**
 * Gives waiting events to the queue and forgets them; a kill in between sends them again, which consumers expect. True
 * when some may be left.
 */
export async function announce(env: Pick<ApiEnv, 'EVENTS'>, content: TenantContent): Promise<boolean> {
  const outbox = new Outbox(content);
  const waiting = await outbox.waiting(EVENTS_PER_MESSAGE);
  if (waiting.length === 0) return false;
  await env.EVENTS.send({ tenant: content.tenant, events: waiting.map(({ event }) => event) });
  await outbox.sent(waiting.map(({ id }) => id));
  return waiting.length === EVENTS_PER_MESSAGE;
}
