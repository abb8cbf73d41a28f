import { DurableObject } from 'cloudflare:workers';
import { problem } from '../../domain/kernel/problem.ts';
import type { Gathered } from '../../domain/projection/gathering.ts';
import { type Definition, definitionsOf } from '../../domain/statement/definitions.ts';
import { wordsOf } from '../../domain/statement/index/id-words.ts';
import { essenceOf } from '../../domain/statement/references.ts';
import type { Layout } from '../../domain/statement/shards/layout.ts';
import type { Tell } from '../../domain/statement/shards/sharded-batch.ts';
import { formatMicros } from '../../domain/statement/time.ts';
import type { Statement } from '../../domain/statement/types.ts';
import { SegmentStore } from '../../r2/segment-store.ts';
import { CommitQueue } from './commit-queue.ts';
import type {
  AppendAnswer,
  AppendRequest,
  Extent,
  Founded,
  FoundText,
  LogIdentity,
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
import { Others, type OthersEnv } from './others.ts';
import { Outbox } from './outbox.ts';

export interface StatementLogEnv extends OthersEnv {
  readonly SEGMENTS_EU: R2Bucket;
  readonly SEGMENTS_US: R2Bucket;
  readonly PROJECTION: Queue<ProjectionMessage>;
}

/** The statements of a tenant: one writer, one order. Everything it decides is in `domain/statement`. */
export class StatementLog extends DurableObject<StatementLogEnv> {
  readonly #log: Log;
  readonly #queue: CommitQueue<PendingAppend, AppendAnswer>;
  readonly #outbox: Outbox;
  readonly #others: Others;
  #tidying = false;
  /** The round that tells other logs, while there is one. */
  #telling: Promise<void> | undefined;

  constructor(ctx: DurableObjectState, env: StatementLogEnv) {
    super(ctx, env);
    this.#others = new Others(env, () => ({ identity: log.identity.read(), layout: log.neighbours.layout }));
    const log = openLog(ctx.storage, {
      elsewhere: (id) => this.#others.find(id),
      segments: (identity) => (identity === undefined ? undefined : segmentsOf(this.env, identity)),
    });
    this.#log = log;
    this.#outbox = new Outbox(log, {
      storage: ctx.storage,
      send: (message) => this.env.PROJECTION.send(message, { contentType: 'json' }),
    });
    this.#queue = new CommitQueue({
      commit: (group) => this.#commit(group),
      read: (request, unread) => log.writer.read(request, unread),
    });
    ctx.blockConcurrencyWhile(() => this.#outbox.begin());
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
    const answer = await this.#queue.push(pendingAppend(request), bytes);
    if ((request.sharded?.tells.length ?? 0) > 0) await this.#tellOthers();
    return answer;
  }

  /**
   * For the projector: what the partition's statements after a position tell it. It says by that, too, that everything up
   * to the position is projected, and every correction up to `corrected`. Null when there is nothing more for now: it is
   * called again.
   */
  async pull(partition: number, after: number, corrected = 0): Promise<Gathered | null> {
    return this.#outbox.pull(partition, after, corrected);
  }

  /** What statements of a partition in (after, upTo] tell, read from the blocks: the projector knows nothing of it. */
  async reread(partition: number, after: number, upTo: number): Promise<Gathered> {
    return this.#log.readings.stored({ partition, after, upTo, corrections: [] });
  }

  /** How many statements are known to be voided: whoever reads for long sees by it whether that has changed. */
  async voidings(): Promise<number> {
    return this.#log.links.voidings();
  }

  /** `voided` asks for a statement that is voided, otherwise for one that is not. */
  async one(id: string, voided: boolean): Promise<OneAnswer> {
    const consistentThrough = this.#consistentThrough();
    const { layout } = this.#log.neighbours;
    return { statement: await this.#log.reader.one(id, voided), layout, consistentThrough };
  }

  /** A statement, voided or not, and what others say of it. */
  async record(id: string): Promise<RecordAnswer> {
    return this.#log.reader.record(id);
  }

  async page(request: PageRequest): Promise<PageAnswer> {
    const consistentThrough = this.#consistentThrough();
    const { layout } = this.#log.neighbours;
    return { ...(await this.#log.reader.page(request, this.#log.writer.end.seq)), layout, consistentThrough };
  }

  /** Which statements there are now of a time (microseconds; `since` exclusive, `until` inclusive), for `scan`. */
  async extent(times: { readonly since?: number; readonly until?: number }): Promise<Extent> {
    const consistentThrough = this.#consistentThrough();
    return { ...this.#log.reader.extent(times, this.#log.writer.end.seq), consistentThrough };
  }

  /** The next statements with a sequence number in (after, upTo], voided ones too; about `maxChars` of them. */
  async scan(after: number, upTo: number, maxChars?: number): Promise<ScanAnswer> {
    return this.#log.reader.scan(after, upTo, maxChars);
  }

  /** The JSON of what is known of each activity, or null, in the order asked for. */
  async definitions(activities: readonly string[]): Promise<(string | null)[]> {
    return this.#log.definitions.find(activities);
  }

  /** Learns what statements of other logs say of activities: all of it is kept in the founding log. */
  async learn(definitions: readonly Definition[]): Promise<void> {
    this.#log.definitions.learn(definitions);
  }

  /** Of these lower-case ids, those that are here, with their JSON, as many as an answer holds; voided ones too. */
  async texts(ids: readonly string[]): Promise<readonly FoundText[]> {
    return this.#log.reader.texts(ids);
  }

  /** What a founding log knows of ids that may be older than the slots. */
  async founded(ids: readonly string[]): Promise<Founded> {
    return { stored: this.#here(ids), waiting: this.#log.links.waiting(ids) };
  }

  /** The founding log tells how many logs there are. */
  async layout(): Promise<Layout> {
    return this.#log.neighbours.layout;
  }

  /** [LOG-16] From now on there are at least so many logs; asked of the founding log. */
  async grow(logs: number): Promise<Layout> {
    return this.#log.neighbours.grow(logs);
  }

  /** [LOG-16] A log takes no more; asked of the founding log. */
  async full(log: number): Promise<Layout> {
    return this.#log.neighbours.full(log);
  }

  /**
   * [LOG-17] Whether a claimed batch is stored; when not, it never will be. What these statements of it `define` is told
   * to the founding log: whoever stored the batch may have ended before that.
   */
  async settle(claim: string, ids: readonly string[], defines: boolean): Promise<boolean> {
    const stored = this.#here(ids);
    if (stored.length === 0) this.#log.neighbours.fence(claim);
    else if (defines) await this.#tellDefinitions(stored);
    return stored.length > 0;
  }

  /** [LOG-18] What another log tells. Whoever hears of new terms tells those who refer to it in turn. */
  async hear(tell: Tell): Promise<void> {
    const { links, index, texts, neighbours, corrections, sql } = this.#log;
    if (tell.kind === 'voided') {
      sql.transaction(() => {
        links.void(tell);
        corrections.add(tell.target);
      });
      this.#outbox.call();
      return;
    }
    const seq = index.seqOf(wordsOf(tell.id), 0);
    if (seq === 0) return;
    const own = new Set(Array.from(essenceOf(JSON.parse((await texts.at(seq)).text)).terms));
    const terms = tell.terms.filter((term) => !own.has(term));
    const further = await this.#others.referrers(tell.id, links.referrers([tell.id]));
    sql.transaction(() => {
      if (terms.length === 0 || !links.gain({ seq, terms })) return;
      neighbours.tell(further.map(({ by, home }) => ({ kind: 'gained', log: home, id: by, terms })));
      this.#outbox.lookAgain();
    });
    // A round that runs already goes on with this too, and may be what waits for this answer.
    if (this.#telling === undefined) await this.#tellOthers();
  }

  /** What the log holds and costs. */
  async stats(): Promise<LogStats> {
    const { writer, blocks, sql } = this.#log;
    return {
      statements: writer.end.seq,
      blocks: blocks.count(),
      rowsWritten: sql.rowsWritten,
      databaseBytes: sql.databaseBytes,
      hotBytes: blocks.hotBytes,
      sealed: blocks.sealed(),
      partitions: this.#outbox.partitions,
      waiting: this.#queue.waiting,
    };
  }

  override async alarm(): Promise<void> {
    await this.#outbox.alarm();
    await this.#tellOthers();
    if (this.#log.neighbours.untold().length > 0) this.#outbox.lookAgain();
  }

  /** A few megabytes at a time, as they are read. */
  async #tellDefinitions(ids: readonly string[]): Promise<void> {
    for (let rest = ids; rest.length > 0; ) {
      const found = await this.#log.reader.texts(rest);
      await this.#others.define(definitionsOf(found.map(({ text }) => ({ statement: JSON.parse(text) as Statement }))));
      rest = rest.slice(Math.max(found.length, 1));
    }
  }

  #here(ids: readonly string[]): string[] {
    return ids.filter((id) => this.#log.index.seqOf(wordsOf(id), 0) > 0);
  }

  #commit(group: readonly PendingAppend[]) {
    const { writer } = this.#log;
    const before = writer.end.seq;
    const outcomes = writer.commit(group);
    if (writer.end.seq > before) {
      this.#outbox.stored(writer.stored);
      if (this.#log.index.untidy || this.#log.sealer.isDue) this.ctx.waitUntil(this.#tidy());
    }
    return outcomes;
  }

  /** [LOG-18] What fails is told again by the alarm. Hearing it twice changes nothing. */
  #tellOthers(): Promise<void> {
    if (this.#telling === undefined) {
      this.#telling = this.#tellAll().finally(() => {
        this.#telling = undefined;
      });
      // It belongs to everybody who waits, not to the request that began it.
      this.ctx.waitUntil(this.#telling);
    }
    return this.#telling;
  }

  /** One after the other until nothing is left: whoever hears of something may have told this log of more. */
  async #tellAll(): Promise<void> {
    const { neighbours } = this.#log;
    const failed = new Set<number>();
    const next = () => neighbours.untold().find(({ n }) => !failed.has(n));
    for (let one = next(); one !== undefined; one = next()) {
      try {
        await this.#others.tell(one.tell);
        neighbours.heard(one.n);
      } catch (error) {
        failed.add(one.n);
        console.error(JSON.stringify({ service: 'statement-log', level: 'error', error: String(error) }));
      }
    }
  }

  /** Merges and seals what has become due, some milliseconds at a time, so that whoever waits comes in between. */
  async #tidy(): Promise<void> {
    if (this.#tidying) return;
    this.#tidying = true;
    try {
      while (this.#log.index.tidy()) await new Promise((resolve) => setTimeout(resolve, 0));
      while (await this.#log.sealer.step()) await new Promise((resolve) => setTimeout(resolve, 0));
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

/** The bucket of the tenant's region. */
function segmentsOf(env: StatementLogEnv, { tenant, region }: LogIdentity): SegmentStore {
  const bucket = { eu: env.SEGMENTS_EU, us: env.SEGMENTS_US }[region];
  if (bucket === undefined) throw new Error(`there is no bucket of segments for ${region}`);
  return new SegmentStore(bucket, tenant);
}
