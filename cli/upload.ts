import { createReadStream } from 'node:fs';
import { DetailedError, Upload } from 'tus-js-client';
import { type Client, unreachable } from './client.ts';
import { Failure, failureOfProblem } from './errors.ts';
import { uploadsBegun } from './uploads-begun.ts';

/** Bytes of one request: common plans cap a request at 100 MB. */
const PIECE_BYTES = 64 * 1024 * 1024;
/** Waits before the tries after a broken line or a restart of the server; they begin anew with every byte that gets through. */
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000];

export interface PackageFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

/**
 * Sends a file by tus and returns the upload's id. One that was broken off, by this or an earlier run, goes on where it
 * was. `onSent` hears how many bytes are there.
 */
export function sendFile(client: Client, file: PackageFile, onSent: (bytes: number) => void): Promise<string> {
  const source = createReadStream(file.path);
  return new Promise<string>((resolve, reject) => {
    // Files are read by their path, which its types do not know.
    const upload = new Upload(source as never, {
      endpoint: `${client.target.url}/api/v1/tus`,
      headers: { authorization: `Bearer ${client.target.token}` },
      metadata: { filename: file.name, filetype: 'application/zip' },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      urlStorage: uploadsBegun(),
      removeFingerprintOnSuccess: true,
      onProgress: onSent,
      onError: (error) => reject(failureOf(error, client)),
      onSuccess: () => resolve(new URL(upload.url!).pathname.split('/').at(-1)!),
    });
    void upload.findPreviousUploads().then(([last]) => {
      if (last !== undefined) upload.resumeFromPreviousUpload(last);
      upload.start();
    }, reject);
  }).finally(() => source.destroy());
}

function failureOf(error: Error | DetailedError, client: Client): Failure {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (answer !== null) return failureOfProblem(answer.getStatus(), parse(answer.getBody()));
  if (!(error instanceof DetailedError)) return new Failure('The file could not be read.', { detail: error.message });
  const { message } = unreachable(client.target);
  return new Failure(message, {
    transient: true,
    remedy: 'Run the same command again within a day: what has arrived is kept, and the upload goes on from there.',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
