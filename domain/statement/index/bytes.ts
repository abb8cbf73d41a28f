/** Bytes that a varint of a safe integer has at most: seven bits each. */
export const MAX_VARINT_BYTES = 8;

/** A term is a number below 2^53: seven bytes, the most significant first. */
export const TERM_BYTES = 7;

/** Writes a safe integer from 0 on, the low bits first, and returns where the next byte goes. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  let next = at;
  while (rest > 0x7fff_ffff) {
    bytes[next++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest > 127) {
    bytes[next++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[next++] = rest;
  return next;
}

/** Writes a term and returns where the next byte goes. */
export function putTerm(bytes: Uint8Array, at: number, term: number): number {
  const high = Math.floor(term / 0x1_0000_0000);
  bytes[at] = high >>> 16;
  bytes[at + 1] = high >>> 8;
  bytes[at + 2] = high;
  bytes[at + 3] = term >>> 24;
  bytes[at + 4] = term >>> 16;
  bytes[at + 5] = term >>> 8;
  bytes[at + 6] = term;
  return at + TERM_BYTES;
}

export const termAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!) * 0x1_0000_0000 +
  (((bytes[at + 3]! << 24) | (bytes[at + 4]! << 16) | (bytes[at + 5]! << 8) | bytes[at + 6]!) >>> 0);

/** Reads one thing after the other. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  varint(): number {
    let byte = this.#bytes[this.at++]!;
    if (byte < 128) return byte;
    let value = byte & 127;
    let factor = 128;
    do {
      byte = this.#bytes[this.at++]!;
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  }

  term(): number {
    const at = this.at;
    this.at += TERM_BYTES;
    return termAt(this.#bytes, at);
  }

  /** A copy of the next bytes. */
  take(length: number): Uint8Array {
    const at = this.at;
    this.at += length;
    return this.#bytes.slice(at, this.at);
  }
}
