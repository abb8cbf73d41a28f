import { Doorbell } from '../../domain/projection/doorbell.ts';
import { type Gathered, MAX_GATHERED_CHARS } from '../../domain/projection/gathering.ts';
import { RecentReadings } from '../../domain/projection/recent.ts';
import type { PartitionState, ProjectionMessage } from './contract.ts';
import type { Corrections } from './corrections.ts';
import type { IdentityRow } from './identity-row.ts';
import type { ProjectedRows } from './projected-rows.ts';
import type { Readings } from './readings.ts';
import type { StoredReading } from './taken.ts';

/** When the alarm looks whether everything has been projected: far above the usual second, far below a person's patience. */
const LOOK_AGAIN_SECONDS = 3;
/** A projection that stays away (a database that is down) is asked for ever more rarely, up to this. */
const LOOK_AGAIN_SECONDS_MAX = 60;
/**
 * Characters of readings that all partitions keep together: two seconds of forty thousand statements a second. What is
 * older is read from its blocks.
 */
const MAX_RECENT_CHARS = 16_000_000;

/** What the outbox needs of its log. */
export interface OutboxSources {
  readonly projected: ProjectedRows;
  readonly corrections: Corrections;
  readonly identity: IdentityRow;
  readonly readings: Readings;
  readonly writer: { readonly end: { readonly seq: number } };
}

/** What the outbox needs of its object. */
export interface OutboxEffects {
  readonly storage: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>;
  readonly send: (message: ProjectionMessage) => Promise<unknown>;
}

interface Partition {
  readonly doorbell: Doorbell;
  readonly recent: RecentReadings;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * [LOG-8] [LOG-9] Brings what is stored to the projector: calls it, partition by partition, gives it what it asks for,
 * and calls again until everything is projected.
 */
export class Outbox {
  readonly #log: OutboxSources;
  readonly #effects: OutboxEffects;
  readonly #partitions = new Map<number, Partition>();
  #recentChars = 0;
  #alarmed = false;
  #lookAgainSeconds = LOOK_AGAIN_SECONDS;

  constructor(log: OutboxSources, effects: OutboxEffects) {
    this.#log = log;
    this.#effects = effects;
    const { seq } = log.writer.end;
    for (const [number, position] of log.projected.all()) {
      const partition = newPartition(new Doorbell(position, seq), seq);
      partition.doorbell.hasCorrections = log.corrections.has(number);
      this.#partitions.set(number, partition);
    }
  }

  /** Before anything else: whether an alarm is set already. Then what a restart has interrupted goes on. */
  async begin(): Promise<void> {
    this.#alarmed = (await this.#effects.storage.getAlarm()) !== null;
    for (const number of this.#partitions.keys()) this.#ring(number);
  }

  /** How far each partition is projected. */
  get partitions(): PartitionState[] {
    return [...this.#partitions].map(([partition, { doorbell }]) => {
      const { head, position } = doorbell;
      return { partition, head, position };
    });
  }

  /** What a transaction has stored, in order. Right after it, so that the alarm belongs to the same write. */
  stored(statements: Iterable<StoredReading>): void {
    const touched = new Set<number>();
    for (const { partition: number, seq, storedMicros, reading } of statements) {
      const { doorbell, recent } = this.#partition(number);
      const before = recent.chars;
      recent.push(seq, storedMicros, reading);
      this.#recentChars += recent.chars - before;
      doorbell.stored(seq);
      touched.add(number);
    }
    for (const number of touched) this.#limit(number);
    this.call();
  }

  /** Calls for everything that waits, and sees to it that it is called for again. */
  call(): void {
    this.lookAgain();
    for (const [number, { doorbell }] of this.#partitions) {
      doorbell.hasCorrections = this.#log.corrections.has(number);
      this.#ring(number);
    }
  }

