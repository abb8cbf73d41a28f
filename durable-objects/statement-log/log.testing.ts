import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { definitionsOf } from '../../domain/statement/definitions.ts';
import { packBatch } from '../../domain/statement/pack.ts';
import { prepareStatements } from '../../domain/statement/prepare.ts';
import { type ListQuery, parseQuery } from '../../domain/statement/query.ts';
import { LIFE_VERBS } from '../../domain/statement/verbs.ts';
import { SegmentStore } from '../../r2/segment-store.ts';
import { CommitQueue, type Outcome } from './commit-queue.ts';
import type { AppendAnswer, AppendRequest } from './contract.ts';
import { type Log, type LogOptions, openLog } from './log.ts';
import { INDEX_LIMITS, type IndexLimits } from './log-index.ts';
import { type PendingAppend, pendingAppend } from './log-writer.ts';
import type { SealLimits } from './sealer.ts';
import type { LogStorage } from './sql.ts';
import type { StatementLog } from './statement-log.ts';

const namespace = (env as unknown as { STATEMENT_LOG: DurableObjectNamespace<StatementLog> }).STATEMENT_LOG;
let made = 0;

export const segmentsBucket = (env as unknown as { SEGMENTS_EU: R2Bucket }).SEGMENTS_EU;
/** A few blocks make a segment. */
const SEALED_SOON: SealLimits = { hotBytes: 600, segmentBytes: 400 };

/** A few statements make runs, and a few runs are merged. */
export const SMALL: IndexLimits = { tailStatements: 6, tailTerms: 1000, mergedRuns: 3, mergedStatements: 10_000 };

export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
export const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;
export const numberOf = (text: string) => Number((JSON.parse(text) as { id: string }).id.slice(-12));

/** Statement number `n`. */
export const plain = (n: number, more: object = {}) => ({
  id: uuid(n),
  actor: { mbox: 'mailto:ada@example.com' },
  verb: { id: LIFE_VERBS.scored },
  object: { id: 'https://example.com/a' },
  ...more,
});

/** A request as the border makes it; `partition` of all or of each statement. */
export function requestOf(
  statements: readonly object[],
  partition: (i: number) => number = () => 0,
  log = 'demo',
): AppendRequest {
  const authority = { mbox: 'mailto:lrs@example.com' };
  const prepared = prepareStatements(statements, { authority, newId: () => crypto.randomUUID() });
  if (!prepared.ok) throw new Error(prepared.error.detail);
  let i = 0;
  return {
    identity: { tenant: log, region: 'eu', log, homePage: 'https://people.example' },
    batch: packBatch(prepared.value, () => ({ partition: partition(i++), reading: '' })),
    definitions: definitionsOf(prepared.value),
  };
}

/** The query that these parameters ask for. */
export function list(parameters: Record<string, string> = {}): ListQuery {
  const asked = parseQuery(Object.entries(parameters));
  if (!asked.ok || asked.value.query.kind !== 'list') throw new Error('no list');
  return asked.value.query;
}

/** Runs on the storage of a new object, whose own log stays empty. */
export const onStorage = <T>(run: (storage: DurableObjectStorage) => Promise<T>): Promise<T> =>
  runInDurableObject(namespace.getByName(`storage${++made}`), (_, { storage }) => run(storage));

/** A log without its object: opened, appended to and opened anew on one storage. */
export class BareLog {
  log: Log;
  /** The requests in the order in which they were answered. */
  readonly answered: AppendRequest[] = [];
  /** Under which its segments lie. */
  readonly tenant = `sealed${++made}`;
  readonly #storage: LogStorage;
  readonly #options: LogOptions;
  #queue: CommitQueue<PendingAppend, AppendAnswer>;

  constructor(storage: LogStorage, limits: IndexLimits = INDEX_LIMITS) {
    this.#storage = storage;
    const segments = new SegmentStore(segmentsBucket, this.tenant);
    this.#options = { limits, sealLimits: SEALED_SOON, segments: () => segments };
    this.log = openLog(storage, this.#options);
    this.#queue = this.#newQueue();
  }

  /** Forgets what is in memory, as an eviction does. */
  reopen(): void {
    this.log = openLog(this.#storage, this.#options);
    this.#queue = this.#newQueue();
  }

  /** Appends what comes at the same time. */
  append(...requests: readonly AppendRequest[]): Promise<AppendAnswer[]> {
    return Promise.all(requests.map((request) => this.#queue.push(pendingAppend(request), 1)));
  }

  #newQueue(): CommitQueue<PendingAppend, AppendAnswer> {
    const { writer } = this.log;
    return new CommitQueue({
      commit: (group) => this.#note(group, writer.commit(group)),
      read: (request, unread) => writer.read(request, unread),
    });
  }

  #note(group: readonly PendingAppend[], outcomes: readonly Outcome<AppendAnswer>[]) {
    for (const [i, outcome] of outcomes.entries()) if ('answer' in outcome) this.answered.push(group[i]!.request);
    return outcomes;
  }
}
