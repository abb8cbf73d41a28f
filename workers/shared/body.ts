/** The edge refuses bodies above 100 MB on common plans; what is larger comes in parts. */
export const MAX_POST_BYTES = 95 * 1000 * 1000;

/** A body whose first bytes have been looked at; `chunks` yields it from the start. */
export interface Peeked {
  readonly head: Uint8Array;
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
  cancel(): Promise<void>;
}

/** A piece of a body at most. By itself the runtime gives 4 KiB, and each piece costs more time than its bytes. */
const PIECE_BYTES = 64 * 1024;

/** A body in large pieces as they arrive, each valid until the next one is asked for. */
export async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader({ mode: 'byob' });
  try {
    let buffer = new ArrayBuffer(PIECE_BYTES);
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done) return;
      buffer = value.buffer as ArrayBuffer;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Reads until `headBytes` are there or the body ends. */
export async function peek(body: AsyncIterable<Uint8Array>, headBytes: number): Promise<Peeked> {
  const source = body[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  while (length < headBytes && !ended) {
    const { done, value } = await source.next();
    ended = done === true;
    // A copy: a piece may be valid until the next one only.
    if (done !== true) held.push(value.slice());
    length += value?.length ?? 0;
  }
  return {
    head: concat(held, length).subarray(0, headBytes),
    async *chunks() {
      yield* held.splice(0);
      for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
    },
    async cancel() {
      await source.return?.().catch(() => {});
    },
  };
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
