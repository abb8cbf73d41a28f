import { type Attempt, attemptsOf } from './attempts.ts';
import { type Completion, completionOf } from './completion.ts';
import { addFacts, type Facts, type FactsKey, NO_FACTS, type Reading } from './facts.ts';
import {
  attemptClosed,
  attemptOpened,
  completionRecorded,
  type KeyNews,
  keyNews,
  type NewsItem,
  recordCorrected,
} from './news.ts';

/** The facts of a key and what is told from them. */
export interface KeyRecord {
  readonly facts: Facts;
  readonly attempts: readonly Attempt[];
  readonly completion: Completion | null;
}

export interface KeyChange {
  readonly key: FactsKey;
  readonly record: KeyRecord;
}

export interface Projection {
  /** By `factsKey`: what has to be written. */
  readonly changes: ReadonlyMap<string, KeyChange>;
  /** To be announced once the changes are durable, in this order. */
  readonly news: readonly KeyNews[];
}

export const NO_RECORD: KeyRecord = { facts: NO_FACTS, attempts: [], completion: null };

/** Neither a learner id nor a registration holds a space. */
export const factsKey = ({ learner, registration, activity }: FactsKey): string =>
  `${learner} ${registration} ${activity}`;

export const recordOf = (facts: Facts): KeyRecord => ({
  facts,
  attempts: attemptsOf(facts),
  completion: completionOf(facts),
});

/** Readings by the key that they belong to: what must be known before `project`. */
export function byKey(readings: readonly Reading[]): Map<string, Reading[]> {
  const keys = new Map<string, Reading[]>();
  for (const reading of readings) {
    const key = factsKey(reading.key);
    const list = keys.get(key);
    if (list === undefined) keys.set(key, [reading]);
    else list.push(reading);
  }
  return keys;
}

/**
 * Folds readings into the records known before, by `factsKey`. Pure: the same input gives the same projection. `at` is
 * when this is seen, in microseconds since 1970.
 */
export function project(
  readings: ReadonlyMap<string, readonly Reading[]>,
  known: ReadonlyMap<string, KeyRecord>,
  at: number,
): Projection {
  const changes = new Map<string, KeyChange>();
  const news: KeyNews[] = [];
  for (const [name, list] of readings) {
    const before = known.get(name) ?? NO_RECORD;
    const facts = addFacts(before.facts, list);
    if (facts === before.facts) continue;
    const { key } = list[0]!;
    const record = recordOf(facts);
    changes.set(name, { key, record });
    news.push(keyNews(key, newsItems(before, record, { at, corrected: takesBack(before.facts, list) })));
  }
  return { changes, news };
}

/** Whether a mark that counted is voided. */
function takesBack({ marks }: Facts, readings: readonly Reading[]): boolean {
  const voided = readings.filter(({ mark }) => mark.voided).map(({ mark }) => mark.id);
  return voided.length > 0 && marks.some((mark) => !mark.voided && voided.includes(mark.id));
}

/** [EVT-1] [EVT-3] */
function newsItems(
  before: KeyRecord,
  after: KeyRecord,
  { at, corrected }: { at: number; corrected: boolean },
): NewsItem[] {
  const items: NewsItem[] = corrected ? [recordCorrected(at, after)] : [];
  for (const attempt of after.attempts) {
    const was = before.attempts[attempt.n - 1];
    if (was === undefined) items.push(attemptOpened(attempt));
    if (attempt.state === 'closed' && was?.state !== 'closed') items.push(attemptClosed(attempt));
  }
  if (after.completion !== null && worthTelling(before.completion, after.completion)) {
    items.push(completionRecorded(after.completion));
  }
  return items;
}

const worthTelling = (before: Completion | null, after: Completion): boolean =>
  before === null || before.success !== after.success || JSON.stringify(before.score) !== JSON.stringify(after.score);
