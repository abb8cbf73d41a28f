/** What a request wants of a file: all of it, some bytes (`end` exclusive), or bytes that are not there. */
export type Wanted =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

const WHOLE: Wanted = { kind: 'whole' };
const UNSATISFIABLE: Wanted = { kind: 'unsatisfiable' };

/**
 * Reads `Range` for a file of `bytes` bytes (RFC 9110, 14.1.2 and 14.2). One range of bytes is honoured; several, other
 * units and malformed headers are answered with the whole, which the standard allows. Safari asks `bytes=0-1` first.
 */
export function wantedOf(header: string | null, bytes: number): Wanted {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (match === null) return WHOLE;
  const [, first, last] = match as unknown as [string, string, string];
  if (first === '') {
    if (last === '') return WHOLE;
    const suffix = Number(last);
    return suffix === 0 || bytes === 0 ? UNSATISFIABLE : part(Math.max(0, bytes - suffix), bytes);
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return WHOLE;
  return start >= bytes ? UNSATISFIABLE : part(start, last === '' ? bytes : Math.min(bytes, Number(last) + 1));
}

const part = (start: number, end: number): Wanted => ({ kind: 'part', start, end });

/** Whether `If-None-Match` names the tag (RFC 9110, 13.1.2: weak comparison). */
export function matchesNone(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** Whether a `Range` may be honoured: `If-Range` is absent or names this very version (RFC 9110, 13.1.5: strong). */
export const rangeStillGood = (ifRange: string | null, etag: string): boolean => ifRange === null || ifRange === etag;
