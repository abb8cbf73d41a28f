import { Agent, request } from 'node:http';
import type { Case } from './makers.ts';

/** An answer that has not ended by then is a hang. */
const HANG_MS = 10_000;

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends requests as they are written, over connections that are kept. */
export class Sender {
  readonly #url: URL;
  readonly #agent: Agent;

  constructor(url: string, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Rejects when there is no answer. */
  async send(one: Case): Promise<Answer> {
    try {
      return await this.#once(one);
    } catch (error) {
      // A kept connection may end just when it is used again (RFC 9112, 9.5): the request never arrived.
      if ((error as { reused?: boolean }).reused === true) return this.#once(one);
      throw error;
    }
  }

  #once({ method, path, headers, body }: Case): Promise<Answer> {
    return new Promise((done, fail) => {
      const sent = request({
        host: this.#url.hostname,
        port: this.#url.port,
        agent: this.#agent,
        method,
        path,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
      });
      const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${HANG_MS / 1000} s`)), HANG_MS);
      const failed = (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        fail(Object.assign(error, { reused: sent.reusedSocket && error.code === 'ECONNRESET' }));
      };
      sent.on('error', failed).on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('error', failed).on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          clearTimeout(timer);
          done({ status: response.statusCode!, body: Buffer.concat(chunks).toString('utf8') });
        });
      });
      sent.end(body);
    });
  }
}
