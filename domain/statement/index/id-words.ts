/**
 * Within the index an id (a UUID, 128 bits) is four words of 32 bits, the most significant first. `words` may hold many
 * ids one after the other; `at` is where the first word of one stands: 4 times its number.
 */
export const WORDS_OF_AN_ID = 4;

/** The words of ids of 16 bytes each. */
export function wordsOfIds(ids: Uint8Array): Uint32Array {
  const view = new DataView(ids.buffer, ids.byteOffset, ids.byteLength);
  const words = new Uint32Array(ids.length / 4);
  for (let i = 0; i < words.length; i++) words[i] = view.getUint32(i * 4);
  return words;
}

/** The words of one UUID in any case of letters; the caller knows that it is one. */
export function wordsOf(uuid: string): Uint32Array {
  const word = (digits: string) => Number.parseInt(digits, 16);
  return Uint32Array.of(
    word(uuid.slice(0, 8)),
    word(uuid.slice(9, 13) + uuid.slice(14, 18)),
    word(uuid.slice(19, 23) + uuid.slice(24, 28)),
    word(uuid.slice(28)),
  );
}

/** Which of two ids comes first: below 0 the one of `a`. */
export function compareIds(a: Uint32Array, at: number, b: Uint32Array, bt: number): number {
  for (let i = 0; i < WORDS_OF_AN_ID; i++) {
    if (a[at + i] !== b[bt + i]) return a[at + i]! - b[bt + i]!;
  }
  return 0;
}

/** The leading 53 bits of an id as a safe integer: ids in order have keys in order. */
export const leadingBits = (words: Uint32Array, at: number): number => words[at]! * 0x20_0000 + (words[at + 1]! >>> 11);

/** 32 bits of which each depends on every bit of the id, so that ids that count up or begin with a time spread too. */
export function hashOfId(words: Uint32Array, at: number): number {
  let hash = 0;
  for (let i = 0; i < WORDS_OF_AN_ID; i++) {
    hash = Math.imul(hash ^ words[at + i]!, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}
