import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntry, storedRange } from './entries.ts';
import type { ByteSource } from './source.ts';
import { Window } from './window.ts';
import { concat } from './zip.testing.ts';

const BYTES = Uint8Array.from({ length: 100 }, (_, i) => i);

/** A source that notes what it is asked for. */
function noting(size = BYTES.length) {
  const asked: string[] = [];
  const source: ByteSource = {
    size,
    read: async (start, end) => {
      asked.push(`${start}-${end}`);
      return BYTES.slice(start, end);
    },
  };
  return { source, asked };
}

async function read(window: Window, start: number, end: number, pieceBytes: number): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of window.pieces(start, end, pieceBytes)) pieces.push(piece.slice());
  return pieces;
}

describe('[ZIP-21] a window on a source', () => {
  it('gives every byte once, in pieces that are no larger than asked for', async () => {
    const size = fc.integer({ min: 1, max: 40 });
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        fc.nat(100),
        fc.nat(100),
        fc.boolean(),
        async (windowBytes, pieceBytes, a, b, ahead) => {
          const [start, end] = [Math.min(a, b), Math.max(a, b)];
          const pieces = await read(new Window(noting().source, windowBytes, ahead ? 100 : 0), start, end, pieceBytes);
          expect(concat(...pieces)).toEqual(BYTES.slice(start, end));
          expect(Math.max(0, ...pieces.map(({ length }) => length))).toBeLessThanOrEqual(pieceBytes);
        },
      ),
    );
  });
  it('asks for a window at a time, and for none that it has', async () => {
    const { source, asked } = noting();
    const window = new Window(source, 30);
    await read(window, 0, 40, 7);
    expect(asked).toEqual(['0-30', '30-60']);
    await read(window, 35, 60, 7);
    expect(await window.take(40, 60)).toEqual(BYTES.slice(40, 60));
    expect(asked).toHaveLength(2);
    expect(await window.take(55, 95)).toEqual(BYTES.slice(55, 95));
    expect(await window.take(90, 100)).toEqual(BYTES.slice(90, 100));
    expect(asked.slice(2)).toEqual(['60-90', '90-100']);
    expect(await window.take(10, 12)).toEqual(BYTES.slice(10, 12));
    expect(asked.at(-1)).toBe('10-40');
    expect(await window.take(8, 12)).toEqual(BYTES.slice(8, 12));
    expect(asked.at(-1)).toBe('8-38');
  });
  it('reads one window ahead, as far as it is told', async () => {
    const { source, asked } = noting();
    const window = new Window(source, 30, 60);
    await window.take(0, 5);
    expect(asked).toEqual(['0-30', '30-60']);
    await window.take(30, 35);
    expect(asked).toHaveLength(2);
    await window.take(60, 65);
    expect(asked.slice(2)).toEqual(['60-90']);
    const jumping = noting();
    const other = new Window(jumping.source, 30, 100);
    await other.take(0, 5);
    expect(await other.take(70, 75)).toEqual(BYTES.slice(70, 75));
    expect(jumping.asked).toEqual(['0-30', '30-60', '70-100']);
  });
  it('[ZIP-25] a window that was read ahead in vain fails where it is asked for', async () => {
    const source: ByteSource = {
      size: 100,
      read: async (start, end) => {
        if (start > 0) throw new Error('storage is away');
        return BYTES.slice(start, end);
      },
    };
    const window = new Window(source, 30, 100);
    expect(await window.take(0, 30)).toEqual(BYTES.slice(0, 30));
    await expect(window.take(30, 31)).rejects.toThrow('storage is away');
  });
  it('[ZIP-25] a source that is shorter than it says throws', async () => {
    await expect(new Window(noting(200).source, 30).take(99, 101)).rejects.toThrow(
      'read beyond the end of the source: 100',
    );
  });
  it('[ZIP-25] one file that cannot be read for a failing source throws as well', async () => {
    const source: ByteSource = { size: 100, read: () => Promise.reject(new Error('storage is away')) };
    const entry = {
      path: 'a',
      method: 0,
      crc32: 0,
      compressedBytes: 1,
      bytes: 1,
      headerOffset: 0,
      limitOffset: 50,
    } as const;
    await expect(readEntry(source, entry, 10)).rejects.toThrow('storage is away');
    await expect(storedRange(source, entry)).rejects.toThrow('storage is away');
  });
});
