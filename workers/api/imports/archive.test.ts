import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHead, HEAD_BYTES, peek } from './archive.ts';

const streamOf = (chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

describe('the first bytes of a body', () => {
  it('[IMP-12] are looked at without being lost, however the body is cut', async () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), async (chunks) => {
        const all = chunks.flatMap((part) => [...part]);
        const peeked = await peek(streamOf(chunks));
        expect([...peeked.head]).toEqual(all.slice(0, HEAD_BYTES));
        const read: number[] = [];
        for await (const part of peeked.chunks()) read.push(...part);
        expect(read).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  it('[IMP-13] are a local header or the end of an archive without files', () => {
    const verdict = (...bytes: number[]) => {
      const checked = checkHead(new Uint8Array(bytes));
      return checked.ok ? 'fine' : checked.error.code;
    };
    expect(verdict(0x50, 0x4b, 3, 4)).toBe('fine');
    expect(verdict(0x50, 0x4b, 5, 6)).toBe('fine');
    expect(verdict(0x50, 0x4b, 7, 8)).toBe('import_not_zip');
    expect(verdict(0x50, 0x4b, 3)).toBe('import_not_zip');
    expect(verdict(0, 0x50, 0x4b, 3)).toBe('import_not_zip');
    expect(verdict()).toBe('import_empty');
  });
});
