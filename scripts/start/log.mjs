// The server's log goes to a file; its errors are told as they come.
import { closeSync, openSync, readSync } from 'node:fs';

const POLL_MS = 500;
const CHUNK_BYTES = 64 * 1024;

/**
 * Follows a log that grows. Returns the function that ends it.
 * @param {string} path
 * @param {(line: string) => void} onError is told every line of an error
 */
export function followLog(path, onError) {
  const file = openSync(path, 'r');
  const filter = new ErrorFilter();
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = '';
  const read = () => {
    // One line may be cut by the end of a chunk, or by a writer that has not finished it: the rest waits.
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const lines = (rest + chunk.toString('utf8', 0, size)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter((text) => filter.isError(text))) onError(line);
    }
  };
  const timer = setInterval(read, POLL_MS);
  return () => {
    clearInterval(timer);
    read();
    closeSync(file);
  };
}

/** Wrangler colours its errors whatever it is told. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colours begin with
const COLOURS = /\x1b\[[\d;]*m/g;
/** A Worker's structured log line, with the name that wrangler puts before it. */
const WORKER_LINE = /^(\[[\w-]+\] )?\{"at":/;

/** An error of wrangler goes from its mark to the next line of another kind; a Worker's error comes in one as JSON. */
export class ErrorFilter {
  #inError = false;

  /** @param {string} text */
  isError(text) {
    const line = text.replace(COLOURS, '');
    if (/\[ERROR\]|runtime crashed/.test(line)) this.#inError = true;
    else if (WORKER_LINE.test(line) || /^(\[wrangler:|⎔|▲|⛅)|\[WARNING\]/.test(line)) this.#inError = false;
    return this.#inError;
  }
}
