/** Reads server-sent events (WHATWG HTML, 9.2.6) where `EventSource` will not do, because it cannot send a credential. */

export interface SseMessage {
  /** `message` when the stream names none. */
  readonly event: string;
  readonly data: string;
  /** The last id that the stream told, to go on from after a break; empty before the first. */
  readonly id: string;
}

/** Push-fed, so that a line may arrive in pieces. Comments, `retry` and unknown fields are passed over. */
export class SseParser {
  #line = '';
  #afterCr = false;
  #data: string[] = [];
  #event = '';
  #id = '';

  /** The messages that `chunk` completes, in order. */
  push(chunk: string): SseMessage[] {
    const out: SseMessage[] = [];
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i]!;
      const wasCr = this.#afterCr;
      this.#afterCr = c === '\r';
      if (c === '\n' && wasCr) {
        from = i + 1; // the second half of one CRLF
      } else if (c === '\n' || c === '\r') {
        this.#endLine(this.#line + chunk.slice(from, i), out);
        this.#line = '';
        from = i + 1;
      }
    }
    this.#line += chunk.slice(from);
    return out;
  }

  #endLine(line: string, out: SseMessage[]): void {
    if (line === '') {
      this.#dispatch(out);
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
  }

  #dispatch(out: SseMessage[]): void {
    if (this.#data.length > 0) out.push({ event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id });
    this.#data = [];
    this.#event = '';
  }
}

/** The messages of a response body until it ends; leaving the loop early cancels the body. */
export async function* readSse(body: ReadableStream<Uint8Array>): AsyncGenerator<SseMessage, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new SseParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
