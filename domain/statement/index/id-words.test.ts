import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIds, hashOfId, leadingBits, wordsOf, wordsOfIds } from './id-words.ts';

const bytesOf = (uuid: string) => Uint8Array.from(uuid.replaceAll('-', '').match(/../g)!, (hex) => Number(`0x${hex}`));

describe('the words of ids', () => {
  it('[IDX-1] are the same from the text in any case of letters and from the bytes, wherever these lie', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { minLength: 1, maxLength: 5 }), fc.nat(7), (uuids, offset) => {
        const buffer = new Uint8Array(uuids.length * 16 + offset);
        uuids.forEach((uuid, i) => {
          buffer.set(bytesOf(uuid), offset + i * 16);
        });
        const words = wordsOfIds(buffer.subarray(offset));
        expect([...words]).toEqual(uuids.flatMap((uuid) => [...wordsOf(uuid)]));
        expect(wordsOf(uuids[0]!.toUpperCase())).toEqual(wordsOf(uuids[0]!));
      }),
    );
    expect([...wordsOf('01234567-89ab-4def-8123-456789abcdef')]).toEqual([
      0x01234567, 0x89ab4def, 0x81234567, 0x89abcdef,
    ]);
  });
  it('[IDX-1] are in order as the ids are, and their leading bits never against it', () => {
    const word = fc.constantFrom(0, 1, 2047, 2048, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff);
    const id = fc.tuple(word, word, word, word);
    fc.assert(
      fc.property(id, id, (a, b) => {
        const words = Uint32Array.of(...a, ...b);
        const text = ([...id]: number[]) => id.map((one) => one.toString(16).padStart(8, '0')).join('');
        const order = Math.sign(compareIds(words, 0, words, 4));
        expect(order).toBe(Math.sign(Number(text(a) > text(b)) - Number(text(a) < text(b))));
        expect(Math.sign(leadingBits(words, 0) - leadingBits(words, 4)) * order).not.toBe(-1);
      }),
    );
    expect(leadingBits(Uint32Array.of(0xffff_ffff, 0xffff_ffff), 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(leadingBits(Uint32Array.of(9, 1, 2048), 1)).toBe(2 ** 21 + 1);
  });
  it('[IDX-1] have hashes that spread, whichever word counts up', () => {
    for (let at = 0; at < 4; at++) {
      const buckets = new Uint32Array(64);
      const lows = new Uint32Array(64);
      const words = new Uint32Array(5);
      for (let i = 0; i < 6400; i++) {
        words[at + 1] = i;
        buckets[hashOfId(words, 1) >>> 26]!++;
        lows[hashOfId(words, 1) & 63]!++;
      }
      for (const counts of [buckets, lows]) {
        expect(Math.min(...counts)).toBeGreaterThan(50);
        expect(Math.max(...counts)).toBeLessThan(150);
      }
    }
  });
});
