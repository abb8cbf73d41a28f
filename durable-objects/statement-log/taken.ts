import { timeReading } from '../../domain/projection/packed.ts';
import type { LogEnd } from '../../domain/statement/append.ts';
import type { Fresh } from '../../domain/statement/block.ts';
import { type PackedBatch, TIMESTAMP_SENT } from '../../domain/statement/pack.ts';

/** A statement that was stored, as the outbox is told of it. */
export interface StoredReading {
  readonly partition: number;
  readonly seq: number;
  readonly storedMicros: number;
  readonly reading: string;
}

interface Part {
  readonly fresh: Fresh;
  readonly first: number;
  readonly count: number;
}

/** The new statements of one transaction, in order. */
export class Taken {
  readonly #before: LogEnd;
  readonly #parts: Part[] = [];

  constructor(before: LogEnd) {
    this.#before = before;
  }

  get fresh(): readonly Fresh[] {
    return this.#parts.map(({ fresh }) => fresh);
  }

  add(fresh: Fresh, first: number, count: number): void {
    this.#parts.push({ fresh, first, count });
  }

  partitions(): Set<number> {
    const found = new Set<number>();
    for (const { batch, at } of this.#each()) found.add(batch.partitions[at]!);
    return found;
  }

  /** When the first of them was stored at `storedMicros`. */
  *readings(storedMicros: number): Generator<StoredReading> {
    for (const { batch, at, seq } of this.#each()) {
      const micros = storedMicros + (seq - this.#before.seq - 1);
      const reading = batch.readings[at]!;
      const isTimed = (batch.flags[at]! & TIMESTAMP_SENT) !== 0;
      yield {
        partition: batch.partitions[at]!,
        seq,
        storedMicros: micros,
        reading: isTimed ? reading : timeReading(reading, micros),
      };
    }
  }

  *#each(): Generator<{ batch: PackedBatch; at: number; seq: number }> {
    for (const { fresh, first, count } of this.#parts) {
      for (let i = 0; i < count; i++) yield { batch: fresh.batch, at: fresh.indices?.[i] ?? i, seq: first + i };
    }
  }
}
