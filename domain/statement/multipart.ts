/** multipart/mixed (RFC 2046, 5.1) as bytes: parts are read one after the other and never held as a whole. */

/** Header lines of one part together; the longest that clients send has some hundred bytes. */
export const MAX_PART_HEADER_BYTES = 8 * 1024;

export interface Part {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The bytes of the part. They must be read to the end before the next part is asked for. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The body is no multipart of this boundary: what is wrong with it, in words. */
export class MultipartError extends Error {}

const BOUNDARY = /;\s*boundary=(?:"((?:[^"\\]|\\.)+)"|([^\s;"]+))/i;
/** RFC 2046, 5.1.1: at most 70 characters. */
const MAX_BOUNDARY_CHARS = 70;

/** The boundary of a Content-Type header; undefined when it names none, or an impossible one. */
export function boundaryOf(contentType: string): string | undefined {
  const found = BOUNDARY.exec(contentType);
  const boundary = found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2];
  return boundary !== undefined && boundary.length <= MAX_BOUNDARY_CHARS ? boundary : undefined;
}

const encoder = new TextEncoder();
const CRLF = encoder.encode('\r\n');
const BLANK_LINE = encoder.encode('\r\n\r\n');
const CR = 13;
const DASH = 45;

/** The parts of a body. Whatever stands before the first delimiter or after the last one is passed over. */
export async function* partsOf(chunks: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const buffer = new Buffered(chunks);
  // A delimiter belongs to the line break before it; the first one may stand at the very beginning.
  buffer.prepend(CRLF);
  const delimiter = encoder.encode(`\r\n--${boundary}`);
  for await (const _ of buffer.until(delimiter));
  while (!(await endsHere(buffer))) {
    const headers = await readHeaders(buffer);
    const body = buffer.until(delimiter);
    buffer.passed = false;
    yield { headers, body };
    if (!buffer.passed) throw new MultipartError('a part was not read to its end');
  }
}

/** After a delimiter: `--` ends the body, a line break begins a part. */
async function endsHere(buffer: Buffered): Promise<boolean> {
  const [first, second] = await buffer.take(2);
  if (first === DASH && second === DASH) return true;
  // Spaces may follow a delimiter (RFC 2046, transport padding), and a bare line break is none.
  const rest = first === CR && second === CRLF[1] ? undefined : await buffer.line();
  if (rest !== undefined && (first !== 32 || rest.trim() !== '')) {
    throw new MultipartError('a boundary is not followed by a line break');
  }
  return false;
}

async function readHeaders(buffer: Buffered): Promise<Map<string, string>> {
  const headers = new Map<string, string>();
  buffer.prepend(CRLF); // a part without headers begins with its blank line
  const text = await buffer.text(BLANK_LINE, MAX_PART_HEADER_BYTES);
  for (const line of text.split('\r\n')) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    if (colon <= 0) throw new MultipartError(`"${line.slice(0, 40)}" is no header of a part`);
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** A window on the stream, as long as what has been read and not been used. */
class Buffered {
  /** Whether the last `until` has come to its end. */
  passed = false;
  #held: Uint8Array = new Uint8Array(0);
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#source = chunks[Symbol.asyncIterator]();
  }

  prepend(bytes: Uint8Array): void {
    this.#held = joined(bytes, this.#held);
  }

  /** Yields everything up to the mark and steps over it. */
  async *until(mark: Uint8Array): AsyncGenerator<Uint8Array> {
    this.passed = false;
    for (;;) {
      const at = indexOf(this.#held, mark);
      const sure = at >= 0 ? at : this.#held.length - mark.length + 1;
      if (sure > 0) {
        const out = this.#held.subarray(0, sure);
        this.#held = this.#held.subarray(sure);
        if (at >= 0) this.#step(mark.length);
        yield out;
      } else if (at === 0) this.#step(mark.length);
      if (this.passed) return;
      if (at < 0) await this.#more();
    }
  }

  async take(count: number): Promise<Uint8Array> {
    while (this.#held.length < count) await this.#more();
    const out = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return out;
  }

  line(): Promise<string> {
    return this.text(CRLF, MAX_PART_HEADER_BYTES);
  }

  async text(mark: Uint8Array, max: number): Promise<string> {
    let size = 0;
    const pieces: Uint8Array[] = [];
    for await (const piece of this.until(mark)) {
      size += piece.length;
      if (size > max) throw new MultipartError(`the headers of a part have more than ${max} bytes`);
      pieces.push(piece);
    }
    return new TextDecoder().decode(pieces.reduce(joined, new Uint8Array(0)));
  }

  #step(length: number): void {
    this.#held = this.#held.subarray(length);
    this.passed = true;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done === true) throw new MultipartError('the body ends before its last boundary');
    this.#held = this.#held.length === 0 ? value : joined(this.#held, value);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** Where `mark` begins; -1 when it is not there as a whole. */
function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  const last = bytes.length - mark.length;
  for (let at = bytes.indexOf(mark[0]!); at >= 0 && at <= last; at = bytes.indexOf(mark[0]!, at + 1)) {
    let i = 1;
    while (i < mark.length && bytes[at + i] === mark[i]) i++;
    if (i === mark.length) return at;
  }
  return -1;
}
