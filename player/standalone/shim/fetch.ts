import type { Patch } from './find-lrs.ts';

/** Answers `fetch` and `sendBeacon` to the LRS in the page. */
export function patchFetch(own: typeof globalThis & Window, { lrs, isOurs }: Patch): void {
  const { fetch } = own;
  own.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : new URL(String(input), own.document.baseURI).href;
    if (!isOurs(address)) return fetch.call(own, input, init);
    const request = new Request(input instanceof Request ? input : address, withoutBody(init));
    const given = init?.body ?? (input instanceof Request ? await input.clone().text() : undefined);
    const { status, headers, body } = lrs.answer({
      method: request.method,
      url: new URL(address),
      headers: Object.fromEntries(request.headers),
      body: given === undefined || given === null ? '' : await new Response(given).text(),
    });
    return new Response(status === 204 ? null : body, { status, headers });
  };
  const { sendBeacon } = own.navigator;
  own.navigator.sendBeacon = (url, data) => {
    const address = new URL(String(url), own.document.baseURI).href;
    if (!isOurs(address)) return sendBeacon.call(own.navigator, url, data);
    const body = typeof data === 'string' ? data : '';
    return lrs.answer({ method: 'POST', url: new URL(address), headers: {}, body }).status < 300;
  };
}

/** The body is read apart: a request with one cannot be made again where it streams. */
function withoutBody(init: RequestInit | undefined): RequestInit {
  const { body: _, ...rest } = init ?? {};
  return rest;
}
