import { createReadStream } from 'node:fs';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Client, unreachable } from './client.ts';
import { Failure, failureOfProblem } from './errors.ts';
import type { Import, Upload } from './wire.ts';

/** Bodies above this go in parts: common plans cap a request at 100 MB. */
export const SINGLE_UPLOAD_BYTES = 95_000_000;
/** Tries of one part before the upload fails; each waits a little longer than the one before. */
const PART_TRIES = 4;
const PART_RETRY_MS = 1000;

export interface PackageFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

/** Sends a package and starts its import; `onSent` hears how many bytes have left, never fewer than before. */
export async function sendPackage(client: Client, file: PackageFile, onSent: (bytes: number) => void): Promise<Import> {
  const query = `filename=${encodeURIComponent(file.name)}`;
  if (file.bytes <= SINGLE_UPLOAD_BYTES) {
    const whole = { from: 0, to: file.bytes };
    const target = { method: 'POST', path: `/api/v1/imports?${query}`, type: 'application/zip' };
    return JSON.parse(await send(client, { ...target, file, range: whole, onSent })) as Import;
  }
  const upload = await client.post<Upload>('/api/v1/uploads', { filename: file.name, bytes: file.bytes });
  try {
    for (const part of partsOf(file.bytes, upload.partBytes)) {
      await sendPart(client, { upload, file, part, onSent: (bytes) => onSent(part.from + bytes) });
    }
    await client.post(`/api/v1/uploads/${upload.id}/complete`);
  } catch (error) {
    // What is left of it would be kept for a day; when even this fails it goes then.
    await client.send(`/api/v1/uploads/${upload.id}`, { method: 'DELETE' }).catch(() => undefined);
    throw error;
  }
  return client.post<Import>(`/api/v1/imports?upload=${upload.id}`);
}

/** Bytes `from` (inclusive) to `to` (exclusive). */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A file cut into parts of `partBytes`, numbered from 1, the last one shorter. */
export function partsOf(bytes: number, partBytes: number): (Range & { readonly number: number })[] {
  return Array.from({ length: Math.ceil(bytes / partBytes) }, (_, i) => ({
    number: i + 1,
    from: i * partBytes,
    to: Math.min(bytes, (i + 1) * partBytes),
  }));
}

async function sendPart(
  client: Client,
  input: {
    upload: Upload;
    file: PackageFile;
    part: Range & { number: number };
    onSent: (bytes: number) => void;
  },
): Promise<void> {
  const { upload, file, part, onSent } = input;
  const path = `/api/v1/uploads/${upload.id}/parts/${part.number}`;
  for (let tries = 1; ; tries++) {
    try {
      await send(client, { method: 'PUT', path, type: 'application/octet-stream', file, range: part, onSent });
      return;
    } catch (error) {
      if (tries === PART_TRIES || !(error instanceof Failure && error.transient)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PART_RETRY_MS * tries));
    }
  }
}

interface Sending {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly file: PackageFile;
  readonly range: Range;
  readonly onSent: (bytes: number) => void;
}

/** Sends a range of a file with its length, as `fetch` with a stream can't, and answers with the body of the response. */
async function send(client: Client, sending: Sending): Promise<string> {
  const { method, path, type, file, range, onSent } = sending;
  const url = new URL(path, client.target.url);
  const headers = {
    authorization: `Bearer ${client.target.token}`,
    'content-type': type,
    'content-length': range.to - range.from,
  };
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { method, headers });
  const answered = answerOf(request);
  const body = range.to === range.from ? [] : createReadStream(file.path, { start: range.from, end: range.to - 1 });
  let sent = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer> | Iterable<Buffer>) {
    for await (const chunk of chunks) {
      yield chunk;
      sent += chunk.length;
      onSent(sent);
    }
  };
  // A server that refuses early closes the connection: its answer says more than the broken pipe.
  const broken = await pipeline(body, counted, request).then(
    () => undefined,
    (error: unknown) => error,
  );
  const response = await answered.catch(() => undefined);
  if (response === undefined)
    throw broken instanceof Error && isFileError(broken) ? broken : unreachable(client.target);
  const answer = await text(response);
  const status = response.statusCode ?? 0;
  if (status >= 400) throw failureOfProblem(status, parse(answer));
  return answer;
}

const answerOf = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });

/** Errors of the file system carry the call that failed; those of the network another one. */
const isFileError = (error: Error): boolean =>
  ['open', 'read'].includes((error as NodeJS.ErrnoException).syscall ?? '') && 'path' in error;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
