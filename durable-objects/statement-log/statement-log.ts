import { DurableObject } from 'cloudflare:workers';
import { planAppend, type Stored } from '../../domain/statement/append.ts';
import { formatMicros } from '../../domain/statement/time.ts';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { VOIDED } from '../../domain/statement/verbs.ts';
import type {
  AppendAnswer,
  AppendRequest,
  Chunk,
  Extent,
  OneAnswer,
  PageAnswer,
  PageRequest,
  ProjectionMessage,
  ScanAnswer,
} from './contract.ts';
import { DefinitionTable } from './definitions.ts';
import { messageOf, readChunk, Sent } from './outbox.ts';
import { extentOf, scanLog, searchPage } from './search.ts';
import { LogWriter } from './store.ts';

/** When the alarm looks whether everything has been projected: far above the usual second, far below a person's patience. */
const LOOK_AGAIN_SECONDS = 3;
/** A projection that stays away (a database that is down) is asked for ever more rarely, up to this. */
const LOOK_AGAIN_SECONDS_MAX = 60;

export interface StatementLogEnv {
  readonly PROJECTION: Queue<ProjectionMessage>;
}

/** The statements of a tenant: one writer, one order. Everything it decides is in `domain/statement`. */
export class StatementLog extends DurableObject<StatementLogEnv> {
  readonly #log: LogWriter;
  readonly #stored: Stored = {
    find: (id) => this.#log.find(id),
    referrers: (ids) => this.#log.referrers(ids),
  };
  readonly #definitions: DefinitionTable;
  readonly #sent = new Sent();
  #draining = false;
  #alarmed = false;
  #lookAgainSeconds = LOOK_AGAIN_SECONDS;

  constructor(ctx: DurableObjectState, env: StatementLogEnv) {
    super(ctx, env);
    this.#log = new LogWriter(ctx.storage);
    this.#definitions = new DefinitionTable(ctx.storage.sql);
    ctx.blockConcurrencyWhile(async () => {
      this.#alarmed = (await ctx.storage.getAlarm()) !== null;
    });
    if (this.#log.outbox().length > 0) ctx.waitUntil(this.#drain());
  }

  /** Appends a batch in one transaction, or refuses it whole. A batch that is stored already is a success. */
  async append({ identity, statements, definitions = [] }: AppendRequest): Promise<AppendAnswer> {
    const before = this.#log.end();
    const plan = this.#log.transaction(() => {
      const now = { end: before, micros: Date.now() * 1000 };
      const planned = planAppend(statements, now, this.#stored);
      if (planned.ok) for (const segment of planned.value.segments) this.#log.write(segment);
      if (planned.ok) for (const terms of planned.value.late) this.#log.gain(terms);
      if (planned.ok && before.seq === 0) this.#log.remember(identity);
      if (planned.ok && planned.value.segments.length > 0) this.#definitions.learn(definitions);
      return planned;
    });
    if (!plan.ok) return { problem: plan.error };
    if (plan.value.segments.length > 0) {
      this.#lookAgain();
      this.ctx.waitUntil(this.#drain());
    }
    const { end } = plan.value;
    return { stored: formatMicros(end.storedMicros), added: end.seq - before.seq };
  }

  /** The next statements of a partition after a sequence number, or null. For gaps, and for what a message cannot hold. */
  async pull(partition: number, after: number): Promise<Chunk | null> {
    return readChunk(this.#log, partition, after);
  }

  /** The projector's watermark: what lies up to it is released from the outbox. */
  async acknowledge(partition: number, position: number): Promise<void> {
    this.#log.acknowledge(partition, position);
    this.#lookAgainSeconds = LOOK_AGAIN_SECONDS;
    this.ctx.waitUntil(this.#drain());
  }

  /** `voided` asks for a statement that is voided, otherwise for one that is not. */
  async one(id: string, voided: boolean): Promise<OneAnswer> {
    const text = this.#log.find(id);
    const statement = text === undefined || this.#isVoided(id, text) !== voided ? null : text;
    return { statement, consistentThrough: this.#consistentThrough() };
  }

  async page(request: PageRequest): Promise<PageAnswer> {
    return { ...searchPage(this.ctx.storage.sql, this.#log, request), consistentThrough: this.#consistentThrough() };
  }

  /** Which statements there are now of a time (microseconds; `since` exclusive, `until` inclusive), for `scan`. */
  async extent(times: { readonly since?: number; readonly until?: number }): Promise<Extent> {
    return { ...extentOf(this.ctx.storage.sql, this.#log, times), consistentThrough: this.#consistentThrough() };
  }

  /** The next statements with a sequence number in (after, upTo], voided ones too. */
  async scan(after: number, upTo: number): Promise<ScanAnswer> {
    return scanLog(this.#log, after, upTo);
  }

  /** The JSON of what is known of each activity, or null, in the order asked for. */
  async definitions(activities: readonly string[]): Promise<(string | null)[]> {
    return this.#definitions.find(activities);
  }

  /** [LOG-9] The net: alarms survive a kill, messages in flight do not. */
  override async alarm(): Promise<void> {
    this.#alarmed = false;
    const rows = this.#log.outbox();
    if (rows.length === 0) return;
    this.#sent.forgetStalled(rows);
    this.#lookAgainSeconds = Math.min(this.#lookAgainSeconds * 2, LOOK_AGAIN_SECONDS_MAX);
    this.#lookAgain();
    await this.#drain();
  }

  #isVoided(id: string, text: string): boolean {
    return this.#log.isVoided(id) && (JSON.parse(text) as StoredStatement).verb.id !== VOIDED;
  }

  /** The next append is stored later than this. */
  #consistentThrough(): string {
    return formatMicros(Math.max(Date.now() * 1000, this.#log.end().storedMicros));
  }

  /** Sets the alarm when none is set: one row written for a burst, not one for every append. */
  #lookAgain(): void {
    if (this.#alarmed) return;
    this.#alarmed = true;
    // Not awaited, so that it belongs to the same atomic write as the append; the output gate waits for both.
    void this.ctx.storage.setAlarm(Date.now() + this.#lookAgainSeconds * 1000);
  }

  /** Hands everything that is not on its way to the queue, one at a time; what fails waits for the alarm. */
  async #drain(): Promise<void> {
    const identity = this.#log.identity();
    if (this.#draining || identity === undefined) return;
    this.#draining = true;
    try {
      for (let row = this.#unsent(); row !== undefined; row = this.#unsent()) {
        const chunk = readChunk(this.#log, row.partition, row.after);
        if (chunk === null)
          throw new Error(`the outbox of ${identity.log} names statements that the log does not have`);
        await this.env.PROJECTION.send(messageOf(identity, row.partition, chunk), { contentType: 'v8' });
        this.#sent.mark(row.partition, chunk.to);
      }
    } catch (error) {
      console.error(JSON.stringify({ service: 'statement-log', level: 'error', error: String(error) }));
    } finally {
      this.#draining = false;
    }
  }

  #unsent(): { partition: number; after: number } | undefined {
    for (const row of this.#log.outbox()) {
      const after = this.#sent.next(row);
      if (after !== null) return { partition: row.partition, after };
    }
    return undefined;
  }
}
