import { BODY_ROOM } from './room.ts';

/**
 * The body of a request, or null as soon as it is known to be larger than the limit. Throws `Busy` when there is no room
 * for it. What has a length is read in one piece, which costs a tenth of reading it in chunks: on the network that length
 * is what ends the body, and whoever says a wrong one inside is found out afterwards.
 */
export async function readLimited(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  const length = lengthOf(request);
  if (length === null) return joinLimited(chunksOf(request, maxBytes), maxBytes);
  if (length > maxBytes) return null;
  BODY_ROOM.take(request, length);
  const body = new Uint8Array(await request.arrayBuffer());
  return body.byteLength > maxBytes ? null : body;
}

/** The body as it comes, of which at most `heldBytes` are held at a time. Throws `Busy` when there is no room for them. */
export async function* chunksOf(request: Request, heldBytes: number): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const length = lengthOf(request);
  let open = heldBytes;
  const take = (bytes: number) => {
    BODY_ROOM.take(request, Math.min(bytes, open));
    open -= Math.min(bytes, open);
  };
  if (length !== null) take(length);
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    if (length === null) take(chunk.byteLength);
    yield chunk;
  }
}

/** What the header says; null when it says nothing. */
function lengthOf(request: Request): number | null {
  const header = request.headers.get('content-length');
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

/** Chunks as one, or null as soon as they are more than the limit; what follows is not read. */
export async function joinLimited(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunks) {
    size += part.byteLength;
    if (size > maxBytes) return null;
    parts.push(part);
  }
  const joined = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}
