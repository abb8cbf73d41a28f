import { problem } from '../../domain/kernel/problem.ts';
import type { PlaySessionRpc, Refused } from '../../durable-objects/play-session/contract.ts';

/** Shorter than the idle time after which proxies on the way close a silent stream (a minute is common). */
const KEEP_ALIVE_MS = 20_000;

/**
 * Server-sent events over a hibernatable WebSocket to the object: the open stream costs the Worker's waiting, which is
 * free, and lets the object sleep. Ends when either side ends; the reader connects again and gets the newest view.
 */
export async function eventStream(object: Pick<PlaySessionRpc, 'fetch'>): Promise<Response | Refused> {
  const upgrade = new Request('https://play-session/events', { headers: { upgrade: 'websocket' } });
  const { status, webSocket } = await object.fetch(upgrade);
  if (status === 404) return { problem: problem('not_found', 'There is no session with this id.') };
  if (webSocket === null) return { problem: problem('too_many_requests', 'Too many watch this session already.') };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const out = new LatestWriter(writable.getWriter(), end);
  const keepAlive = setInterval(() => out.idle(': still here\n\n'), KEEP_ALIVE_MS);
  function end(): void {
    clearInterval(keepAlive);
    webSocket?.close(1000);
    out.close();
  }
  webSocket.addEventListener('message', ({ data }) => out.put(eventOf(String(data))));
  webSocket.addEventListener('close', end);
  webSocket.addEventListener('error', end);
  webSocket.accept();
  return new Response(readable, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Writes what was put last: a reader that is slower than the changes misses some, and memory stays bounded. */
class LatestWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #encoder = new TextEncoder();
  #next: string | undefined;
  #busy = false;

  /** `gone` is called once the reader has gone away. */
  constructor(writer: WritableStreamDefaultWriter<Uint8Array>, gone: () => void) {
    this.#writer = writer;
    writer.closed.then(gone, gone);
  }

  put(text: string): void {
    this.#next = text;
    if (!this.#busy) void this.#pump();
  }

  /** For what may be left out when there is something to say. */
  idle(text: string): void {
    if (!this.#busy) this.put(text);
  }

  close(): void {
    this.#writer.close().catch(() => undefined); // closed or broken already
  }

  async #pump(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#next !== undefined) {
        const text = this.#next;
        this.#next = undefined;
        await this.#writer.write(this.#encoder.encode(text));
      }
    } catch {
      // The reader went away; `closed` tells it.
    }
    this.#busy = false;
  }
}

/** A view as JSON without line breaks; its version is the event's id. */
function eventOf(view: string): string {
  const { version } = JSON.parse(view) as { version: number };
  return `event: view\nid: ${version}\ndata: ${view}\n\n`;
}
