import {
  CLOSE_READ_PAGES,
  type FeedItem,
  type FeedRequest,
  MAX_PAGE_EVENTS,
} from '../../../durable-objects/event-feed/index.ts';
import { encodeCursor } from '../../shared/pages.ts';
import type { FeedStub } from '../services/bindings.ts';

/** Proxies close a silent connection after a minute or so. A reader that went away is noticed by the next write. */
const KEEP_ALIVE_SECONDS = 15;
/**
 * A stream ends after this and the browser comes back by itself with its last id: so a credential that was withdrawn, or
 * a Worker that was replaced, is not served for longer.
 */
const STREAM_SECONDS = 900;
/** Events that wait for a slow reader; beyond it the socket is dropped and pages are read at the reader's pace. */
const MAX_WAITING = 1000;
/** Between two sockets when the first one broke, so that a feed that fails is not asked without pause. */
const RETRY_SECONDS = 1;

type Wanted = Omit<FeedRequest, 'limit'>;
type Write = (text: string) => Promise<void>;

/** How a position of the feed is told to clients. */
export const feedCursor = (position: number): string => encodeCursor([position]);

/**
 * [READ-4] Server-sent events over a hibernatable socket of the feed: first what the reader missed, page by page, then
 * everything new. The Worker holds the stream, because waiting costs a Worker nothing.
 */
export function streamEvents(feed: FeedStub, wanted: Wanted): Response {
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  tail(feed, wanted, (text) => writer.write(encoder.encode(text)))
    .then(() => writer.close())
    .catch(() => writer.abort().catch(() => {})); // the reader went away, or the feed failed: it comes again
  return new Response(readable, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  });
}

async function tail(feed: FeedStub, wanted: Wanted, write: Write): Promise<void> {
  const until = Date.now() + STREAM_SECONDS * 1000;
  let { after } = wanted;
  await write(': connected\n\n');
  while (Date.now() < until) {
    after = await missed(feed, { ...wanted, after }, write);
    const socket = await subscribe(feed, { ...wanted, after });
    try {
      after = await live(socket, after, until, write);
    } finally {
      socket.close();
    }
    if (socket.code !== CLOSE_READ_PAGES) await sleep(RETRY_SECONDS);
  }
}

/** Writes page by page what comes after `after`; returns where it ended. */
async function missed(feed: FeedStub, wanted: Wanted, write: Write): Promise<number> {
  let { after } = wanted;
  for (;;) {
    const page = await feed.read({ ...wanted, after, limit: MAX_PAGE_EVENTS });
    if (page.items.length > 0) await write(page.items.map(eventText).join(''));
    after = page.next;
    if (!page.more) return after;
  }
}

/** Writes what the socket brings until it closes, the reader is too slow, or the stream's time is over. */
async function live(socket: Subscription, after: number, until: number, write: Write): Promise<number> {
  let position = after;
  while (Date.now() < until && socket.waiting.length < MAX_WAITING) {
    const item = socket.waiting.shift();
    if (item !== undefined) {
      await write(eventText(item));
      position = item.position;
    } else if (socket.code !== undefined) {
      break;
    } else if (!(await socket.changed(KEEP_ALIVE_SECONDS))) {
      await write(': keep-alive\n\n');
    }
  }
  return position;
}

const eventText = ({ position, event }: FeedItem): string =>
  `id: ${feedCursor(position)}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** A socket of the feed with what it brought and has not been written yet. */
interface Subscription {
  readonly waiting: FeedItem[];
  /** The close code, once it is closed. */
  code: number | undefined;
  /** True when something came or the socket closed, false when the seconds went by. */
  changed(seconds: number): Promise<boolean>;
  close(): void;
}

async function subscribe(feed: FeedStub, { after, types }: Wanted): Promise<Subscription> {
  const url = `https://feed/?after=${after}${types === undefined ? '' : `&types=${types.join(',')}`}`;
  const response = await feed.fetch(url, { headers: { upgrade: 'websocket' } });
  const socket = response.webSocket;
  if (socket === null) throw new Error(`the feed refused a reader with ${response.status}`);
  let wake = () => {};
  const subscription: Subscription = {
    waiting: [],
    code: undefined,
    changed: (seconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), seconds * 1000);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      }),
    close: () => socket.close(),
  };
  socket.addEventListener('message', ({ data }) => {
    subscription.waiting.push(JSON.parse(String(data)) as FeedItem);
    wake();
  });
  socket.addEventListener('close', ({ code }) => {
    subscription.code = code;
    wake();
  });
  socket.accept();
  return subscription;
}

const sleep = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
