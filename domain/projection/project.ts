import { canonicalJson } from '../kernel/canonical-json.ts';
import type { CloudEvent } from '../kernel/event.ts';
import { type Attempt, attemptsOf } from './attempts.ts';
import { type Completion, completionOf } from './completion.ts';
import { attemptClosed, attemptOpened, completionRecorded } from './events.ts';
import { addFacts, type Facts, type FactsKey, NO_FACTS, type Reading } from './facts.ts';

/** What one key's facts became, and everything that is told from them. */
export interface KeyChange {
  readonly key: FactsKey;
  readonly facts: Facts;
  readonly attempts: readonly Attempt[];
  readonly completion: Completion | null;
}

export interface Projection {
  readonly changes: readonly KeyChange[];
  /** To be announced once the changes are durable, in this order. */
  readonly events: readonly CloudEvent[];
}

export const factsKey = ({ learner, registration, activity }: FactsKey): string =>
  JSON.stringify([learner, registration, activity]);

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

/** Folds a batch into the facts known before, by `factsKey`. Pure: the same input gives the same projection. */
export function project(
  tenant: string,
  readings: ReadonlyMap<string, readonly Reading[]>,
  known: ReadonlyMap<string, Facts>,
): Projection {
  const changes: KeyChange[] = [];
  const events: CloudEvent[] = [];
  for (const [name, list] of readings) {
    const before = known.get(name) ?? NO_FACTS;
    const facts = addFacts(before, list);
    const change = { key: list[0]!.key, facts, attempts: attemptsOf(facts), completion: completionOf(facts) };
    changes.push(change);
    events.push(...announcements(tenant, before, change));
  }
  return { changes, events };
}

function announcements(tenant: string, before: Facts, change: KeyChange): CloudEvent[] {
  const { key, attempts, completion } = change;
  const earlier = attemptsOf(before);
  const events: CloudEvent[] = [];
  for (const attempt of attempts) {
    const was = earlier[attempt.n - 1];
    if (was === undefined) events.push(attemptOpened(tenant, key, attempt));
    if (attempt.state === 'closed' && was?.state !== 'closed') events.push(attemptClosed(tenant, key, attempt));
  }
  if (completion !== null && worthTelling(completionOf(before), completion)) {
    events.push(completionRecorded(tenant, key, completion));
  }
  return events;
}

const worthTelling = (before: Completion | null, after: Completion): boolean =>
  before === null || canonicalJson([before.success, before.score]) !== canonicalJson([after.success, after.score]);
