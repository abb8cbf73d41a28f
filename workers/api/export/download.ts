import { rangeStillGood, wantedOf } from '../../shared/range.ts';

/** The file of an export, or the range of it that is asked for (RFC 9110, 14). Undefined when it is gone. */
export async function download(
  asked: Headers,
  { bucket, key, filename }: { readonly bucket: R2Bucket; readonly key: string; readonly filename: string },
): Promise<Response | undefined> {
  const head = await bucket.head(key);
  if (head === null) return undefined;
  const headers = new Headers({
    'content-type': 'application/zip',
    'content-disposition': disposition(filename),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    etag: head.httpEtag,
  });
  const range = rangeStillGood(asked.get('if-range'), head.httpEtag) ? asked.get('range') : null;
  const wanted = wantedOf(range, head.size);
  if (wanted.kind === 'unsatisfiable') {
    headers.set('content-range', `bytes */${head.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = wanted.kind === 'part' ? wanted : { start: 0, end: head.size };
  const length = end - start;
  const object = await bucket.get(key, { range: { offset: start, length } });
  if (object === null) return undefined;
  const sized = new FixedLengthStream(length);
  // A reader that goes away breaks the pipe; there is nobody left to tell.
  object.body.pipeTo(sized.writable).catch(() => undefined);
  headers.set('content-length', String(length));
  if (wanted.kind === 'whole') return new Response(sized.readable, { status: 200, headers });
  headers.set('content-range', `bytes ${start}-${end - 1}/${head.size}`);
  return new Response(sized.readable, { status: 206, headers });
}

/** RFC 6266: a name in ASCII for everybody, and the real one for those who read it. */
const disposition = (filename: string): string => {
  const ascii = filename.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const real = encodeURIComponent(filename).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${real}`;
};
