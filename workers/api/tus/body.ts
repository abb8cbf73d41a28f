/** What a body gave: bytes, its regular end, or that its line is lost. */
export type Arrival = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'end' | 'lost' };

/** A body whose line may be lost at any byte, silently too. */
export class Arrivals {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #silentMs: number;

  /** A line that gives nothing for `silentMs` is lost. */
  constructor(body: AsyncIterable<Uint8Array>, silentMs: number) {
    this.#source = body[Symbol.asyncIterator]();
    this.#silentMs = silentMs;
  }

  async next(): Promise<Arrival> {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const silence = new Promise<'lost'>((resolve) => {
      timer = setTimeout(() => resolve('lost'), this.#silentMs);
    });
    try {
      const got = await Promise.race([this.#source.next(), silence]);
      if (got === 'lost') return { kind: 'lost' };
      return got.done === true ? { kind: 'end' } : { kind: 'bytes', bytes: got.value };
    } catch {
      return { kind: 'lost' };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Nothing more is wanted. A line that is silent does not hold up who says so. */
  cancel(): void {
    void this.#source.return?.().catch(() => {});
  }
}
