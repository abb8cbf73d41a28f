import { WORDS_OF_AN_ID } from './id-words.ts';

/**
 * The numbers of the first `count` ids of `words` in ascending order of the ids: radix sort by bytes from the least
 * significant on, because ids often begin alike (those of version 7 with the time) and comparing them would be slow.
 */
export function sortedIds(words: Uint32Array, count: number): Uint32Array {
  let order = Uint32Array.from({ length: count }, (_, i) => i);
  let next = new Uint32Array(count);
  const starts = new Uint32Array(257);
  for (let word = WORDS_OF_AN_ID - 1; word >= 0; word--) {
    for (let shift = 0; shift < 32; shift += 8) {
      starts.fill(0);
      for (let i = 0; i < count; i++) starts[((words[i * WORDS_OF_AN_ID + word]! >>> shift) & 0xff) + 1]!++;
      for (let byte = 0; byte < 256; byte++) starts[byte + 1]! += starts[byte]!;
      for (let i = 0; i < count; i++) {
        const id = order[i]!;
        next[starts[(words[id * WORDS_OF_AN_ID + word]! >>> shift) & 0xff]!++] = id;
      }
      [order, next] = [next, order];
    }
  }
  return order;
}
