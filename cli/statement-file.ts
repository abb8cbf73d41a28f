import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { stdin } from 'node:process';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { sniff } from '../domain/statement/bulk/sniff.ts';
import { Failure } from './errors.ts';

/** A file of statements, or what comes in by a pipe. */
export interface StatementFile {
  readonly name: string;
  /** Of the file on disk; undefined when nobody knows how much will come. */
  readonly bytes: number | undefined;
  /** Its bytes, expanded when they are gzip. `onRead` hears how many bytes of the file were read. */
  read(onRead: (bytes: number) => void): AsyncIterable<Buffer>;
}

/** `-` is the standard input. */
export function statementFile(path: string): StatementFile {
  if (path === '-') return { name: 'stdin.ndjson', bytes: undefined, read: (onRead) => plain(stdin, onRead) };
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Failure(`There is no file ${path}.`, { remedy: 'Check the path and try again.' });
  if (!found.isFile()) throw new Failure(`${path} is not a file.`, { remedy: 'Give a file of lines, or an archive.' });
  return {
    name: basename(path),
    bytes: found.size,
    read: (onRead) => plain(createReadStream(path), onRead),
  };
}

/** The server takes gzip in one request only, so it is expanded here. */
async function* plain(stream: AsyncIterable<Buffer>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const chunks = counted(stream, onRead);
  const first = await chunks.next();
  if (first.done === true) return;
  const whole = Readable.from(startingWith(first.value, chunks), { objectMode: false });
  try {
    yield* sniff(first.value) === 'gzip' ? whole.pipe(createGunzip()) : whole;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw error;
    throw new Failure('The compressed file is damaged.', { detail: (error as Error).message });
  }
}

async function* counted(stream: AsyncIterable<Buffer>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of stream) {
    read += chunk.length;
    onRead(read);
    yield chunk;
  }
}

async function* startingWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** Parts of exactly `partBytes`, numbered from 1, the last one shorter. */
export async function* partsOfStream(
  chunks: AsyncIterable<Buffer>,
  partBytes: number,
): AsyncGenerator<{ readonly number: number; readonly bytes: Buffer }> {
  let held: Buffer[] = [];
  let size = 0;
  let number = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < partBytes) continue;
    let all = Buffer.concat(held);
    for (; all.length >= partBytes; all = all.subarray(partBytes)) {
      yield { number: ++number, bytes: all.subarray(0, partBytes) };
    }
    held = [all];
    size = all.length;
  }
  if (size > 0) yield { number: number + 1, bytes: Buffer.concat(held) };
}
