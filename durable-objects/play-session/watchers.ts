import type { SessionView } from '../../domain/session/contract.ts';

/** Open pages and consoles that watch one session; a person has a handful, and each change is sent to all of them. */
export const WATCHERS_MAX = 100;

/** Opens a hibernatable WebSocket that begins with the view of now. 429 when too many watch already. */
export function openWatch(ctx: DurableObjectState, view: SessionView): Response {
  if (ctx.getWebSockets().length >= WATCHERS_MAX) return new Response(null, { status: 429 });
  const { 0: client, 1: server } = new WebSocketPair();
  ctx.acceptWebSocket(server);
  server.send(JSON.stringify(view));
  return new Response(null, { status: 101, webSocket: client });
}

export function broadcast(ctx: DurableObjectState, view: SessionView): void {
  const text = JSON.stringify(view);
  for (const socket of ctx.getWebSockets()) {
    try {
      socket.send(text);
    } catch {
      // This watcher is closing; it connects again if it wants to.
    }
  }
}
