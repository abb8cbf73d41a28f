import { readSse, type SseMessage } from '../domain/kernel/sse.ts';
import { Failure, failureOfProblem } from './errors.ts';
import type { Target } from './target.ts';

/** One page of a list, as every list route of the API answers. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The API with the operator's token. Every method throws a `Failure` when the server refuses or does not answer. */
export class Client {
  readonly target: Target;

  constructor(target: Target) {
    this.target = target;
  }

  get<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
    return this.#json<T>(path, { headers });
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return body === undefined ? this.#json<T>(path, { method: 'POST' }) : this.#sent<T>('POST', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#sent<T>('PATCH', path, body);
  }

  async remove(path: string): Promise<void> {
    await this.send(path, { method: 'DELETE' });
  }

  /** Items of a list, page after page, `limit` at most. */
  async list<T>(path: string, limit: number): Promise<T[]> {
    const out: T[] = [];
    for (let cursor: string | null = ''; cursor !== null && out.length < limit; ) {
      const query = new URLSearchParams({ limit: String(Math.min(limit, 100)), ...(cursor === '' ? {} : { cursor }) });
      const page: Page<T> = await this.get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
      out.push(...page.items);
      cursor = page.next;
    }
    return out.slice(0, limit);
  }

  /** Messages of an event stream until it ends. */
  async *events(path: string): AsyncGenerator<SseMessage, void, undefined> {
    const response = await this.send(path, { headers: { accept: 'text/event-stream' } });
    if (response.body !== null) yield* readSse(response.body);
  }

  /** The response when its status is below 400. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.target.token}`);
    const response = await fetch(this.target.url + path, { ...init, headers }).catch(() => {
      throw unreachable(this.target);
    });
    if (response.ok) return response;
    throw failureOfProblem(response.status, await response.json().catch(() => undefined));
  }

  #sent<T>(method: string, path: string, body: unknown): Promise<T> {
    return this.#json<T>(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  }

  async #json<T>(path: string, init: RequestInit): Promise<T> {
    return (await (await this.send(path, init)).json()) as T;
  }
}

export const unreachable = (target: Target): Failure =>
  new Failure(`Lectern does not answer at ${target.url}.`, {
    transient: true,
    remedy: 'Start it with `npm start`, or set LECTERN_URL.',
  });
