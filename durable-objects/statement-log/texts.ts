import { BlockReader, type StoredText } from '../../domain/statement/block.ts';
import type { BlockStore } from './block-store.ts';

/** Decompressed blocks that are kept: some 200, a twentieth of what the platform gives an object and its neighbours. */
const CACHED_BYTES = 8_000_000;
/** An object may have six connections open at once. */
const READS_AT_ONCE = 6;
/** What fits into memory beside what is read meanwhile. */
const MAX_AHEAD = 120;
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

  /** [SEAL-6] Reads the sealed blocks of statements that will be asked for, several at a time, because they are far away. */
  async ahead(seqs: readonly number[]): Promise<void> {
    const wanted = new Map<number, number>();
    for (const seq of seqs) {
      const first = this.#blocks.sealedBlockOf(seq);
      if (first !== undefined && this.#find(seq) === undefined) wanted.set(first, seq);
    }
    const rest = [...wanted.values()].slice(0, MAX_AHEAD);
    const reader = async () => {
      for (let seq = rest.shift(); seq !== undefined; seq = rest.shift()) {
        this.#keep(new BlockReader(await this.#blocks.read(seq)));
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, reader));
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
