import { ImportReader, type ImportRow } from '../../../d1/content/imports.ts';
import { type ApiContext, contentFor } from '../http.ts';
import { rowEvents } from '../row-events.ts';
import { showImport } from './schema.ts';

/** Server-sent events: `import` with the whole import whenever it has changed, until it has ended. */
export const importEvents = (c: ApiContext, first: ImportRow): Response => {
  const reader = new ImportReader(contentFor(c));
  return rowEvents(c, { event: 'import', first, read: (id) => reader.byId(id), show: showImport });
};
