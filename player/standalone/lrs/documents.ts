/** The documents of the LRS in the page (xAPI Communication 2.2): states and profiles by their ids, with ETags. */
import { hash53 } from '../../../domain/kernel/hash53.ts';
import { empty, json, type LrsRequest, type LrsResponse } from './response.ts';

export interface KeptDocument {
  readonly type: string;
  readonly text: string;
}

export interface Documents {
  answer(resource: string, request: LrsRequest): LrsResponse;
  /** What is to be kept over launches. */
  kept(): Readonly<Record<string, KeptDocument>>;
}

/** The key of a document; the learner is always the same. */
export const documentKey = (resource: string, query: URLSearchParams): string =>
  [
    resource,
    query.get('activityId') ?? '',
    query.get('registration') ?? '',
    query.get('stateId') ?? query.get('profileId') ?? '',
  ].join(' ');

const etagOf = ({ text }: KeptDocument): string => `"${hash53(text).toString(16)}"`;

export function createDocuments(of: {
  saved: Readonly<Record<string, KeptDocument>>;
  given: Readonly<Record<string, KeptDocument>>;
  changed: () => void;
}): Documents {
  const all = new Map(Object.entries({ ...of.saved, ...of.given }));
  const write = (key: string, document: KeptDocument | undefined): LrsResponse => {
    if (document === undefined) all.delete(key);
    else all.set(key, document);
    of.changed();
    return empty(204);
  };
  return {
    kept: () => Object.fromEntries([...all].filter(([key]) => of.given[key] === undefined)),
    answer(resource, { method, url, headers, body }) {
      const query = url.searchParams;
      const key = documentKey(resource, query);
      const old = all.get(key);
      const isList = !query.has('stateId') && !query.has('profileId');
      if (isList && method === 'GET')
        return json([...all.keys()].filter((k) => k.startsWith(key)).map((k) => k.split(' ').at(-1)));
      if (isList && method !== 'DELETE') return empty(400);
      if (isList) {
        for (const k of [...all.keys()]) if (k.startsWith(key)) all.delete(k);
        return write(key, undefined);
      }
      if (method === 'GET')
        return old === undefined
          ? empty(404)
          : { ...empty(200, { 'content-type': old.type, etag: etagOf(old) }), body: old.text };
      // What the platform gives is not the AU's to change (cmi5 10.0).
      if (of.given[key] !== undefined) return empty(403);
      if (!isAllowed(headers, old)) return empty(412);
      if (method === 'DELETE') return write(key, undefined);
      const type = headers['content-type'] ?? 'application/octet-stream';
      if (method === 'PUT') return write(key, { type, text: body });
      if (method !== 'POST') return empty(405);
      const merged = old === undefined ? body : JSON.stringify({ ...JSON.parse(old.text), ...JSON.parse(body) });
      return write(key, { type, text: merged });
    },
  };
}

function isAllowed(headers: Readonly<Record<string, string>>, old: KeptDocument | undefined): boolean {
  const match = headers['if-match'];
  if (match !== undefined && (old === undefined || !(match === '*' || match.includes(etagOf(old))))) return false;
  const noneMatch = headers['if-none-match'];
  return noneMatch === undefined || old === undefined || !(noneMatch === '*' || noneMatch.includes(etagOf(old)));
}
