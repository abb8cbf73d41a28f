import type { Sending } from '../imports/upload.ts';
import { t } from '../messages.ts';
import { authorization } from '../state/api.ts';
import { ProblemError, problemOf, unreachable } from '../state/problem.ts';

/** Bodies above this go in parts: common plans cap a request at 100 MB. */
export const SINGLE_UPLOAD_BYTES = 95_000_000;
/** Tries of one part before the upload fails, and the wait between them: a network change takes a few seconds. */
const PART_TRIES = 4;
const PART_RETRY_MS = 2000;

const BYTES = 'application/octet-stream';

/** Sends a part, and again when contact is lost. */
export async function sendPart(url: string, body: Blob, sending: Sending): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await sendBytes({ method: 'PUT', url, body, sending });
      return;
    } catch (error) {
      const lostContact = error instanceof ProblemError && (error.status === 0 || error.status >= 500);
      if (!lostContact || tries === PART_TRIES || sending.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, PART_RETRY_MS));
    }
  }
}

/** XMLHttpRequest, because it is what tells how many bytes have left. */
export function sendBytes<T>(input: { method: string; url: string; body: Blob; sending: Sending }): Promise<T> {
  const { method, url, body, sending } = input;
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.responseType = 'json';
    const headers = { ...authorization(), 'content-type': BYTES, 'idempotency-key': crypto.randomUUID() };
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
