import type { DocumentContext } from '../../../../domain/document/address.ts';
import { type DocumentStore, IDS_PER_PAGE } from '../../../../durable-objects/document-store/index.ts';

/** A JSON array of ids, as long as it may be, of which one page at a time is in memory. */
export async function idList(
  store: Pick<DocumentStore, 'ids'>,
  asked: { readonly context: DocumentContext; readonly since?: number },
): Promise<Response> {
  const { context, since } = asked;
  const request = since === undefined ? { context } : { context, since };
  const encoder = new TextEncoder();
  // Asked before the answer begins, so that a failure is one.
  let ids = await store.ids(request);
  let first = true;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const text = ids.map((id) => JSON.stringify(id)).join(',');
      const more = ids.length === IDS_PER_PAGE;
      const after = ids.at(-1);
      const before = first ? '[' : text === '' ? '' : ',';
      first = false;
      controller.enqueue(encoder.encode(`${before}${text}${more ? '' : ']'}`));
      if (!more || after === undefined) return controller.close();
      ids = await store.ids({ ...request, after });
    },
  });
  return new Response(stream, {
    headers: { 'content-type': 'application/json', 'cache-control': 'private, no-cache' },
  });
}
