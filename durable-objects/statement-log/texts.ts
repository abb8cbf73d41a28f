import { BlockReader, type StoredText } from '../../domain/statement/block.ts';
import type { BlockStore } from './block-store.ts';

/** Decompressed blocks that are kept: some 200, a twentieth of what the platform gives an object and its neighbours. */
const CACHED_BYTES = 8_000_000;
/** What every block counts beside its text, so that there are never more than a thousand to look through. */
const OVERHEAD_BYTES = 8000;

/** The texts of stored statements, read block by block. Those that were read last are kept. */
export class Texts {
  readonly #blocks: BlockStore;
  /** The longest unused one first. */
  readonly #cached = new Set<BlockReader>();
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
    if (this.#latest?.holds(seq)) return this.#latest;
    const block = this.#find(seq) ?? new BlockReader(await this.#blocks.read(seq));
    this.#keep(block);
    return block;
  }

  #find(seq: number): BlockReader | undefined {
    for (const block of this.#cached) if (block.holds(seq)) return block;
    return undefined;
  }

  #keep(block: BlockReader): void {
    this.#latest = block;
    this.#drop(block);
    this.#cached.add(block);
    this.#bytes += block.bytes + OVERHEAD_BYTES;
    for (const oldest of this.#cached) {
      if (this.#bytes <= CACHED_BYTES) break;
      this.#drop(oldest);
    }
  }

  #drop(block: BlockReader): void {
    if (this.#cached.delete(block)) this.#bytes -= block.bytes + OVERHEAD_BYTES;
  }
}
