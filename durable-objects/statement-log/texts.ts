import { BlockReader, type StoredText } from '../../domain/statement/block.ts';
import type { BlockStore } from './block-store.ts';

/** Decompressed blocks that are kept: some 250, a twentieth of what the platform gives an object and its neighbours. */
const CACHED_BYTES = 8_000_000;
/** What a small block takes beside its text. */
const OVERHEAD_BYTES = 500;

/** The texts of stored statements, read block by block. Those that were read last are kept. */
export class Texts {
  readonly #blocks: BlockStore;
  /** By first sequence number, the longest unused one first. */
  readonly #cached = new Map<number, BlockReader>();
  #bytes = 0;
  #latest: BlockReader | undefined;

  constructor(blocks: BlockStore) {
    this.#blocks = blocks;
  }

  /** A statement that the log has. */
  async at(seq: number): Promise<StoredText> {
    return (await this.blockOf(seq)).at(seq);
  }

  /** The block of a statement that the log has. */
  async blockOf(seq: number): Promise<BlockReader> {
    if (this.#latest !== undefined && seq >= this.#latest.first && seq <= this.#latest.last) return this.#latest;
    const first = this.#blocks.firstOf(seq);
    const block = this.#take(first) ?? new BlockReader(await this.#blocks.read(first));
    this.#keep(block);
    return block;
  }

  #take(first: number): BlockReader | undefined {
    const block = this.#cached.get(first);
    if (block === undefined) return undefined;
    this.#cached.delete(first);
    this.#bytes -= block.bytes + OVERHEAD_BYTES;
    return block;
  }

  #keep(block: BlockReader): void {
    this.#take(block.first); // another call may have read it meanwhile
    this.#latest = block;
    this.#cached.set(block.first, block);
    this.#bytes += block.bytes + OVERHEAD_BYTES;
    for (const first of this.#cached.keys()) {
      if (this.#bytes <= CACHED_BYTES) break;
      this.#take(first);
    }
  }
}
