import { announce } from './build/announce.ts';
import { type ApiContext, contentFor } from './http.ts';
import { watchTenant } from './watch/build-watch.ts';

/** How soon the watch sends what a request wrote to the outbox and could not send itself. */
const NEWS_SECONDS = 10;

/** Does what writes an event to the outbox; the event is sent behind the answer, or by the watch if that fails. */
export async function withNews<T>(c: ApiContext, write: () => Promise<T>): Promise<T> {
  const content = contentFor(c);
  await watchTenant(c.env, content.tenant, NEWS_SECONDS);
  const written = await write();
  c.executionCtx.waitUntil(announce(c.env, content).catch(() => {}));
  return written;
}
