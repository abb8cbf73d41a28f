import { useLocation } from 'preact-iso';

/** What of a page's state stands in its address, so that it can be linked, bookmarked and gone back to. */
export interface UrlState {
  get(name: string): string;
  /** An empty value removes the name. Replaces the entry in the history: going back leaves the page. */
  set(changes: Readonly<Record<string, string>>): void;
}

/** `path` with `search` changed; names with empty values are left out. */
export function withQuery(path: string, search: string, changes: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export function useUrlState(): UrlState {
  const { path, query, route } = useLocation();
  return {
    get: (name) => query[name] ?? '',
    // Read when it is called: two changes in one moment must not undo each other.
    set: (changes) => route(withQuery(path, location.search, changes), true),
  };
}
