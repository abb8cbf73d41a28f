import { completeText, packLines } from '../../domain/statement/block.ts';
import type { BlockStore } from './block-store.ts';
import type { Chunk, LogIdentity, ProjectionMessage } from './contract.ts';
import { compress } from './gzip.ts';
import type { IdentityRow } from './identity-row.ts';
import type { LogSql } from './sql.ts';
import type { Texts } from './texts.ts';

/** A queue message has at most 128 KB; the rest is for the envelope. What is larger is pulled by the consumer. */
export const MAX_MESSAGE_BODY_BYTES = 100_000;
/** Characters of statements after which a chunk ends. */
const CHUNK_CHARS = 256_000;
/** When the alarm looks whether everything has been projected: far above the usual second, far below a person's patience. */
const LOOK_AGAIN_SECONDS = 3;
/** A projection that stays away (a database that is down) is asked for ever more rarely, up to this. */
const LOOK_AGAIN_SECONDS_MAX = 60;

export interface OutboxRow {
  readonly partition: number;
  /** The last sequence number that the partition must come to. */
  readonly head: number;
  readonly acknowledged: number;
}

/** How far the statements of each partition go, and how far its watermark was acknowledged. */
export class OutboxRows {
  readonly #sql: LogSql;

  constructor(sql: LogSql) {
    this.#sql = sql;
  }

  /** What has not been acknowledged. */
  pending(): OutboxRow[] {
    const query = 'SELECT partition, head, acknowledged FROM outbox WHERE head > acknowledged';
    return this.#sql.exec<Record<keyof OutboxRow, number>>(query).toArray();
  }

  /** These partitions have statements up to the given sequence numbers, within the transaction that stores them. */
  advance(heads: ReadonlyMap<number, number>): void {
    const query = 'INSERT INTO outbox VALUES (?1, ?2, 0) ON CONFLICT DO UPDATE SET head = ?2';
    for (const [partition, head] of heads) this.#sql.exec(query, partition, head);
  }

  /** Releases what the partition's watermark has passed. */
  acknowledge(partition: number, position: number): void {
    const query = 'UPDATE outbox SET acknowledged = ?2 WHERE partition = ?1 AND acknowledged < ?2';
    this.#sql.exec(query, partition, position);
  }
}

/** What the outbox needs of its log. */
export interface OutboxSources {
  readonly outbox: OutboxRows;
  readonly identity: IdentityRow;
  readonly blocks: BlockStore;
  readonly texts: Texts;
}

const encoder = new TextEncoder();

/** [LOG-8] [LOG-9] Brings what is appended to the projector: at once, and again until it is acknowledged. */
export class Outbox {
  readonly #log: OutboxSources;
  readonly #storage: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>;
  readonly #send: (message: ProjectionMessage) => Promise<unknown>;
  readonly #sent = new Sent();
  #draining = false;
  #alarmed = false;
  #lookAgainSeconds = LOOK_AGAIN_SECONDS;

  constructor(
    log: OutboxSources,
    storage: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>,
    send: (message: ProjectionMessage) => Promise<unknown>,
  ) {
    this.#log = log;
    this.#storage = storage;
    this.#send = send;
  }

  /** Before anything else: whether an alarm is set already. */
  async begin(): Promise<void> {
    this.#alarmed = (await this.#storage.getAlarm()) !== null;
  }

  acknowledge(partition: number, position: number): void {
    this.#log.outbox.acknowledge(partition, position);
    this.#lookAgainSeconds = LOOK_AGAIN_SECONDS;
  }

  /**
   * The statements of a partition after a sequence number, or null: whole blocks, until there are enough of them. `to` is
   * where the last of them ends, so that the next chunk follows without a gap.
   */
  async chunk(partition: number, after: number): Promise<Chunk | null> {
    const lines: string[] = [];
    let chars = 0;
    let to = after;
    while (chars < CHUNK_CHARS) {
      const first = this.#log.blocks.nextOf(partition, to);
      if (first === undefined) break;
      const block = await this.#log.texts.blockOf(first);
      for (const [i, own] of block.partitions.entries()) {
        if (own !== partition) continue;
        const line = completeText(block.at(first + i));
        lines.push(line);
        chars += line.length;
      }
      to = block.last;
    }
    return to === after ? null : { from: after, to, body: compress(encoder.encode(packLines(lines))) };
  }

  /** Hands everything that is not on its way to the queue, one at a time; what fails waits for the alarm. */
  async drain(): Promise<void> {
    if (this.#draining) return;
    const identity = this.#log.identity.read();
    if (identity === undefined) return;
    this.#draining = true;
    try {
      for (let row = this.#unsent(); row !== undefined; row = this.#unsent()) {
        const chunk = await this.chunk(row.partition, row.after);
        if (chunk === null) throw new Error(`the outbox of ${identity.log} names statements that are not there`);
        await this.#send(messageOf(identity, row.partition, chunk));
        this.#sent.mark(row.partition, chunk.to);
      }
    } catch (error) {
      console.error(JSON.stringify({ service: 'statement-log', level: 'error', error: String(error) }));
    } finally {
      this.#draining = false;
    }
  }

  /** Sets the alarm when none is set: one row written for a burst, not one for every append. */
  lookAgain(): void {
    if (this.#alarmed) return;
    this.#alarmed = true;
    // Not awaited, so that it belongs to the same atomic write as the append; the output gate waits for both.
    void this.#storage.setAlarm(Date.now() + this.#lookAgainSeconds * 1000);
  }

  /** [LOG-9] The net: alarms survive a kill, messages in flight do not. */
  async alarm(): Promise<void> {
    this.#alarmed = false;
    const rows = this.#log.outbox.pending();
    if (rows.length === 0) return;
    this.#sent.forgetStalled(rows);
    this.#lookAgainSeconds = Math.min(this.#lookAgainSeconds * 2, LOOK_AGAIN_SECONDS_MAX);
    this.lookAgain();
    await this.drain();
  }

  #unsent(): { partition: number; after: number } | undefined {
    for (const row of this.#log.outbox.pending()) {
      const after = this.#sent.next(row);
      if (after !== null) return { partition: row.partition, after };
    }
    return undefined;
  }
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
class Sent {
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

  /** Whatever made no progress since the last look counts as lost and is sent again. What is merely on its way is not. */
  forgetStalled(rows: readonly OutboxRow[]): void {
    for (const { partition, acknowledged } of rows) {
      if (this.#acknowledgedAtLastLook.get(partition) === acknowledged) this.#to.delete(partition);
      this.#acknowledgedAtLastLook.set(partition, acknowledged);
    }
  }
}
