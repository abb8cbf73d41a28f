// The server's log goes to a file; its errors are shown as they come.
import { closeSync, openSync, readSync } from 'node:fs';

const POLL_MS = 500;
const CHUNK_BYTES = 64 * 1024;

/** Follows a log that grows and shows its errors on stderr. Returns the function that ends it. @param {string} path */
export function showErrors(path) {
  const file = openSync(path, 'r');
  const filter = new ErrorFilter();
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = '';
  const read = () => {
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const lines = (rest + chunk.toString('utf8', 0, size)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter((text) => filter.isError(text))) console.error(line);
    }
  };
  const timer = setInterval(read, POLL_MS);
  return () => {
    clearInterval(timer);
    read();
    closeSync(file);
  };
}

/** An error of wrangler goes from its mark to the next mark of another kind; a Worker's error is one JSON line. */
export class ErrorFilter {
  #inError = false;

  /** @param {string} line */
  isError(line) {
    if (line.startsWith('{')) {
      this.#inError = false;
      return line.includes('"level":"error"');
    }
    if (/\[ERROR\]/.test(line)) this.#inError = true;
    else if (/^(\[wrangler:|⎔|▲|⛅)|\[WARNING\]/.test(line)) this.#inError = false;
    return this.#inError;
  }
}
