import { DurableObject } from 'cloudflare:workers';
import type { CloudEvent, EventType } from '../../domain/kernel/event.ts';
import {
  CLOSE_READ_PAGES,
  type FeedHistory,
  type FeedHistoryRequest,
  type FeedItem,
  type FeedPage,
  type FeedRequest,
  MAX_APPEND_EVENTS,
  MAX_APPEND_NEWS,
  MAX_PAGE_EVENTS,
} from './contract.ts';
import { FeedStore } from './store.ts';

/** Live readers of one tenant; a reader more is refused and may poll. */
const MAX_SOCKETS = 200;

/** What a socket wants; survives hibernation with it. */
interface Subscription {
  readonly types: readonly EventType[] | null;
}

/**
 * The feed of a tenant's events: pages for whoever reads behind, hibernatable WebSockets for whoever reads live. The
 * Worker turns a socket into server-sent events, because an open stream would keep the object awake and billed.
 */
export class EventFeed extends DurableObject<object> {
  readonly #store: FeedStore;

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    this.#store = new FeedStore(ctx.storage);
  }

  /** An event that is there already is skipped, so a retry announces nothing twice. */
  async append(events: readonly CloudEvent[]): Promise<void> {
    if (events.length > MAX_APPEND_EVENTS) throw new Error(`at most ${MAX_APPEND_EVENTS} events at once`);
    const items = this.#store.append(events);
    this.#tell(() => items);
  }

  /** News of the projector as JSON texts. What is there already is skipped. */
  async appendNews(texts: readonly string[]): Promise<void> {
    if (texts.length > MAX_APPEND_NEWS) throw new Error(`at most ${MAX_APPEND_NEWS} pieces of news at once`);
    this.#tell(this.#store.appendNews(texts));
  }

  async read(request: FeedRequest): Promise<FeedPage> {
    return this.#store.read(request);
  }

  async history(request: FeedHistoryRequest): Promise<FeedHistory> {
    return this.#store.history(request);
  }

  async last(): Promise<number> {
    return this.#store.last();
  }

  /**
   * `GET ?after=<position>&types=a,b` with an upgrade: sends what comes after the position and then everything new. A
   * reader that is more than a page behind is closed with `CLOSE_READ_PAGES`.
   */
  override async fetch(request: Request): Promise<Response> {
    if (this.ctx.getWebSockets().length >= MAX_SOCKETS) return new Response(null, { status: 429 });
    const { searchParams } = new URL(request.url);
    const types = searchParams.get('types')?.split(',') as readonly EventType[] | undefined;
    const [client, server] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ types: types ?? null } satisfies Subscription);
    const after = Number(searchParams.get('after') ?? 0);
    const page = this.#store.read({ after, limit: MAX_PAGE_EVENTS, ...(types === undefined ? {} : { types }) });
    // No await between accepting and reading: nothing can be appended in between, so nothing is missed or sent twice.
    if (page.more) server.close(CLOSE_READ_PAGES, 'read pages first');
    else for (const item of page.items) send(server, item);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Nobody makes events that nobody reads live. */
  #tell(added: () => readonly FeedItem[]): void {
    const sockets = this.ctx.getWebSockets();
    const items = sockets.length === 0 ? [] : added();
    for (const socket of sockets) {
      const { types } = socket.deserializeAttachment() as Subscription;
      for (const item of items) if (types === null || types.includes(item.event.type)) send(socket, item);
    }
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    socket.close();
  }
}

/** A socket whose other end is gone is closed by the runtime soon; it must not stop the others. */
function send(socket: WebSocket, item: FeedItem): void {
  try {
    socket.send(JSON.stringify(item));
  } catch {
    // closing: its reader will come again with its last position
  }
}
