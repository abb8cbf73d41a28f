import { createConnection, type Socket } from 'node:net';

const HOST = '127.0.0.1';
const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding: *chunked/i;

/** An answer of the server. One character is one byte of it. */
export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/**
 * One keep-alive connection that asks one thing after another, over the bare socket: a load generator beside the server
 * must cost as little as possible.
 */
export class Connection {
  readonly #socket: Socket;
  #received = '';
  #answered: ((answer: Answer) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: unknown) => this.#take(String(text)));
    socket.on('error', (error) => this.#failed?.(error));
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(port, HOST, () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends a whole request; rejects when the connection ends before the answer does. The parts may be used again then. */
  ask(...parts: readonly (string | Buffer)[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      // One system call for all parts.
      this.#socket.cork();
      for (const part of parts) this.#socket.write(part, 'latin1');
      this.#socket.uncork();
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received = this.#received === '' ? text : this.#received + text;
    const answer = answerOf(this.#received);
    if (answer === undefined) return;
    this.#received = '';
    this.#failed = undefined;
    this.#answered!(answer);
  }
}

/** A whole answer (RFC 9112), or undefined while something of it is missing. */
export function answerOf(text: string): Answer | undefined {
  const end = text.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const rest = text.slice(end + HEAD_END.length);
  const length = LENGTH.exec(head)?.[1];
  const status = Number(head.slice(9, 12));
  if (length !== undefined) return rest.length < Number(length) ? undefined : { status, head, body: rest };
  if (!CHUNKED.test(head)) return { status, head, body: '' };
  const body = unchunked(rest);
  return body === undefined ? undefined : { status, head, body };
}

/** RFC 9112, 7.1, without extensions and trailers. */
function unchunked(text: string): string | undefined {
  let body = '';
  for (let at = 0; ; ) {
    const line = text.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(text.slice(at, line), 16);
    const next = line + 2 + size + 2;
    if (text.length < next) return undefined;
    if (size === 0) return body;
    body += text.slice(line + 2, line + 2 + size);
    at = next;
  }
}
