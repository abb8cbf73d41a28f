import { expect, it } from 'vitest';
import { PartBuffer, SparePart } from './parts.ts';

/** A store that keeps what each part was when it was stored, and in whose memory it came. */
function store(partBytes: number, spare: SparePart) {
  const parts: number[][] = [];
  const memories = new Set<ArrayBufferLike>();
  const put = async (_: number, bytes: Uint8Array): Promise<string> => {
    parts.push([...bytes]);
    memories.add(bytes.buffer);
    return 'etag';
  };
  return { writer: { partBytes, put, spare }, parts, memories };
}

it('[BUN-31] one buffer after the other fills the same memory, and nothing of the one before is left in a part', async () => {
  const { writer, parts, memories } = store(4, new SparePart());
  for (const bytes of [[1, 2, 3, 4, 5, 6], [7]]) {
    const buffer = new PartBuffer(writer, [], 0);
    await buffer.write(new Uint8Array(bytes));
    await buffer.end();
  }
  expect(parts).toEqual([[1, 2, 3, 4], [5, 6], [7]]);
  expect(memories.size).toBe(1);
});

it('[BUN-31] buffers at the same time, and parts of another size, have memory of their own', async () => {
  const spare = new SparePart();
  const small = store(2, spare);
  const [one, other] = [0, 0].map(() => new PartBuffer(small.writer, [], 0));
  await one!.write(new Uint8Array([1]));
  await other!.write(new Uint8Array([2]));
  for (const buffer of [one!, other!]) {
    await buffer.end();
  }
  expect(small.parts).toEqual([[1], [2]]);
  const large = store(3, spare);
  const buffer = new PartBuffer(large.writer, [], 0);
  await buffer.write(new Uint8Array([1, 2, 3]));
  expect(large.parts).toEqual([[1, 2, 3]]);
});
