import { DurableObject } from 'cloudflare:workers';
import { problem } from '../../domain/kernel/problem.ts';
import { formatMicros } from '../../domain/statement/time.ts';
import { CommitQueue } from './commit-queue.ts';
import type {
  AppendAnswer,
  AppendRequest,
  Chunk,
  Extent,
  LogStats,
  OneAnswer,
  PageAnswer,
  PageRequest,
  ProjectionMessage,
  RecordAnswer,
  ScanAnswer,
} from './contract.ts';
import { type Log, openLog } from './log.ts';
import { bytesOf, type PendingAppend, pendingAppend } from './log-writer.ts';
import { Outbox } from './outbox.ts';

export interface StatementLogEnv {
  readonly PROJECTION: Queue<ProjectionMessage>;
}

/** The statements of a tenant: one writer, one order. Everything it decides is in `domain/statement`. */
export class StatementLog extends DurableObject<StatementLogEnv> {
  readonly #log: Log;
  readonly #queue: CommitQueue<PendingAppend, AppendAnswer>;
  readonly #outbox: Outbox;
  #tidying = false;

  constructor(ctx: DurableObjectState, env: StatementLogEnv) {
    super(ctx, env);
    const log = openLog(ctx.storage);
    this.#log = log;
    this.#outbox = new Outbox(log, ctx.storage, (message) => this.env.PROJECTION.send(message, { contentType: 'v8' }));
    this.#queue = new CommitQueue({
      commit: (group) => this.#commit(group),
      read: (request, unread) => log.writer.read(request, unread),
    });
    ctx.blockConcurrencyWhile(() => this.#outbox.begin());
    if (log.outbox.pending().length > 0) ctx.waitUntil(this.#outbox.drain());
    ctx.waitUntil(this.#tidy());
  }

  /**
   * Appends a batch whole, or refuses it whole; a batch that is stored already is a success. Requests that come at the
   * same time share a commit. `too_many_requests` when more wait than memory is for.
   */
  async append(request: AppendRequest): Promise<AppendAnswer> {
    const bytes = bytesOf(request);
    if (this.#queue.isFull(bytes)) {
      return { problem: problem('too_many_requests', 'More statements wait to be stored than there is room for.') };
    }
    return this.#queue.push(pendingAppend(request), bytes);
  }

  /** The next statements of a partition after a sequence number, or null. For gaps, and for what a message cannot hold. */
  async pull(partition: number, after: number): Promise<Chunk | null> {
    return this.#outbox.chunk(partition, after);
  }

  /** The projector's watermark: what lies up to it is released from the outbox. */
  async acknowledge(partition: number, position: number): Promise<void> {
    this.#outbox.acknowledge(partition, position);
    this.ctx.waitUntil(this.#outbox.drain());
  }

  /** `voided` asks for a statement that is voided, otherwise for one that is not. */
  async one(id: string, voided: boolean): Promise<OneAnswer> {
    const consistentThrough = this.#consistentThrough();
    return { statement: await this.#log.reader.one(id, voided), consistentThrough };
  }

  /** A statement, voided or not, and what others say of it. */
  async record(id: string): Promise<RecordAnswer> {
    return this.#log.reader.record(id);
  }

  async page(request: PageRequest): Promise<PageAnswer> {
    const consistentThrough = this.#consistentThrough();
    return { ...(await this.#log.reader.page(request, this.#log.writer.end.seq)), consistentThrough };
  }

  /** Which statements there are now of a time (microseconds; `since` exclusive, `until` inclusive), for `scan`. */
  async extent(times: { readonly since?: number; readonly until?: number }): Promise<Extent> {
    const consistentThrough = this.#consistentThrough();
    return { ...this.#log.reader.extent(times, this.#log.writer.end.seq), consistentThrough };
  }

  /** The next statements with a sequence number in (after, upTo], voided ones too. */
  async scan(after: number, upTo: number): Promise<ScanAnswer> {
    return this.#log.reader.scan(after, upTo);
  }

  /** The JSON of what is known of each activity, or null, in the order asked for. */
  async definitions(activities: readonly string[]): Promise<(string | null)[]> {
    return this.#log.definitions.find(activities);
  }

  /** What the log holds and costs. */
  async stats(): Promise<LogStats> {
    const { writer, blocks, sql } = this.#log;
    return {
      statements: writer.end.seq,
      blocks: blocks.count(),
      rowsWritten: sql.rowsWritten,
      databaseBytes: sql.databaseBytes,
      waiting: this.#queue.waiting,
    };
  }

  override async alarm(): Promise<void> {
    await this.#outbox.alarm();
  }

  #commit(group: readonly PendingAppend[]) {
    const { writer } = this.#log;
    const before = writer.end.seq;
    const outcomes = writer.commit(group);
    if (writer.end.seq > before) {
      this.#outbox.lookAgain();
      this.ctx.waitUntil(this.#outbox.drain());
      this.ctx.waitUntil(this.#tidy());
    }
    return outcomes;
  }

  /** Merges what has become due, some milliseconds at a time, so that whoever waits comes in between. */
  async #tidy(): Promise<void> {
    if (this.#tidying) return;
    this.#tidying = true;
    try {
      while (this.#log.index.tidy()) await new Promise((resolve) => setTimeout(resolve, 0));
    } catch (error) {
      console.error(JSON.stringify({ service: 'statement-log', level: 'error', error: String(error) }));
    } finally {
      this.#tidying = false;
    }
  }

  /** [LOG-11] The next append is stored later than this. */
  #consistentThrough(): string {
    return formatMicros(Math.max(Date.now() * 1000 - 1, this.#log.writer.end.storedMicros));
  }
}
