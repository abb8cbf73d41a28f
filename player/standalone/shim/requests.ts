import type { LrsResponse } from '../lrs/response.ts';
import type { Patch } from './find-lrs.ts';

/** What a request to the LRS has been told until it is sent. */
interface Call {
  readonly method: string;
  readonly address: string;
  readonly isAsync: boolean;
  readonly headers: Record<string, string>;
}

/** Answers `XMLHttpRequest` to the LRS in the page, synchronous ones too: many AUs send their last words that way. */
export function patchRequests(own: typeof globalThis & Window, { lrs, isOurs }: Patch): void {
  const { prototype } = own.XMLHttpRequest;
  const { open, send, setRequestHeader, getResponseHeader, getAllResponseHeaders } = prototype;
  const calls = new WeakMap<XMLHttpRequest, Call>();
  const answers = new WeakMap<XMLHttpRequest, LrsResponse>();

  prototype.open = function (this: XMLHttpRequest, ...given: [string, string | URL, boolean?, string?, string?]) {
    const [method, url, isAsync = true] = given;
    const address = new URL(String(url), own.document.baseURI).href;
    calls.delete(this);
    answers.delete(this);
    if (!isOurs(address)) return open.apply(this, given as Parameters<XMLHttpRequest['open']>);
    calls.set(this, { method: method.toUpperCase(), address, isAsync, headers: {} });
    show(this, { readyState: 1, status: 0, statusText: '', responseText: '', response: '', responseURL: address });
    this.dispatchEvent(new Event('readystatechange'));
  } as XMLHttpRequest['open'];

  prototype.setRequestHeader = function (name, value) {
    const call = calls.get(this);
    if (call === undefined) return setRequestHeader.call(this, name, value);
    call.headers[name.toLowerCase()] = value;
  };

  prototype.send = function (body) {
    const call = calls.get(this);
    if (call === undefined) return send.call(this, body);
    const { method, address, headers, isAsync } = call;
    const text = typeof body === 'string' ? body : body instanceof URLSearchParams ? body.toString() : '';
    const answer = lrs.answer({ method, url: new URL(address), headers, body: text });
    answers.set(this, answer);
    const finish = (): void => {
      const response = this.responseType === 'json' ? parsed(answer.body) : answer.body;
      show(this, { readyState: 4, status: answer.status, statusText: 'OK', responseText: answer.body, response });
      for (const type of ['readystatechange', 'load', 'loadend']) this.dispatchEvent(new ProgressEvent(type));
    };
    if (isAsync) setTimeout(finish);
    else finish();
  };

  prototype.getResponseHeader = function (name) {
    const answer = answers.get(this);
    return answer === undefined ? getResponseHeader.call(this, name) : (answer.headers[name.toLowerCase()] ?? null);
  };

  prototype.getAllResponseHeaders = function () {
    const answer = answers.get(this);
    if (answer === undefined) return getAllResponseHeaders.call(this);
    return Object.entries(answer.headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
  };
}

/** The browser's own properties are read only and on the prototype: the object's own stand before them. */
function show(request: XMLHttpRequest, properties: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(properties)) {
    Object.defineProperty(request, name, { value, configurable: true, writable: false });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
