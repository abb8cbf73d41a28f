import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';

/** How often the row is read: faster than a person notices, one indexed read. */
const POLL_MS = 500;
/** A stream ends after this; clients come back by themselves, and one that is gone costs no more than this. */
const STREAM_SECONDS = 300;
/** Proxies close connections that say nothing for a minute. */
const COMMENT_SECONDS = 15;

/** A row of a job; `version` rises with every change that a reader can see. */
export interface JobRow {
  readonly id: string;
  readonly version: number;
  readonly finishedAt: string | null;
}

export interface RowEvents<Row extends JobRow> {
  /** The name of the events. */
  readonly event: string;
  readonly first: Row;
  readonly read: (id: string) => Promise<Row | undefined>;
  readonly show: (row: Row) => unknown;
}

/** Server-sent events: the whole job whenever it has changed, until it has ended. */
export const rowEvents = <Row extends JobRow>(c: Context, { event, first, read, show }: RowEvents<Row>): Response => {
  c.header('x-accel-buffering', 'no');
  return streamSSE(c, async (stream) => {
    let row: Row | undefined = first;
    let version = -1;
    let spokeMs = Date.now();
    const endMs = Date.now() + STREAM_SECONDS * 1000;
    while (row !== undefined && !stream.aborted && Date.now() < endMs) {
      if (row.version !== version) {
        version = row.version;
        spokeMs = Date.now();
        await stream.writeSSE({ event, id: String(version), data: JSON.stringify(show(row)) });
      } else if (Date.now() - spokeMs > COMMENT_SECONDS * 1000) {
        spokeMs = Date.now();
        await stream.write(': still here\n\n');
      }
      if (row.finishedAt !== null) return;
      await stream.sleep(POLL_MS);
      row = await read(first.id);
    }
  });
};
