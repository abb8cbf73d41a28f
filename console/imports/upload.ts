import { DetailedError, Upload } from 'tus-js-client';
import { loneManifestType } from '../../domain/package/lone-manifest.ts';
import { t } from '../messages.ts';
import { api, authorization } from '../state/api.ts';
import { type ProblemError, problemOf, refusedHere, unreachable } from '../state/problem.ts';
import type { Import } from '../wire.ts';

/** Bytes of one request: common plans cap a request at 100 MB. */
const PIECE_BYTES = 64 * 1024 * 1024;
/** Waits before the tries after a broken line or a restart of the server; they begin anew with every byte that gets through. */
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000];

export interface Sending {
  readonly onSent: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a package and starts its import. Throws a `ProblemError`; an abort throws the signal's reason. */
export async function sendPackage(file: File, sending: Sending): Promise<Import> {
  if (file.size === 0) throw refusedHere('import_empty', t.imports.emptyFile);
  const type = loneManifestType(file.name);
  if (type !== undefined) return sendManifest(file, type, sending.signal);
  const upload = await sendFile(file, sending);
  return api.post<Import>(`/api/v1/imports?upload=${upload}`);
}

/** A manifest that comes alone goes in one request: it is small, and its type says what it is. */
async function sendManifest(file: File, type: string, signal: AbortSignal): Promise<Import> {
  const headers = { 'content-type': type, 'idempotency-key': crypto.randomUUID() };
  const path = `/api/v1/imports?filename=${encodeURIComponent(file.name)}`;
  return (await api.stream(path, { method: 'POST', headers, body: file, signal })).json();
}

/**
 * Sends a file by tus and returns the upload's id. One that was broken off, on this page or an earlier one, goes on where
 * it was when the same file is chosen again; one that is cancelled leaves nothing.
 */
function sendFile(file: File, { onSent, signal }: Sending): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${location.origin}/api/v1/tus`,
      metadata: { filename: file.name, filetype: 'application/zip' },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      onBeforeRequest: (request) => {
        for (const [name, value] of Object.entries(authorization())) request.setHeader(name, value);
      },
      onProgress: onSent,
      onError: (error) => reject(problemIn(error)),
      onSuccess: () => resolve(upload.url!.split('/').at(-1)!),
    });
    signal.addEventListener('abort', () => {
      upload.abort(true).catch(() => undefined); // what is left of it goes after a day
      reject(signal.reason);
    });
    void upload.findPreviousUploads().then(([last]) => {
      if (last !== undefined) upload.resumeFromPreviousUpload(last);
      if (!signal.aborted) upload.start();
    }, reject);
  });
}

function problemIn(error: Error | DetailedError): ProblemError {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (answer === null) return unreachable(t.imports.brokenOff);
  return problemOf(
    answer.getStatus(),
    json(answer.getBody()),
    answer.getHeader('X-Request-Id') ?? null,
    t.problem.unknown,
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
