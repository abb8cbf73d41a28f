import type { MiddlewareHandler } from 'hono';
import { Busy } from '../../shared/app.ts';
import type { ProgressApp } from '../app-env.ts';

/**
 * Bytes of request bodies that an isolate takes in at a time. It has 128 MB; a body is there three times until its
 * statements are stored (as it came, packed, and on its way to the log), and the one that is being read some six times
 * more. Sixteen connections with batches of 500 statements need nine of these megabytes.
 */
export const ROOM_BYTES = 16 * 1024 * 1024;

/** A request whose client went away is stopped where it stands and never says that it has ended; nobody waits longer. */
const LOST_MILLIS = 60_000;

interface Guest {
  bytes: number;
  readonly since: number;
}

/** [XAPI-22] The bytes that requests hold in memory. */
export class BodyRoom {
  readonly #roomBytes: number;
  readonly #lostMillis: number;
  readonly #guests = new Map<object, Guest>();
  #bytes = 0;

  constructor(roomBytes: number, lostMillis = LOST_MILLIS) {
    this.#roomBytes = roomBytes;
    this.#lostMillis = lostMillis;
  }

  /** Makes room for more bytes of a request; throws `Busy` when there is none. A request alone always has room. */
  take(request: object, bytes: number, now = Date.now()): void {
    if (this.#isFull(request, bytes)) this.#forgetLost(now);
    if (this.#isFull(request, bytes)) throw new Busy('More is being sent than there is room for.');
    const guest = this.#guests.get(request) ?? { bytes: 0, since: now };
    guest.bytes += bytes;
    this.#bytes += bytes;
    this.#guests.set(request, guest);
  }

  leave(request: object): void {
    this.#bytes -= this.#guests.get(request)?.bytes ?? 0;
    this.#guests.delete(request);
  }

  #isFull(request: object, bytes: number): boolean {
    const others = this.#bytes - (this.#guests.get(request)?.bytes ?? 0);
    return others > 0 && this.#bytes + bytes > this.#roomBytes;
  }

  #forgetLost(now: number): void {
    for (const [request, { since }] of this.#guests) if (now - since >= this.#lostMillis) this.leave(request);
  }
}

/** That of this isolate. */
export const BODY_ROOM = new BodyRoom(ROOM_BYTES);

/** Whoever reads a body takes room for it; it is given back with the answer. */
export const giveBackRoom: MiddlewareHandler<ProgressApp> = async (c, next) => {
  try {
    await next();
  } finally {
    BODY_ROOM.leave(c.req.raw);
  }
};
