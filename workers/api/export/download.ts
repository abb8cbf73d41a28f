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
  const range = rangeOf(asked, head);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${head.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { offset, length } = range ?? { offset: 0, length: head.size };
  const object = await bucket.get(key, { range: { offset, length } });
  if (object === null) return undefined;
  const sized = new FixedLengthStream(length);
  // A reader that goes away breaks the pipe; there is nobody left to tell.
  object.body.pipeTo(sized.writable).catch(() => undefined);
  headers.set('content-length', String(length));
  if (range === undefined) return new Response(sized.readable, { status: 200, headers });
  headers.set('content-range', `bytes ${offset}-${offset + length - 1}/${head.size}`);
  return new Response(sized.readable, { status: 206, headers });
}

/** One range of bytes; several, other units, and a range of a file that has changed since (`If-Range`) mean the whole. */
function rangeOf(asked: Headers, head: R2Object): { offset: number; length: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(asked.get('range') ?? '');
  const same = asked.get('if-range');
  if (match === null || (match[1] === '' && match[2] === '') || (same !== null && same !== head.httpEtag)) {
    return undefined;
  }
  const [first, last] = [match[1]!, match[2]!].map((digits) => (digits === '' ? undefined : Number(digits)));
  const offset = first ?? Math.max(0, head.size - last!);
  const end = first === undefined ? head.size : Math.min(head.size, (last ?? head.size) + 1);
  return offset < end ? { offset, length: end - offset } : 'unsatisfiable';
}

/** RFC 6266: a name in ASCII for everybody, and the real one for those who read it. */
const disposition = (filename: string): string => {
  const ascii = filename.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const real = encodeURIComponent(filename).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${real}`;
};
