import { mergeScans } from '../../../../domain/statement/shards/merge-scans.ts';
import type { Extent } from '../../../../durable-objects/statement-log/index.ts';
import { sixAtOnce } from './six.ts';
import type { StatementStore } from './store.ts';

/** Characters of all logs that are held while they are merged. */
const HELD_CHARS = 16_000_000;
/** Characters that one log gives at once, when there are few: a Worker asks 10,000 times at most while it answers. */
const SCAN_CHARS = 4_000_000;

/** The statements of a time in all logs, as they were when it was asked for. */
export interface StoreExtent {
  /** Of each log. */
  readonly logs: readonly Pick<Extent, 'after' | 'upTo'>[];
  readonly consistentThrough: string;
}

/** Times are microseconds, `since` exclusive and `until` inclusive. */
export async function extentOf(
  store: StatementStore,
  times: { readonly since?: number; readonly until?: number },
): Promise<StoreExtent> {
  const { logs } = await store.currentLayout();
  const numbers = Array.from({ length: logs }, (_, log) => log);
  const extents = await sixAtOnce(numbers, (log) => store.log(log).extent(times));
  // The earliest: what one log may still store is not seen yet.
  const consistentThrough = extents.map((extent) => extent.consistentThrough).sort()[0]!;
  return { logs: extents, consistentThrough };
}

/** [EXP-1] Every statement of an extent in the order of storing, voided ones too: lines, each ended by a line feed. */
export function scanStore(store: StatementStore, { logs }: StoreExtent): AsyncGenerator<string> {
  const maxChars = Math.min(SCAN_CHARS, Math.floor(HELD_CHARS / logs.length));
  const scans = logs.map((extent, log) => scanLog(store, { log, maxChars, ...extent }));
  return scans.length === 1 ? scans[0]! : mergeScans(scans);
}

async function* scanLog(
  store: StatementStore,
  { log, after, upTo, maxChars }: { log: number; after: number; upTo: number; maxChars: number },
): AsyncGenerator<string> {
  for (let at = after; at < upTo; ) {
    const { lines, last } = await store.log(log).scan(at, upTo, maxChars);
    if (last <= at) throw new Error(`a scan of log ${log} does not get on behind ${at}`);
    yield lines;
    at = last;
  }
}
