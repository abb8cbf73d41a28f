import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { stdout } from 'node:process';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from './errors.ts';

/**
 * Writes an answer to a file and returns its bytes; `-` is the standard output. It is written beside the file and put in place
 * when it is whole, so that half of one never looks like one.
 */
export async function save(response: Response, out: string, onWritten: (bytes: number) => void): Promise<number> {
  const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      onWritten(size);
      done(null, chunk);
    },
  });
  if (out === '-') {
    await pipeline(body, counted, stdout, { end: false }).catch(broken);
    return size;
  }
  const part = `${out}.part`;
  await pipeline(body, counted, createWriteStream(part)).catch((error: unknown) => {
    rmSync(part, { force: true });
    broken(error);
  });
  renameSync(part, out);
  return size;
}

function broken(error: unknown): never {
  if ((error as NodeJS.ErrnoException).syscall !== undefined) {
    throw new Failure('The export cannot be written.', { detail: (error as Error).message });
  }
  throw new Failure('The export broke off.', {
    remedy: 'Try again.',
    detail: (error as Error).message,
    transient: true,
  });
}
