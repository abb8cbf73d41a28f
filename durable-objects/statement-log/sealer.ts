import { NEW_BLOCK } from '../../domain/statement/block.ts';
import { encodeSegment } from '../../domain/statement/segment.ts';
import type { SegmentStore } from '../../r2/segment-store.ts';
import type { BlockStore } from './block-store.ts';
import type { IdentityRow } from './identity-row.ts';
import type { LogIndex } from './log-index.ts';
import type { LogSql } from './sql.ts';

export interface SealLimits {
  /** Bytes of blocks that stay in the object. */
  readonly hotBytes: number;
  /** Bytes of blocks that go into one segment. */
  readonly segmentBytes: number;
}

/**
 * A million statements stay hot, some weeks of a busy tenant. A segment is written and held in memory whole; 8 MiB are
 * quickly written, and few objects in R2.
 */
export const SEAL_LIMITS: SealLimits = { hotBytes: 256 * 1024 * 1024, segmentBytes: 8 * 1024 * 1024 };

/** Where the segments of this log are; undefined as long as nobody knows whose log it is. */
export type SegmentsOf = (identity: ReturnType<IdentityRow['read']>) => SegmentStore | undefined;

export interface SealerParts {
  readonly sql: LogSql;
  readonly blocks: BlockStore;
  readonly index: LogIndex;
  readonly identity: IdentityRow;
}

/** [SEAL-3] Moves the texts of old blocks to R2. What finds them (ids, terms, where each block lies) stays. */
export class Sealer {
  readonly #log: SealerParts;
  readonly #limits: SealLimits;
  readonly #segments: SegmentsOf;

  constructor(log: SealerParts, limits: SealLimits, segments: SegmentsOf) {
    this.#log = log;
    this.#limits = limits;
    this.#segments = segments;
  }

  /** Whether a segment may be due. */
  get isDue(): boolean {
    return this.#log.blocks.hotBytes >= this.#limits.hotBytes + this.#limits.segmentBytes;
  }

  /**
   * Seals one segment; false when none is due. First the object, then the rows in one transaction: whoever is killed in
   * between writes the same bytes under the same key again.
   */
  async step(): Promise<boolean> {
    const { sql, blocks, index, identity } = this.#log;
    if (!this.isDue) return false;
    const known = identity.read();
    const store = this.#segments(known);
    // What is indexed in memory only comes back from its blocks after a restart, so these stay whole.
    const sealed = blocks.oldestHot(this.#limits.segmentBytes, index.lastInRuns);
    if (store === undefined || sealed.length === 0) return false;
    const { bytes, places } = encodeSegment(known!.log, NEW_BLOCK, sealed);
    const name = { log: known!.log, first: sealed[0]!.first, generation: NEW_BLOCK.generation };
    await store.put(name, bytes);
    sql.transaction(() => blocks.seal(name, places));
    return true;
  }
}
