import fc from 'fast-check';
import { expect, it } from 'vitest';
import { peek } from './body.ts';

const HEAD_BYTES = 4;

async function* bodyOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

it('[IMP-12] the first bytes are looked at without being lost, however the body is cut', async () => {
  const chunk = fc.uint8Array({ minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), async (chunks) => {
      const all = chunks.flatMap((part) => [...part]);
      const peeked = await peek(bodyOf(chunks), HEAD_BYTES);
      expect([...peeked.head]).toEqual(all.slice(0, HEAD_BYTES));
      const read: number[] = [];
      for await (const part of peeked.chunks()) read.push(...part);
      expect(read).toEqual(all);
    }),
    { numRuns: 50 },
  );
});
