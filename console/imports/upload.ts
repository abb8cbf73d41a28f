import { t } from '../messages.ts';
import { api, authorization } from '../state/api.ts';
import { ProblemError, problemOf, unreachable } from '../state/problem.ts';
import type { Import, Upload } from '../wire.ts';
import { partsOf } from './parts.ts';

/** Bodies above this go in parts: common plans cap a request at 100 MB. */
export const SINGLE_UPLOAD_BYTES = 95_000_000;
/** Tries of one part before the upload fails, and the wait between them: a network change takes a few seconds. */
const PART_TRIES = 4;
const PART_RETRY_MS = 2000;

const ZIP = 'application/zip';
const BYTES = 'application/octet-stream';

export interface Sending {
  readonly onSent: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a package and starts its import. Throws a `ProblemError`; an abort throws the signal's reason. */
export async function sendPackage(file: File, sending: Sending): Promise<Import> {
  if (file.size === 0) throw refusedHere('import_empty', t.imports.emptyFile);
  const query = `filename=${encodeURIComponent(file.name)}`;
  if (file.size <= SINGLE_UPLOAD_BYTES) {
    return sendBytes<Import>({ method: 'POST', url: `/api/v1/imports?${query}`, body: file, type: ZIP, sending });
  }
  const upload = await api.post<Upload>('/api/v1/uploads', { filename: file.name, bytes: file.size });
  try {
    for (const part of partsOf(file.size, upload.partBytes)) {
      const url = `/api/v1/uploads/${upload.id}/parts/${part.number}`;
      const onSent = (bytes: number): void => sending.onSent(part.from + bytes);
      await sendPart(url, file.slice(part.from, part.to), { ...sending, onSent });
    }
    await api.post(`/api/v1/uploads/${upload.id}/complete`);
  } catch (error) {
    // What is left of it would be kept for a day; when even this fails it goes then.
    await api.remove(`/api/v1/uploads/${upload.id}`).catch(() => undefined);
    throw error;
  }
  return api.post<Import>(`/api/v1/imports?upload=${upload.id}`);
}

/** What need not travel to be refused, under the code that the server would give. */
export const refusedHere = (code: string, words: { title: string; remedy: string }): ProblemError =>
  new ProblemError({ ...words, code, status: 0, detail: '', requestId: '' });

/** Sends a part, and again when contact is lost. */
export async function sendPart(url: string, body: Blob, sending: Sending): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await sendBytes({ method: 'PUT', url, body, type: BYTES, sending });
      return;
    } catch (error) {
      const lostContact = error instanceof ProblemError && (error.status === 0 || error.status >= 500);
      if (!lostContact || tries === PART_TRIES || sending.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, PART_RETRY_MS));
    }
  }
}

/** XMLHttpRequest, because it is what tells how many bytes have left. */
export function sendBytes<T>(input: {
  method: string;
  url: string;
  body: Blob;
  type: string;
  sending: Sending;
}): Promise<T> {
  const { method, url, body, type, sending } = input;
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.responseType = 'json';
    const headers = { ...authorization(), 'content-type': type, 'idempotency-key': crypto.randomUUID() };
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => sending.onSent(event.loaded);
    xhr.onerror = () => reject(unreachable(t.problem.unreachable));
    xhr.onload = () => {
      if (xhr.status < 400) resolve(xhr.response as T);
      else reject(problemOf(xhr.status, xhr.response, xhr.getResponseHeader('x-request-id'), t.problem.unknown));
    };
    sending.signal.addEventListener('abort', () => {
      xhr.abort();
      reject(sending.signal.reason);
    });
    xhr.send(body);
  });
}
