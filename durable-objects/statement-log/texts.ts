import { BlockReader, type StoredText } from '../../domain/statement/block.ts';
import type { BlockStore } from './block-store.ts';

/**
 * Decompressed blocks that are kept, some 800: a quarter of the 128 MB that the platform gives the objects of an isolate,
 * which share it. What has a hundred statements of a page in it is read with every question that is asked again.
 */
const CACHED_BYTES = 32_000_000;
/** An object may have six connections open at once. */
const READS_AT_ONCE = 6;
/** What fits into memory beside what is read meanwhile. */
const MAX_AHEAD = 120;
/** What every block counts beside its text: its arrays, and its places here. */
const OVERHEAD_BYTES = 1000;

/** The blocks of one log that are in memory. */
class Shelf {
  /** Ascending by their first statements; no two share a statement. */
  readonly #blocks: BlockReader[] = [];

  find(seq: number): BlockReader | undefined {
    const block = this.#blocks[this.#placeOf(seq + 1) - 1];
    return block?.holds(seq) ? block : undefined;
  }

  /** A block that two askers read at the same time takes the place of the first one. */
  add(block: BlockReader): void {
    const at = this.#placeOf(block.first);
    this.#blocks.splice(at, this.#blocks[at]?.first === block.first ? 1 : 0, block);
  }

  remove(block: BlockReader): void {
    const at = this.#placeOf(block.first);
    if (this.#blocks[at] === block) this.#blocks.splice(at, 1);
  }

  /** How many blocks begin before a statement. */
  #placeOf(seq: number): number {
    let [low, high] = [0, this.#blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#blocks[middle]!.first < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Which blocks are in memory, of all logs of an isolate: the longest unused one first, with whose it is. */
class Kept {
  readonly #shelves = new Map<BlockReader, Shelf>();
  #bytes = 0;

  /** Notes that a block was used, and forgets the longest unused ones when there are too many. */
  use(block: BlockReader, shelf: Shelf): void {
    if (this.#shelves.delete(block)) {
      this.#shelves.set(block, shelf);
      return;
    }
    this.#shelves.set(block, shelf);
    shelf.add(block);
    this.#bytes += block.bytes + OVERHEAD_BYTES;
    for (const [oldest, where] of this.#shelves) {
      if (this.#bytes <= CACHED_BYTES) break;
      this.#shelves.delete(oldest);
      where.remove(oldest);
      this.#bytes -= oldest.bytes + OVERHEAD_BYTES;
    }
  }
}

const kept = new Kept();

/** The texts of stored statements, read block by block. Those that were read last are kept. */
export class Texts {
  readonly #blocks: BlockStore;
  readonly #shelf = new Shelf();
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
    const block = this.#shelf.find(seq) ?? new BlockReader(await this.#blocks.read(seq));
    this.#keep(block);
    return block;
  }

  /** [SEAL-6] Reads the sealed blocks of statements that will be asked for, several at a time, because they are far away. */
  async ahead(seqs: readonly number[]): Promise<void> {
    const wanted = new Map<number, number>();
    for (const seq of seqs) {
      const first = this.#blocks.sealedBlockOf(seq);
      if (first !== undefined && this.#shelf.find(seq) === undefined) wanted.set(first, seq);
    }
    const rest = [...wanted.values()].slice(0, MAX_AHEAD);
    const reader = async () => {
      for (let seq = rest.shift(); seq !== undefined; seq = rest.shift()) {
        this.#keep(new BlockReader(await this.#blocks.read(seq)));
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, reader));
  }

  #keep(block: BlockReader): void {
    this.#latest = block;
    kept.use(block, this.#shelf);
  }
}
