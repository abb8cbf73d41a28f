/** References in a manifest: bases, percent encoding, dot segments, and what of a URL names a file. */
import type { XmlElement } from '../xml/element.ts';

export type Reference =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly raw: string;
      readonly query: string;
      readonly fragment: string;
    }
  | { readonly kind: 'external'; readonly url: string; readonly query: string; readonly fragment: string }
  /** A scheme that is not opened (javascript:, file:, a drive), or a path that leaves the package. */
  | { readonly kind: 'unsupported' };

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** An element's own `xml:base`. */
export function baseOf(element: XmlElement): string | undefined {
  const value = element.attributes.find((a) => a.prefix === 'xml' && a.name === 'base')?.value.trim();
  return value === '' ? undefined : value;
}

/** Joins `xml:base` values from the outside in (IMS Content Packaging 1.1.2, 4.1); each is a folder. */
export function joinBase(outer: string, inner: string | undefined): string {
  if (inner === undefined) return outer;
  const folder = inner.replaceAll('\\', '/').replace(/([^/])$/, '$1/');
  return SCHEME.test(folder) || folder.startsWith('/') ? folder : outer + folder;
}

/** Reads an href below a base. Paths come out percent-decoded; `raw` is the same as written. */
export function readHref(base: string, href: string): Reference {
  const slashed = href.trim().replaceAll('\\', '/');
  const whole = SCHEME.test(slashed) || slashed.startsWith('//') ? slashed : joinHref(base, slashed);
  const [, path, query, fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(whole) as unknown as string[];
  if (/^https?:\/\/[^/]/i.test(whole)) {
    return { kind: 'external', url: path!, query: query ?? '', fragment: fragment ?? '' };
  }
  if (SCHEME.test(whole) || whole.startsWith('//')) return { kind: 'unsupported' };
  const raw = withoutDots(path!);
  if (raw === undefined) return { kind: 'unsupported' };
  const decoded = withoutDots(decode(raw));
  if (decoded === undefined) return { kind: 'unsupported' };
  return { kind: 'file', path: decoded, raw, query: query ?? '', fragment: fragment ?? '' };
}

const joinHref = (base: string, href: string): string => (href.startsWith('/') ? href : base + href);

/** Undefined when the path climbs out of the package. */
function withoutDots(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A lone percent sign: a file may be called “100%.html”.
    return path;
  }
}

/**
 * Query and fragment of a launch: the href's own, then the item's `parameters` (SCORM CAM 1.2, 2.3.2.3): leading `?` and
 * `&` are dropped, parameters join an existing query by `&`, a fragment counts when there is none yet.
 */
export function joinParameters(own: { query: string; fragment: string }, parameters: string | undefined): string {
  const added = (parameters ?? '').replace(/^[?&]+/, '');
  if (added === '') return own.query + own.fragment;
  if (added.startsWith('#')) return own.query + (own.fragment === '' ? added : own.fragment);
  const query = own.query.length > 1 ? `${own.query}&${added}` : `?${added}`;
  // A fragment inside the parameters would end up before the href's own.
  const hash = query.indexOf('#');
  return hash < 0 ? query + own.fragment : own.fragment === '' ? query : query.slice(0, hash) + own.fragment;
}
