/**
 * The LRS that an AU finds in the page: it keeps the documents and statements of one activity and one learner, and
 * hands each statement on. Synchronous, so that it also answers a page that is closing.
 */
import { v4 as uuid } from 'uuid';
import { createDocuments, type Documents, type KeptDocument } from './documents.ts';
import { LRS_FETCH } from './lrs-address.ts';
import { empty, json, type LrsRequest, type LrsResponse } from './response.ts';

/** Later questions are answered from the last statements only: a page that tells for hours must not fill memory. */
const STATEMENTS_MAX = 2_000;

export interface LrsInit {
  readonly saved: Readonly<Record<string, KeptDocument>>;
  /** Documents that the platform gives, and that are not kept. */
  readonly given: Readonly<Record<string, KeptDocument>>;
  readonly heard: (statement: object) => void;
  readonly changed: () => void;
}

export interface Lrs {
  answer(request: LrsRequest): LrsResponse;
  readonly documents: Documents;
}

type Json = Readonly<Record<string, unknown>>;

export function createLrs({ saved, given, heard, changed }: LrsInit): Lrs {
  const documents = createDocuments({ saved, given, changed });
  const statements = new Map<string, Json>();
  let tokenGiven = false;

  const store = (list: readonly Json[]): string[] =>
    list.map((told) => {
      const id = typeof told.id === 'string' ? told.id : uuid();
      if (statements.has(id)) return id;
      const now = new Date().toISOString();
      const statement = { timestamp: now, version: '1.0.0', ...told, id, stored: now };
      statements.set(id, statement);
      if (statements.size > STATEMENTS_MAX) statements.delete(statements.keys().next().value!);
      heard(statement);
      return id;
    });
  const onStatements = ({ method, url, body, headers }: LrsRequest): LrsResponse => {
    const id = url.searchParams.get('statementId');
    if (method === 'GET') return id === null ? json(listed([...statements.values()], url)) : found(statements.get(id));
    if (method !== 'PUT' && method !== 'POST') return empty(405);
    const told = JSON.parse(jsonPart(body, headers['content-type'] ?? '')) as Json | Json[];
    if (method === 'PUT' && id !== null) {
      store([{ ...(told as Json), id }]);
      return empty(204);
    }
    return method === 'POST' ? json(store(Array.isArray(told) ? told : [told])) : empty(400);
  };
  const onAgents = (url: URL): LrsResponse => {
    const agent = JSON.parse(url.searchParams.get('agent') ?? '{}') as Json;
    return json({
      objectType: 'Person',
      ...Object.fromEntries(Object.entries(agent).map(([key, value]) => [key, [value]])),
    });
  };
  const route = (request: LrsRequest): LrsResponse => {
    const { url, method } = request;
    // One token a session (cmi5 8.2.3).
    if (url.href.startsWith(LRS_FETCH)) {
      if (tokenGiven) return json({ 'error-code': '1', 'error-text': 'The token has been given already.' });
      tokenGiven = true;
      return json({ 'auth-token': btoa('lectern:lectern') });
    }
    const resource = url.pathname.replace(/^\/xapi\/+/, '').replace(/\/+$/, '');
    if (resource === 'statements') return onStatements(request);
    if (/^(activities\/state|activities\/profile|agents\/profile)$/.test(resource))
      return documents.answer(resource, request);
    if (method !== 'GET') return empty(404);
    if (resource === 'about') return json({ version: ['1.0.3'] });
    if (resource === 'agents') return onAgents(url);
    if (resource === 'activities') return json({ objectType: 'Activity', id: url.searchParams.get('activityId') });
    return empty(404);
  };
  return {
    documents,
    answer(request) {
      try {
        return route(alternate(request));
      } catch {
        return { ...empty(400), body: 'This is not a request of xAPI.' };
      }
    },
  };
}

const found = (statement: Json | undefined): LrsResponse => (statement === undefined ? empty(404) : json(statement));

function listed(all: readonly Json[], url: URL): object {
  const asked = (name: string): string | null => url.searchParams.get(name);
  const within = (statement: Json, key: 'verb' | 'object', id: string | null): boolean =>
    id === null || (statement[key] as Json | undefined)?.id === id;
  const [since, until] = [asked('since'), asked('until')].map((text) => (text === null ? undefined : Date.parse(text)));
  const hits = all.filter((statement) => {
    const stored = Date.parse(String(statement.stored));
    const inTime = (since === undefined || stored > since) && (until === undefined || stored <= until);
    return inTime && within(statement, 'verb', asked('verb')) && within(statement, 'object', asked('activity'));
  });
  const ordered = asked('ascending') === 'true' ? hits : hits.reverse();
  return { statements: ordered.slice(0, Number(asked('limit')) || ordered.length), more: '' };
}

/** Old browsers could send no other way: method, headers and body as a form (xAPI Communication 1.3). */
function alternate(request: LrsRequest): LrsRequest {
  const method = request.url.searchParams.get('method');
  if (request.method !== 'POST' || method === null) return request;
  const url = new URL(request.url);
  url.searchParams.delete('method');
  const headers: Record<string, string> = {};
  let body = '';
  for (const [name, value] of new URLSearchParams(request.body)) {
    if (name === 'content') body = value;
    else if (/^(authorization|content-type|if-match|if-none-match|x-experience-api-version)$/i.test(name))
      headers[name.toLowerCase()] = value;
    else url.searchParams.set(name, value);
  }
  return { method: method.toUpperCase(), url, headers, body };
}

/** With attachments the statements are the first part; the attachments themselves have no place to go. */
function jsonPart(body: string, contentType: string): string {
  const boundary = /^multipart\/mixed.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  const [, first = ''] = body.split(`--${boundary}`);
  return first.slice(first.indexOf('\r\n\r\n') + 4);
}
