import type { Context } from 'hono';
import { type Problem, problem } from '../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { fromBase64, toBase64Url, utf8 } from './base64.ts';

/** Items a page has when nothing is asked, and at most: a page stays under a megabyte and a read under 50 ms. */
export const PAGE_DEFAULT = 25;
export const PAGE_MAX = 100;

/** Opaque keyset cursors: base64url of a JSON array of the last row's sort key. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  toBase64Url(new TextEncoder().encode(JSON.stringify(key)));

/** The sort key in a cursor that has `shape` (one letter a part: `s` string, `n` number), or `invalid_cursor`. */
export function decodeCursor(text: string, shape: string): Result<(string | number)[], Problem> {
  try {
    const key: unknown = JSON.parse(utf8(fromBase64(text)));
    const kinds = Array.isArray(key) ? key.map((part) => (typeof part)[0]).join('') : '';
    if (kinds === shape) return ok(key as (string | number)[]);
  } catch {
    // falls through: not base64, not UTF-8 or not JSON
  }
  return err(problem('invalid_cursor', 'This is not a cursor that Lectern gave.', 'query.cursor'));
}

/** `{items, next}` with `Link: rel="next"` (RFC 8288) carrying the same query and the next cursor. */
export function pageOf<T>(c: Context, items: readonly T[], next: string | null): { items: T[]; next: string | null } {
  if (next !== null) {
    const url = new URL(c.req.url);
    url.searchParams.set('cursor', next);
    c.header('link', `<${url.pathname}${url.search}>; rel="next"`);
  }
  return { items: [...items], next };
}