  /**
   * What comes after a position, up to which everything is projected, and after `corrected` corrections; null when whoever
   * asks has to come again later.
   */
  async pull(number: number, after: number, corrected: number): Promise<Gathered | null> {
    const partition = this.#partitions.get(number);
    if (partition === undefined) return null;
    const { doorbell, recent } = partition;
    this.#reached(number, after);
    if (corrected > 0) this.#log.corrections.told(number, corrected);
    doorbell.hasCorrections = this.#log.corrections.has(number);
    const isFull = recent.since > after || recent.chars >= MAX_GATHERED_CHARS;
    if (!doorbell.admits(after, { now: Date.now(), isFull })) {
      this.#ring(number);
      return null;
    }
    const gathered = await this.#gather(number, after);
    doorbell.handed(gathered.to);
    return gathered;
  }

  /** [LOG-9] The net: alarms survive a kill, messages in flight do not. */
  async alarm(): Promise<void> {
    this.#alarmed = false;
    const pending = [...this.#partitions].filter(([, { doorbell }]) => doorbell.isPending);
    if (pending.length === 0) return;
    this.#lookAgainSeconds = Math.min(this.#lookAgainSeconds * 2, LOOK_AGAIN_SECONDS_MAX);
    this.lookAgain();
    for (const [number, { doorbell }] of pending) if (doorbell.look(Date.now())) this.#ring(number);
  }

  /** Sets the alarm when none is set: one row written for a burst, not one for every append. */
  lookAgain(): void {
    if (this.#alarmed) return;
    this.#alarmed = true;
    // Not awaited, so that it belongs to the same atomic write as the append; the output gate waits for both.
    void this.#effects.storage.setAlarm(Date.now() + this.#lookAgainSeconds * 1000);
  }

  #partition(number: number): Partition {
    let partition = this.#partitions.get(number);
    if (partition === undefined) {
      partition = newPartition(new Doorbell(0, 0), 0);
      this.#partitions.set(number, partition);
    }
    return partition;
  }

  #gather(number: number, after: number): Promise<Gathered> {
    const { recent } = this.#partitions.get(number)!;
    const corrections = this.#log.corrections.next(number);
    const step = { partition: number, after, upTo: this.#log.writer.end.seq, corrections };
    if (recent.since > after) return this.#log.readings.stored(step);
    return this.#log.readings.remembered(recent.after(after), step);
  }

  #reached(number: number, position: number): void {
    const { doorbell, recent } = this.#partitions.get(number)!;
    if (!doorbell.reached(position)) return;
    this.#log.projected.advance(number, position);
    this.#lookAgainSeconds = LOOK_AGAIN_SECONDS;
    const before = recent.chars;
    recent.forget(position);
    this.#recentChars += recent.chars - before;
  }

  #limit(number: number): void {
    const { recent } = this.#partitions.get(number)!;
    if (this.#recentChars <= MAX_RECENT_CHARS) return;
    const before = recent.chars;
    recent.halve();
    this.#recentChars += recent.chars - before;
  }

  /** Calls the projector, now or when it has rested, and again when the call could not go out. */
  #ring(number: number): void {
    const partition = this.#partitions.get(number)!;
    const identity = this.#log.identity.read();
    const ms = partition.doorbell.due(Date.now());
    if (ms === undefined || identity === undefined || partition.timer !== undefined) return;
    if (ms > 0) {
      partition.timer = setTimeout(() => {
        partition.timer = undefined;
        this.#ring(number);
      }, ms);
      return;
    }
    partition.doorbell.ring(Date.now());
    const { tenant, region, log } = identity;
    const message = { version: 2, tenant, region, log, partition: number, to: partition.doorbell.head } as const;
    this.#effects.send(message).catch((error: unknown) => {
      console.error(JSON.stringify({ service: 'statement-log', level: 'error', error: String(error) }));
      partition.doorbell.failed(Date.now());
      this.#ring(number);
    });
  }
}

const newPartition = (doorbell: Doorbell, since: number): Partition => ({
  doorbell,
  recent: new RecentReadings(since),
  timer: undefined,
});
