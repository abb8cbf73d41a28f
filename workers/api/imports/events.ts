import { streamSSE } from 'hono/streaming';
import { ImportReader, type ImportRow } from '../../../d1/content/imports.ts';
import { type ApiContext, contentFor } from '../http.ts';
import { showImport } from './schema.ts';

/** How often the row is read: faster than a person notices, one indexed read. */
const POLL_MS = 500;
/** A stream ends after this; clients come back by themselves, and one that is gone costs no more than this. */
const STREAM_SECONDS = 300;
/** Proxies close connections that say nothing for a minute. */
const COMMENT_SECONDS = 15;

/** Server-sent events: `import` with the whole import whenever it has changed, until it has ended. */
export const importEvents = (c: ApiContext, first: ImportRow): Response => {
  const reader = new ImportReader(contentFor(c));
  c.header('x-accel-buffering', 'no');
  return streamSSE(c, async (stream) => {
    let row: ImportRow | undefined = first;
    let version = -1;
    let spokeMs = Date.now();
    const endMs = Date.now() + STREAM_SECONDS * 1000;
    while (row !== undefined && !stream.aborted && Date.now() < endMs) {
      if (row.version !== version) {
        version = row.version;
        spokeMs = Date.now();
        await stream.writeSSE({ event: 'import', id: String(version), data: JSON.stringify(showImport(row)) });
      } else if (Date.now() - spokeMs > COMMENT_SECONDS * 1000) {
        spokeMs = Date.now();
        await stream.write(': still here\n\n');
      }
      if (row.finishedAt !== null) return;
      await stream.sleep(POLL_MS);
      row = await reader.byId(first.id);
    }
  });
};
