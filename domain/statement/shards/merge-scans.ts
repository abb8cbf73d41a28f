/** Characters of lines that are given at once. */
const CHUNK_CHARS = 1_000_000;

/**
 * [SHD-8] The statements of several logs as one: each scan gives lines in the order of its log, each of them ended by a
 * line feed; together they come by `stored`, and within the same microsecond by the number of the log.
 */
export async function* mergeScans(scans: readonly AsyncIterator<string>[]): AsyncGenerator<string> {
  const cursors = scans.map((scan) => new Cursor(scan));
  await Promise.all(cursors.map((cursor) => cursor.next()));
  let lines: string[] = [];
  let chars = 0;
  for (;;) {
    const first = earliest(cursors);
    if (first === undefined) break;
    lines.push(first.line);
    chars += first.line.length;
    await first.next();
    if (chars < CHUNK_CHARS) continue;
    yield lines.join('');
    lines = [];
    chars = 0;
  }
  if (lines.length > 0) yield lines.join('');
}

function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let first: Cursor | undefined;
  for (const cursor of cursors) {
    if (cursor.ended) continue;
    if (first === undefined || cursor.stored < first.stored) first = cursor;
  }
  return first;
}

/** `stored` is the last member of every text of a log. */
const STORED = '"stored":"';

/** Where the reading of one scan is. */
class Cursor {
  ended = false;
  line = '';
  stored = '';
  readonly #scan: AsyncIterator<string>;
  #chunk = '';
  #at = 0;

  constructor(scan: AsyncIterator<string>) {
    this.#scan = scan;
  }

  async next(): Promise<void> {
    while (this.#at === this.#chunk.length) {
      const { done, value } = await this.#scan.next();
      if (done === true) {
        this.ended = true;
        return;
      }
      this.#chunk = value;
      this.#at = 0;
    }
    const end = this.#chunk.indexOf('\n', this.#at) + 1;
    this.line = this.#chunk.slice(this.#at, end);
    this.stored = this.line.slice(this.line.lastIndexOf(STORED) + STORED.length);
    this.#at = end;
  }
}
