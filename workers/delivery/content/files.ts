import type { AssetEntry } from '../../../domain/bundle/asset-index.ts';
import { matchesNone, rangeStillGood, wantedOf } from '../../shared/range.ts';
import type { ServedPackage } from './packages.ts';

/**
 * A version's files never change, but access to them ends: the browser keeps them for itself and asks again after this
 * time, which a matching tag answers without a body.
 */
const FRESH_SECONDS = 300;

/** Answers GET or HEAD of a file (RFC 9110: conditions 13, ranges 14). `headers` are the origin's own. */
export async function serveFile(
  request: Request,
  files: ServedPackage,
  found: { path: string; entry: AssetEntry },
  headers: Record<string, string>,
): Promise<Response> {
  const { entry } = found;
  const etag = `"${entry.sha256}"`;
  const common = {
    ...headers,
    etag,
    'accept-ranges': 'bytes',
    'cache-control': `private, max-age=${FRESH_SECONDS}, must-revalidate`,
  };
  if (matchesNone(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers: common });
  }
  const range = rangeStillGood(request.headers.get('if-range'), etag) ? request.headers.get('range') : null;
  // HEAD has no ranges (RFC 9110, 14.2: only GET defines them).
  const wanted = request.method === 'HEAD' ? wantedOf(null, entry.bytes) : wantedOf(range, entry.bytes);
  if (wanted.kind === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...common, 'content-range': `bytes */${entry.bytes}` } });
  }
  const { start, end } = wanted.kind === 'part' ? wanted : { start: 0, end: entry.bytes };
  const head = { ...common, 'content-type': entry.mediaType, 'content-length': String(end - start) };
  const partial = wanted.kind === 'part' ? { 'content-range': `bytes ${start}-${end - 1}/${entry.bytes}` } : {};
  const body = request.method === 'HEAD' || start === end ? null : await bytesOf(files, found.path, { start, end });
  return new Response(body, { status: wanted.kind === 'part' ? 206 : 200, headers: { ...head, ...partial } });
}

/** The bytes as a stream of known length, so that the answer has a `Content-Length` (Safari's media player needs it). */
async function bytesOf(files: ServedPackage, path: string, range: { start: number; end: number }) {
  const sized = new FixedLengthStream(range.end - range.start);
  const bytes = await files.source.read(path, range);
  // A reader that goes away breaks the pipe; there is nobody left to tell.
  bytes.pipeTo(sized.writable).catch(() => undefined);
  return sized.readable;
}
