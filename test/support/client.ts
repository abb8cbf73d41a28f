import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '../../domain/kernel/event.ts';
import { eventually, type Facts, type Tenant } from './stack.ts';

export interface ImportJob {
  id: string;
  state: 'queued' | 'running' | 'built' | 'failed';
  steps: readonly { name: string; state: string }[];
  packageId: string | null;
  report: { findings: readonly { code: string; severity: string; message: string; remedy: string }[] } | null;
}
export interface PlaySession {
  id: string;
  registration: string;
  state: string;
  learner: { id: string; name: string };
  launchUrl: string;
}
// biome-ignore lint/suspicious/noExplicitAny: answers of an API are looked at member by member in tests
export type Json = any;

/** The HTTP API as a tool uses it, on behalf of one tenant's operator. */
export class Client {
  readonly #url: string;
  readonly #tenant: Pick<Tenant, 'operatorToken' | 'xapi'>;

  constructor(stack: Pick<Facts, 'url'>, tenant: Pick<Tenant, 'operatorToken' | 'xapi'>) {
    this.#url = stack.url;
    this.#tenant = tenant;
  }

  /** Any request with the operator's token. */
  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      authorization: `Bearer ${this.#tenant.operatorToken}`,
      ...(init.headers as Record<string, string>),
    };
    return fetch(this.#url + path, { ...init, headers });
  }

  async get(path: string): Promise<Json> {
    const response = await this.request(path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  post(path: string, body: unknown): Promise<Response> {
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** Sends a file to the import; the answer may be a refusal. */
  send(filename: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    const headers = { 'content-type': 'application/zip' };
    return this.request(`/api/v1/imports?filename=${encodeURIComponent(filename)}`, {
      method: 'POST',
      headers,
      body: bytes,
    });
  }

  /** Waits until an import has ended, either way. */
  finished(id: string): Promise<ImportJob> {
    return eventually(`import ${id}`, async () => {
      const job: ImportJob = await this.get(`/api/v1/imports/${id}`);
      return job.state === 'built' || job.state === 'failed' ? job : undefined;
    });
  }

  /** Waits until an import of statements has ended, in whatever way. */
  statementsImported(id: string): Promise<Json> {
    return eventually(`import ${id}`, async () => {
      const job: Json = await this.get(`/api/v1/statements/imports/${id}`);
      return job.finishedAt === null ? undefined : job;
    });
  }

  /** Imports a course that has to work and answers with its package id. */
  async importCourse(filename: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const response = await this.send(filename, bytes);
    if (response.status !== 202) throw new Error(`import: ${response.status} ${await response.text()}`);
    const job = await this.finished(((await response.json()) as ImportJob).id);
    if (job.state === 'failed') throw new Error(`import failed: ${JSON.stringify(job.report)}`);
    return job.packageId!;
  }

  /** A play session for a new learner, or for the one with this name again. */
  async openSession(packageId: string, name = `learner-${randomUUID().slice(0, 8)}`): Promise<PlaySession> {
    const learner = { name, account: { homePage: 'https://people.example', name } };
    const response = await this.post('/api/v1/play-sessions', { packageId, learner });
    if (!response.ok) throw new Error(`play session: ${response.status} ${await response.text()}`);
    return (await response.json()) as PlaySession;
  }

  /** Every item of a list, page after page. */
  async all(path: string): Promise<Json[]> {
    const items: Json[] = [];
    for (let cursor: string | null = null; ; ) {
      const joint = path.includes('?') ? '&' : '?';
      const page: Json = await this.get(cursor === null ? path : `${path}${joint}cursor=${encodeURIComponent(cursor)}`);
      items.push(...page.items);
      // The feed of events always has a cursor to go on from; it ends with an empty page.
      if (page.next === null || page.items.length === 0) return items;
      cursor = page.next;
    }
  }

  events(): Promise<CloudEvent[]> {
    return this.all('/api/v1/events');
  }

  /** Statements as an xAPI client reads them, with the tenant's own key. */
  async statements(query: Record<string, string>): Promise<Json[]> {
    const { key, secret } = this.#tenant.xapi;
    const headers = {
      authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'x-experience-api-version': '1.0.3',
    };
    const found: Json[] = [];
    let path = `/xapi/statements?${new URLSearchParams({ limit: '100', ...query })}`;
    while (path !== '') {
      const response: Response = await fetch(new URL(path, this.#url), { headers });
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
      const page: Json = await response.json();
      found.push(...page.statements);
      path = page.more ?? '';
    }
    return found;
  }
}
