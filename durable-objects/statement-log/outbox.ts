import { packLines, SEGMENT_CHARS } from '../../domain/statement/segment.ts';
import type { Chunk, LogIdentity, ProjectionMessage } from './contract.ts';
import { compress } from './gzip.ts';
import type { LogReader, OutboxRow } from './store.ts';

/** A queue message has at most 128 KB; the rest is for the envelope. What is larger is pulled by the consumer. */
export const MAX_MESSAGE_BODY_BYTES = 100_000;

/**
 * The statements of a partition after a sequence number, or null: whole segments, until there is about one segment's
 * worth of text. `to` is where the last of them ends, so that the next chunk follows without a gap.
 */
export function readChunk(log: LogReader, partition: number, after: number): Chunk | null {
  const lines: string[] = [];
  let chars = 0;
  let to = after;
  while (chars < SEGMENT_CHARS) {
    const segment = log.nextOf(partition, to);
    if (segment === undefined) break;
    const own = segment.lines.filter((_, i) => segment.partitions[i] === partition);
    const size = own.reduce((sum, line) => sum + line.length, 0);
    if (chars > 0 && chars + size > SEGMENT_CHARS) break;
    lines.push(...own);
    chars += size;
    to = segment.first + segment.lines.length - 1;
  }
  return to === after ? null : { from: after, to, body: compress(packLines(lines)) };
}

export const messageOf = (identity: LogIdentity, partition: number, { from, to, body }: Chunk): ProjectionMessage => ({
  version: 1,
  ...identity,
  partition,
  from,
  to,
  body: body.byteLength <= MAX_MESSAGE_BODY_BYTES ? body : null,
});

/** How far each partition's statements were handed to the queue. In memory: after a restart nothing counts as sent. */
export class Sent {
  readonly #to = new Map<number, number>();
  readonly #acknowledgedAtLastLook = new Map<number, number>();

  /** Where sending goes on for a row of the outbox, or null when everything is on its way. */
  next(row: OutboxRow): number | null {
    const sent = Math.max(this.#to.get(row.partition) ?? 0, row.acknowledged);
    return sent < row.head ? sent : null;
  }

  mark(partition: number, to: number): void {
    this.#to.set(partition, to);
  }

  /**
   * [LOG-9] For the alarm: whatever made no progress since the last look counts as lost and is sent again. What is
   * merely on its way is left alone.
   */
  forgetStalled(rows: readonly OutboxRow[]): void {
    for (const { partition, acknowledged } of rows) {
      if (this.#acknowledgedAtLastLook.get(partition) === acknowledged) this.#to.delete(partition);
      this.#acknowledgedAtLastLook.set(partition, acknowledged);
    }
  }
}
