import type { Answering, Patch } from './find-lrs.ts';

/** What of a window is patched. */
export interface Fetching {
  fetch: typeof fetch;
  readonly document: Pick<Document, 'baseURI'>;
  readonly navigator: Pick<Navigator, 'sendBeacon'>;
}

/** Answers `fetch` and `sendBeacon` to the LRS in the page. */
export function patchFetch(own: Fetching, { lrs, isOurs }: Patch): void {
  const { fetch } = own;
  own.fetch = async (input, init) => {
    const base = input instanceof Request ? input : undefined;
    const address = base?.url ?? new URL(String(input), own.document.baseURI).href;
    if (!isOurs(address)) return fetch.call(own, input, init);
    const given = init?.body ?? (base === undefined ? '' : await base.clone().text());
    const { status, headers, body } = lrs.answer({
      method: (init?.method ?? base?.method ?? 'GET').toUpperCase(),
      url: new URL(address),
      headers: Object.fromEntries(new Headers(init?.headers ?? base?.headers)),
      body: typeof given === 'string' ? given : await new Response(given).text(),
    });
    return new Response(status === 204 ? null : body, { status, headers });
  };
  const { sendBeacon } = own.navigator;
  own.navigator.sendBeacon = (url, data) => {
    const address = new URL(String(url), own.document.baseURI);
    if (!isOurs(address.href)) return sendBeacon.call(own.navigator, url, data);
    if (typeof data === 'string') answerBeacon(lrs, address, data);
    else void new Response(data ?? null).text().then((text) => answerBeacon(lrs, address, text));
    return true;
  };
}

/** A beacon is a POST that nobody waits for. */
const answerBeacon = (lrs: Answering, url: URL, body: string): void =>
  void lrs.answer({ method: 'POST', url, headers: {}, body });
